import { type Client, orNull, relay } from './client.js';
import { verifyWebhook, WebhookError } from './webhook.js';

/** The name of the cookie that has the token of a preview. */
export const PREVIEW_COOKIE = 'byline-preview';

/** Next.js takes at most so many tags for one entry of its cache. */
const MAX_TAGS = 128;

/** The lists whose content changes with the articles; those of categories, tags and authors change with `taxonomy`. */
const LISTS_OF_ARTICLES = ['articles', 'archive', 'search', 'feeds', 'menus'];
/** The parts of one thing that are lists of articles. */
const PARTS_WITH_ARTICLES = ['articles', 'related', 'neighbors'];

/**
 * Returns the keys of a response by which its copies are purged, as tags for Next.js: `cacheTag(...tags(response))`
 * within a function with `use cache`. Keys of many things come first, as Next.js takes no more than 128.
 */
export function tags(response: Response): string[] {
  const keys = (response.headers.get('Surrogate-Key') ?? '').split(' ').filter(key => key && key.length <= 256);
  const common = ['site', 'articles', 'taxonomy', 'menus'].filter(key => keys.includes(key));
  return [...new Set([...common, ...keys])].slice(0, MAX_TAGS);
}

/**
 * A `fetch` for `createClient` that lets Next.js keep what it reads, for the seconds of `revalidate`, or until
 * `revalidateTag` is called with `site`, `articles`, `taxonomy`, `menus`, or the id or slug in the address of what was read.
 */
export function taggedFetch(revalidate: number | false = 60): typeof fetch {
  return (input, init) => {
    const method = init?.method ?? 'GET';
    const { pathname, searchParams } = new URL(String(input));
    const [kind = '', name] = pathname.split('/api/v1/')[1]?.split('/') ?? [];
    const live = method !== 'GET' || kind === 'previews' || pathname.endsWith('/views');
    if (live || new Headers(init?.headers).has('Authorization')) {
      return fetch(input, init);
    }
    const parts = searchParams.get('include')?.split(',') ?? [];
    const common = {
      articles: LISTS_OF_ARTICLES.includes(kind) && !(kind === 'articles' && name)
        || parts.some(part => PARTS_WITH_ARTICLES.includes(part)),
      taxonomy: ['categories', 'tags', 'authors', 'menus'].includes(kind),
      menus: kind === 'menus',
    };
    const shown = Object.entries(common).filter(([, shows]) => shows).map(([key]) => key);
    const next = { revalidate, tags: ['site', ...shown, ...name ? [decodeURIComponent(name)] : []] };
    return fetch(input, { ...init, next } as RequestInit);
  };
}

/** What `next/headers` and `next/navigation` export. */
interface Next {
  draftMode(): Promise<{ isEnabled: boolean; enable(): void; disable(): void }>;
  cookies(): Promise<{
    get(name: string): { value: string } | undefined;
    set(name: string, value: string, options: object): unknown;
  }>;
}

/**
 * A route handler for the address that the site names as `previewUrl`, such as
 * `https://blog.example/api/preview?token={token}`: it checks the token, turns the draft mode on, and leads to the
 * article. An invalid token is a 404.
 */
export function previewRoute(client: Client, { draftMode, cookies }: Next,
  path: (article: { slug: string; locale: string }) => string) {
  return async (request: Request): Promise<Response> => {
    const token = new URL(request.url).searchParams.get('token');
    const read = token ? await orNull(client.get('/previews/{token}', { token })) : null;
    if (!token || !read) {
      return new Response('This preview has ended.', { status: 404 });
    }
    (await draftMode()).enable();
    (await cookies()).set(PREVIEW_COOKIE, token, { httpOnly: true, sameSite: 'lax', path: '/', secure: true });
    return new Response(null, { status: 307, headers: { Location: path(read) } });
  };
}

/** Returns the token of the preview that the reader came with, for `readArticle`, or null outside of the draft mode. */
export async function previewToken({ draftMode, cookies }: Next): Promise<string | null> {
  return (await draftMode()).isEnabled ? (await cookies()).get(PREVIEW_COOKIE)?.value ?? null : null;
}

/** A route handler that passes on the site map, with its alternates for each language: `app/sitemap.xml/route.ts`. */
export function sitemapRoute(client: Client) {
  return (request: Request): Promise<Response> => relay(client, '/sitemap.xml', request);
}

/**
 * A route handler that a webhook of Byline calls: it verifies the request, and revalidates what the event changes.
 * `revalidateTag` is that of `next/cache`. A request that is not signed with the secret is a 401.
 */
export function webhookRoute(secret: string | readonly string[],
  { revalidateTag }: { revalidateTag(tag: string, profile: { expire: number }): unknown }) {
  return async (request: Request): Promise<Response> => {
    try {
      const { type, data } = await verifyWebhook(request, secret);
      // An import sends one event for all that it changed.
      const keys = type === 'import.finished' ? ['site'] : data.surrogateKeys ?? [];
      // Expired at once, as the next reader must not see what was unpublished.
      keys.forEach(key => revalidateTag(key, { expire: 0 }));
    } catch (error) {
      if (error instanceof WebhookError) {
        return new Response(error.message, { status: error.status });
      }
      throw error;
    }
    return new Response(null, { status: 204 });
  };
}
