#!/usr/bin/env node
// Reads and writes through the address in API until SIGTERM, then prints what failed; the exit code is 1 if any did.
import { setTimeout } from 'node:timers/promises';
import { send } from './client.mjs';

const READERS = 12;
const WRITERS = 4;
// Clients pause, because nodes of one machine cannot start beside clients that never do.
const PAUSE_MILLIS = 20;
const api = process.env.API;
const key = process.env.BYLINE_ADMIN_KEY;
const counts = { reads: 0, writes: 0 };
const failures = [];
let ends = false;
process.on('SIGTERM', () => { ends = true; });

async function create(path, body, headers = {}) {
  const { status, text } = await send('POST', api + path, body, { Authorization: `Bearer ${key}`, ...headers });
  if (status >= 300) {
    throw new Error(`POST ${path}: ${status} ${text}`);
  }
}

async function repeat(kind, method, path, body) {
  while (!ends) {
    const at = new Date().toISOString();
    try {
      const { status, text } = await send(method, api + path, body?.());
      if (status >= 300) {
        failures.push(`${at} ${method} ${path}: ${status} ${text.slice(0, 100)}`);
      }
    } catch (error) {
      failures.push(`${at} ${method} ${path}: ${error.message}`);
    }
    counts[kind]++;
    await setTimeout(PAUSE_MILLIS);
  }
}

await create('/admin/categories', { name: 'News' });
await create('/admin/authors', { name: 'Mai' });
await create('/admin/articles', {
  title: 'Restarts', slug: 'restarts', categories: ['news'], authors: ['mai'],
  body: { format: 'markdown', source: 'Text' },
});
await create('/admin/articles/restarts/publish', {}, { 'If-Match': '"1"' });
console.log('The load begins.');
const paths = ['/articles/restarts?include=comments', '/articles?category=news', '/search?q=restarts'];
await Promise.all([
  ...Array.from({ length: READERS }, (_, i) => repeat('reads', 'GET', paths[i % paths.length])),
  ...Array.from({ length: WRITERS }, () => repeat('writes', 'POST', '/articles/restarts/comments',
    () => ({ body: `Comment ${Math.random()}`, author: { name: 'Mai', email: 'mai@example.com' } }))),
]);
console.log(failures.slice(0, 20).join('\n'));
console.log(`${counts.reads} reads, ${counts.writes} writes, ${failures.length} failed`);
process.exit(failures.length > 0 ? 1 : 0);
