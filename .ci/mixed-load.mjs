#!/usr/bin/env node
// Does a little of everything at the service in BYLINE: an import of some megabytes, then one each minute while clients
// read, search, view, comment and publish, then an export. Fails if any of it fails.
//   .ci/mixed-load.mjs [seconds]
import { setTimeout } from 'node:timers/promises';
import { send } from './client.mjs';

const seconds = Number(process.argv[2] ?? 20);
const api = `${process.env.BYLINE}/api/v1`;
const staff = { Authorization: `Bearer ${process.env.BYLINE_ADMIN_KEY}` };
const browser = { 'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0' };
const ARTICLES = 300;
const ARTICLE_WORDS = 2_000;
const CLIENTS = 8;
const PAUSE_MILLIS = 40;
const WORDS = 'the tram on line four leaves when its passengers arrive and not when a clock says so'.split(' ');
const counts = {};
let ends = false;

const pick = (n) => Math.floor(Math.random() * n);

/** Sends a request that must succeed. */
async function must(method, url, body, headers) {
  const response = await send(method, url, body, headers, 120_000);
  if (response.status >= 400) {
    throw new Error(`${method} ${url}: ${response.status} ${response.text.slice(0, 300)}`);
  }
  return response;
}

function importFile(round) {
  const lines = Array.from({ length: 10 }, (_, i) => ({ externalId: `c${i}`, category: { name: `Category ${i}` } }));
  for (let i = 0; i < ARTICLES; i++) {
    const words = Array.from({ length: ARTICLE_WORDS }, () => WORDS[pick(WORDS.length)]);
    lines.push({
      externalId: `a${round}-${i}`, state: 'live', views: i,
      article: {
        title: `Number ${i}`, slug: `number-${round}-${i}`, categories: [`c${i % 10}`], tags: [`Tag ${i % 50}`],
        publishedAt: `20${10 + i % 15}-03-0${1 + i % 9}T08:00:00Z`,
        body: { format: 'markdown', source: `${words.join(' ')} word${i}.` },
      },
    });
  }
  return lines.map((line) => JSON.stringify(line)).join('\n');
}

async function runImport(round) {
  const file = importFile(round);
  const { headers } = await must('POST', `${api}/admin/imports?source=load`, file,
    { ...staff, 'Content-Type': 'application/octet-stream' });
  for (;;) {
    const job = JSON.parse((await must('GET', new URL(headers.location, api).href, undefined, staff)).text);
    if (job.state !== 'queued' && job.state !== 'running') {
      if (job.state !== 'done' || job.failed > 0) {
        throw new Error(`the import ended as ${JSON.stringify(job)}`);
      }
      return file.length;
    }
    await setTimeout(500);
  }
}

const actions = {
  page: () => must('GET', process.env.BYLINE + ['/', '/read/', '/q/swagger-ui/', '/q/openapi', '/q/metrics'][pick(5)]),
  article: () => must('GET', `${api}/articles/number-0-${pick(ARTICLES)}?include=related,neighbors,comments,jsonLd`),
  list: () => must('GET', `${api}/articles?page=${1 + pick(3)}&category=category-${pick(10)}&count=exact`),
  bodies: () => must('GET', `${api}/articles?include=body&size=20&page=${1 + pick(15)}`),
  search: () => must('GET', `${api}/search?q=tram+word${pick(ARTICLES)}&facets=category,tag`),
  feed: () => must('GET', `${api}/feeds/atom?category=category-${pick(10)}`),
  view: () => must('POST', `${api}/articles/number-0-${pick(ARTICLES)}/views`, '{}',
    { 'User-Agent': `${browser['User-Agent']} ${pick(1e9)}` }),
  comment: () => must('POST', `${api}/articles/number-0-${pick(ARTICLES)}/comments`,
    { body: `A comment ${Math.random()}`, author: { name: 'Mai', email: 'mai@example.com' } }),
  save: async () => {
    const article = `${api}/admin/articles/number-0-${pick(ARTICLES)}`;
    await must('PATCH', article, { excerpt: `Changed ${pick(1e9)}` }, { ...staff, 'If-Match': '*' });
    await must('POST', `${article}/publish`, {}, { ...staff, 'If-Match': '*' });
  },
};

async function client() {
  const names = Object.keys(actions);
  while (!ends) {
    const name = names[pick(names.length)];
    await actions[name]();
    counts[name] = (counts[name] ?? 0) + 1;
    await setTimeout(PAUSE_MILLIS);
  }
}

counts.imported = await runImport(0);
const end = Date.now() + seconds * 1_000;
const clients = Promise.all(Array.from({ length: CLIENTS }, client));
clients.catch(() => { ends = true; });
for (let round = 1; !ends && Date.now() < end; round++) {
  counts.imported += await runImport(round);
  await setTimeout(Math.min(Math.max(end - Date.now(), 0), 60_000));
}
ends = true;
await clients;
const { text } = await must('GET', `${api}/admin/exports`, undefined, staff);
counts.exported = text.length;
if (text.split('\n').length < ARTICLES) {
  throw new Error(`the export has ${text.split('\n').length} lines`);
}
console.log(JSON.stringify(counts));
process.exit(0);
