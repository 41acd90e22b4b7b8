// What sync() and the loader of Astro make of the answers of /changes, also of those that a service gives rarely.
import assert from 'node:assert/strict';
import http from 'node:http';
import { after, before, beforeEach, test } from 'node:test';
import { createClient } from '@byline/client';
import { articles } from '@byline/client/astro';
import { sync } from '@byline/client/sync';

let byline;
let requests = [];
/** What the next requests get: each a body, a status, or a function that answers. */
let answers = [];

const server = http.createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url, 'http://byline');
  requests.push(Object.fromEntries(searchParams));
  assert.equal(pathname, '/api/v1/changes');
  const answer = answers.shift() ?? 500;
  if (typeof answer === 'function') {
    answer(request, response);
  } else if (typeof answer === 'number') {
    response.writeHead(answer, { 'Content-Type': 'application/problem+json' }).end(JSON.stringify({ status: answer }));
  } else {
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer));
  }
});

before(() => new Promise(resolve => server.listen(0, '127.0.0.1', resolve)));
after(() => { server.closeAllConnections(); server.close(); });
beforeEach(() => {
  byline = createClient({ url: `http://127.0.0.1:${server.address().port}` });
  requests = [];
});

const page = (next, more, ...items) => ({ items, next, more });
const live = (id, slug = id, locale = 'en', title = slug) => ({
  type: 'article', change: 'updated', id, slug, locale, at: '2026-11-30T05:00:00Z', token: `after-${id}`,
  article: { id, slug, locale, title, body: { html: `<p>${title}</p>`, contents: [] }, stats: { views: Math.random() } },
});
const removed = (id, change = 'deleted') => ({ type: 'article', change, id, at: '2026-11-30T05:00:00Z', token: 't' });

async function all(generator) {
  const pages = [];
  for await (const one of generator) {
    pages.push(one);
  }
  return pages;
}

test('without a token everything comes first, and the first page says so', async () => {
  answers = [page('a', true, live('1')), page('b', false, live('2'))];
  const pages = await all(sync(byline, { types: ['article', 'page'], include: ['body'] }));
  assert.deepEqual(pages.map(({ next, more, reset }) => [next, more, reset]), [['a', true, true], ['b', false, undefined]]);
  assert.deepEqual(requests, [{ types: 'article,page', include: 'body' }, { since: 'a', types: 'article,page', include: 'body' }]);
});

test('with a token only what is new comes, and nothing if nothing changed', async () => {
  answers = [page('b', false), page('c', false), page('d', false, removed('1'))];
  assert.deepEqual(await all(sync(byline, { since: 'b' })), []);
  assert.deepEqual((await all(sync(byline, { since: 'b' }))).map(({ next }) => next), ['c'], 'a token that moved on');
  assert.deepEqual((await all(sync(byline, { since: 'c' }))).map(({ items }) => items[0].id), ['1']);
  assert.deepEqual(requests, [{ since: 'b' }, { since: 'b' }, { since: 'c' }]);
});

test('a token that is too old starts over', async () => {
  answers = [page('b', true, live('1')), 410, page('c', true, live('1')), page('d', false)];
  const pages = await all(sync(byline, { since: 'a' }));
  assert.deepEqual(pages.map(({ next, reset }) => [next, reset]), [['b', undefined], ['c', true], ['d', undefined]]);
  assert.deepEqual(requests.map(({ since }) => since), ['a', 'b', undefined, 'c']);
  answers = [410, 410];
  await assert.rejects(all(sync(byline, { since: 'a' })), { status: 410 });
});

test('an error ends a sync that does not wait', async () => {
  answers = [503];
  await assert.rejects(all(sync(byline, { since: 'a' })), { status: 503 });
  answers = [400];
  await assert.rejects(all(sync(byline, { since: 'a', wait: 30 })), { status: 400 });
});

