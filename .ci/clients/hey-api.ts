// What a frontend and a script of the staff do, with hey-api.
import assert from 'node:assert/strict';
import { createArticle, getArticle, listArticles, patchArticle, publishArticle, search } from './generated/hey-api/index.js';
import { client } from './generated/hey-api/client.gen.js';

client.setConfig({ baseUrl: process.env.BYLINE, auth: () => process.env.BYLINE_ADMIN_KEY });

const { data: list } = await listArticles({ query: { tag: ['how-it-works', 'drafts'], size: 1 } });
const first = list?.items[0];
assert.ok(first);
const { data: article } = await getArticle({ path: { article: first.slug }, query: { include: ['related', 'jsonLd'] } });
assert.equal(article?.jsonLd?.['@type'], 'BlogPosting');
const { data: found } = await search({ query: { q: 'published copy', facets: ['category', 'tag'] } });
assert.ok(found?.facets?.category && found.facets.tag);

const { data: draft } = await createArticle({
  body: { title: 'Made with hey-api', body: { format: 'markdown', source: 'A text.' } },
});
assert.equal(draft?.state, 'never_published');
const { data: changed } = await patchArticle({
  path: { article: draft.id }, headers: { 'If-Match': String(draft.version) }, body: { excerpt: 'Short.' },
});
assert.equal(changed?.excerpt, 'Short.');
const { error } = await patchArticle({
  path: { article: draft.id }, headers: { 'If-Match': String(draft.version) }, body: { excerpt: 'Late.' },
});
assert.equal(error?.type, 'urn:byline:problem:stale-version');
const { data: live } = await publishArticle({
  path: { article: draft.id }, headers: { 'If-Match': String(changed.version) },
});
assert.equal(live?.state, 'live');
// @ts-expect-error There is no such facet.
await search({ query: { q: 'published copy', facets: ['categories'] } });
