// What a frontend and a script of the staff do, with openapi-generator for TypeScript.
import assert from 'node:assert/strict';
import {
  Configuration, GetArticleInclude, ReadingArticlesApi, ReadingSearchApi, ResponseError, SearchFacets, StaffArticlesApi,
} from './generated/typescript-fetch/index.js';

const configuration = new Configuration({ basePath: process.env.BYLINE, accessToken: process.env.BYLINE_ADMIN_KEY });
const articles = new ReadingArticlesApi(configuration);

const list = await articles.listArticles({ size: 2, tag: ['how-it-works', 'drafts'] });
const first = list.items[0];
assert.ok(first && first.publishedAt instanceof Date);
const article = await articles.getArticle({
  article: first.slug, include: [GetArticleInclude.Related, GetArticleInclude.Neighbors],
});
assert.ok(article.related && article.neighbors);
const found = await new ReadingSearchApi(configuration).search({ q: 'published copy', facets: [SearchFacets.Tag] });
assert.ok(found.facets?.tag);
await assert.rejects(articles.getArticle({ article: 'nothing' }),
  (thrown: unknown) => thrown instanceof ResponseError && thrown.response.status === 404);

const staff = new StaffArticlesApi(configuration);
const draft = await staff.createArticle({ articleInput: { title: 'Made with typescript-fetch' } });
const changed = await staff.patchArticle({
  article: draft.id, ifMatch: String(draft.version), articlePatch: { excerpt: 'Short.' },
});
assert.equal(changed.excerpt, 'Short.');