test('a sync that waits does so once it is current, survives failures, and ends with its signal', async () => {
  const ending = new AbortController();
  answers = [page('b', true, live('1')), page('c', false, live('2')), 503, (request, response) => response.destroy(),
    page('c', false), page('d', false, live('3')), () => ending.abort()];
  const seen = [];
  for await (const { items } of sync(byline, { since: 'a', wait: 30, signal: ending.signal })) {
    seen.push(...items.map(({ id }) => id));
  }
  assert.deepEqual(seen, ['1', '2', '3']);
  assert.deepEqual(requests.map(({ since, wait }) => [since, wait]), [['a', undefined], ['b', undefined], ['c', '30'],
    ['c', '30'], ['c', '30'], ['c', '30'], ['d', '30']]);
  assert.deepEqual(await all(sync(byline, { wait: 30, signal: AbortSignal.abort() })), []);
});

/** A collection of Astro. */
function collection(options) {
  const entries = new Map();
  const meta = new Map();
  let writes = [];
  const store = {
    get: id => entries.get(id), keys: () => entries.keys(),
    delete: id => writes.push(`-${id}`) && entries.delete(id),
    set: entry => writes.push(`+${entry.id}`) && entries.set(entry.id, entry),
  };
  return {
    entries,
    async load() {
      [writes, requests] = [[], []];
      await articles({ url: byline.url, ...options }).load({
        store, meta, logger: { info: () => null }, parseData: async ({ data: { title } }) => ({ title }),
        generateDigest: JSON.stringify,
      });
      return writes;
    },
  };
}

test('the loader follows changes, renames and deletions, and needs one request if there are none', async () => {
  const { entries, load } = collection();
  answers = [page('a', true, live('1'), live('2')), page('b', false, live('3', 'drei', 'de'))];
  assert.deepEqual(await load(), ['+en/1', '+en/2', '+de/drei']);
  assert.deepEqual(entries.get('de/drei').data, { title: 'drei' });
  assert.equal(entries.get('de/drei').rendered.html, '<p>drei</p>');

  answers = [page('b', false)];
  assert.deepEqual(await load(), []);
  assert.deepEqual(requests, [{ since: 'b', types: 'article', include: 'body' }]);

  answers = [page('c', false, live('1', 'one'), live('2'), removed('3', 'unpublished'), removed('4'))];
  assert.deepEqual(await load(), ['-en/1', '+en/one', '-de/drei'], 'the second is the same as before');
  assert.deepEqual([...entries.keys()], ['en/2', 'en/one']);
});

test('articles that exchange their slugs keep both entries', async () => {
  const { entries, load } = collection({ locale: 'en' });
  answers = [page('a', false, live('1', 'x'), live('2', 'y'), live('3', 'z', 'vi'))];
  await load();
  answers = [page('b', false, live('1', 'y'), live('2', 'x'))];
  await load();
  assert.deepEqual([...entries].map(([id, { data, digest }]) => [id, data.title, digest[0]]).sort(),
    [['x', 'x', '2'], ['y', 'y', '1']]);
  answers = [page('c', false, live('1', 'y', 'vi'), removed('2'))];
  assert.deepEqual(await load(), ['-y', '-x'], 'an article in another language is no part of this collection');
});

test('a load that starts over removes what is not there any more', async () => {
  const { entries, load } = collection();
  answers = [page('a', false, live('1'), live('2'), live('3'))];
  await load();
  answers = [410, page('b', true, live('2')), page('c', false, live('4'))];
  assert.deepEqual(await load(), ['+en/4', '-en/1', '-en/3']);
  assert.deepEqual([...entries.keys()], ['en/2', 'en/4']);
  entries.clear();
  answers = [page('d', false, live('2'))];
  assert.deepEqual(await load(), ['+en/2'], 'the token says nothing about a store that Astro emptied');
  assert.equal(requests[0].since, undefined);
});

test('a load that fails reads the same changes again', async () => {
  const { entries, load } = collection();
  answers = [page('a', false, live('1'))];
  await load();
  answers = [page('b', true, live('2')), 503];
  await assert.rejects(load(), { status: 503 });
  answers = [page('c', false, live('2'), removed('1'))];
  await load();
  assert.equal(requests[0].since, 'a');
  assert.deepEqual([...entries.keys()], ['en/2']);
});
