// What a frontend does, with openapi-typescript and openapi-fetch.
import assert from 'node:assert/strict';
import createClient from 'openapi-fetch';
import type { paths } from './generated/openapi-typescript.js';

const byline = createClient<paths>({ baseUrl: process.env.BYLINE });

const list = await byline.GET('/api/v1/articles', {
  params: { query: { size: 2, sort: '-publishedAt', include: ['body'], tag: ['how-it-works'] } },
});
const first = list.data?.items[0];
assert.ok(first?.title && first.body?.html);

const { data: article } = await byline.GET('/api/v1/articles/{article}', {
  params: { path: { article: first.slug }, query: { include: ['neighbors', 'related'], fallback: ['en'] } },
});
assert.equal(article?.id, first.id);
assert.ok(article.related && article.neighbors);

const { error, response } = await byline.GET('/api/v1/articles/{article}', { params: { path: { article: 'nothing' } } });
assert.equal(response.status, 404);
assert.equal(error?.type, 'urn:byline:problem:not-found');

const comment = await byline.POST('/api/v1/articles/{article}/comments', {
  params: { path: { article: first.slug } },
  body: { body: 'Read with openapi-fetch.', author: { name: 'Mai', email: 'mai@example.com' } },
});
assert.ok(comment.data?.editToken);

// A value that the contract does not know must not compile.
// @ts-expect-error It is spelled neighbors.
await byline.GET('/api/v1/articles', { params: { query: { include: ['neighbours'] } } });
