// A page that is not there may have moved: Byline knows the former addresses of articles, also those in other systems.
import { defineMiddleware } from 'astro:middleware';
import { addressOf, byline } from './byline';

export const onRequest = defineMiddleware(async ({ url, isPrerendered }, next) => {
  const response = await next();
  if (response.status === 404 && !isPrerendered) {
    const { items: [moved, ...others] } = await byline.get('/articles', { formerAddress: url.pathname, size: 2 });
    if (moved && others.length === 0) {
      return new Response(null, { status: 308, headers: { Location: addressOf(moved) } });
    }
  }
  return response;
});
