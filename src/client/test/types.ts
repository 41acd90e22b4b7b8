// What does compile, and what does not: `tsc --noEmit --strict`. Nothing here is run.
import { createClient, type Item, type Result } from '@byline/client';
import { articles } from '@byline/client/astro';
import { sync } from '@byline/client/sync';
import { verifyWebhook } from '@byline/client/webhook';

const byline = createClient({ url: 'https://cms.example' });

export async function event(request: Request): Promise<string | undefined> {
  const received = await verifyWebhook(request, ['whsec_a', 'whsec_b']);
  if (received.type === 'article.published') {
    // @ts-expect-error: a thing of another type
    received.data.category?.name.toUpperCase();
    return received.data.article?.title;
  }
  return received.type === 'category.updated' ? received.data.category?.name : received.data.surrogateKeys?.[0];
}

export async function changes(signal: AbortSignal): Promise<string | undefined> {
  for await (const { items, next } of sync(byline, { since: null, types: ['article', 'site'], wait: 30, signal })) {
    return items[0]?.article?.title ?? items[0]?.site?.title ?? next;
  }
  // @ts-expect-error: no such type
  sync(byline, { types: ['comment'] });
}

export async function types() {
  const page = await byline.get('/articles/{article}', { article: 'a', include: ['neighbors', 'comments'] });
  const title: string = page.title;
  const srcset: string | undefined = page.cover?.srcset;
  const focus: number | undefined = page.neighbors?.next?.cover?.focalPoint?.x;
  const next: string | undefined = page.neighbors?.next?.title;
  const site: Result<'get', '/site'> = await byline.get('/site');
  const counted = await byline.countView(page);
  const views: number | undefined = counted?.views;
  for await (const { slug } of byline.list('/articles', { sort: '-views7d', category: ['a', 'b'] })) {
    slug.toUpperCase();
  }
  const gone: undefined = await byline.delete('/comments/{comment}', { comment: 'c' });
  const feed: Result<'get', '/feeds/{format}'> = await byline.get('/feeds/{format}', { format: 'rss' });
  await byline.post('/articles/{article}/comments', { article: 'a', body: { body: 'b' } });
  await byline.post('/articles/{article}/views', { article: 'a' });
  await byline.change('/admin/articles/{article}', { article: 'a' }, current => ({ title: current.title + '!' }));
  const item: Item<'/search'> | undefined = (await byline.get('/search', { q: 'a' })).items[0];

  // @ts-expect-error: no such path
  await byline.get('/artcles');
  // @ts-expect-error: a parameter of the path is missing
  await byline.get('/articles/{article}', {});
  // @ts-expect-error: no such parameter
  await byline.get('/articles', { sise: 5 });
  // @ts-expect-error: no such order
  await byline.get('/articles', { sort: 'likes' });
  // @ts-expect-error: a wrong spelling
  await byline.get('/articles/{article}', { article: 'a', include: ['neighbours'] });
  // @ts-expect-error: the body is missing
  await byline.post('/articles/{article}/comments', { article: 'a' });
  // @ts-expect-error: no such method here
  await byline.post('/site');
  // @ts-expect-error: no such field
  page.headline;

  return { title, srcset, focus, next, site, views, gone, feed, item, loader: articles({ url: 'https://cms.example', locale: 'en' }) };
}
