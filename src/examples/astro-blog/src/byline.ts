// What the pages on the server share: the client, the settings of the site, and addresses.
import { createClient, type Item } from '@byline/client';
import { textsFor } from './texts';

export type Article = Item<'/articles'>;

/** The address of Byline, for the server and for browsers alike. */
export const BYLINE_URL = process.env.BYLINE_URL ?? 'http://localhost:8080';

/** Repeated reads cost a 304: Byline says by its ETags what has changed. */
export const byline = createClient({ url: BYLINE_URL, cache: 1000 });

/** Returns what every page needs, or null if the site does not have the locale. */
export async function pageFor(locale: string | null | undefined) {
  const site = await byline.get('/site');
  const chosen = locale ?? site.defaultLocale;
  return site.locales.includes(chosen) ? { site, locale: chosen, texts: textsFor(chosen) } : null;
}

export const addressOf = ({ locale, slug }: { locale: string; slug: string }) =>
  `/${locale}/${encodeURIComponent(slug)}`;

/** The response for what is not there; `src/middleware.ts` knows whether it has moved. */
export const notFound = () => new Response(null, { status: 404 });
