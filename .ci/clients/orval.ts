// What a frontend does, with orval. Its functions request paths, which a browser completes and Node does not.
import assert from 'node:assert/strict';
import { countView, getArticle, listArticles, listViews } from './generated/orval.js';

const send = globalThis.fetch;
globalThis.fetch = (url, init) => send(new URL(String(url), process.env.BYLINE), init);

const list = await listArticles({ size: 2, tag: ['how-it-works', 'drafts'], include: ['body'] });
assert.ok(list.status === 200);
const first = list.data.items[0];
assert.ok(first?.body);
const article = await getArticle(first.slug, { include: ['neighbors', 'comments'] });
assert.ok(article.status === 200 && article.data.comments?.items);
const nothing = await getArticle('nothing');
assert.ok(nothing.status === 404);
assert.equal(nothing.data.type, 'urn:byline:problem:not-found');
assert.equal((await countView(first.slug, {})).status, 202);
const views = await listViews({ articles: list.data.items.map(item => item.slug) });
assert.ok(views.status === 200);
assert.equal(views.data.items.length, list.data.items.length);
// @ts-expect-error It is spelled neighbors.
await getArticle(first.slug, { include: ['neighbours'] });
