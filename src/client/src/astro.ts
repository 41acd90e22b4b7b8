import { type ClientOptions, createClient, type Item } from './client.js';

/** An article as the loader stores it: with the body, without the counters, which change all the time. */
export type ArticleEntry = Omit<Item<'/articles'>, 'stats'>;

/** The part of Astro's loader context that is used here, the same in Astro 5 and 6. */
interface Context {
  store: {
    get(id: string): { digest?: string | number } | undefined;
    set(entry: object): boolean;
    delete(id: string): void;
    keys(): Iterable<string>;
  };
  logger: { info(message: string): void };
  parseData(entry: { id: string; data: Record<string, unknown> }): Promise<Record<string, unknown>>;
  generateDigest(data: Record<string, unknown> | string): string;
}

/** The articles that a request for bodies names. */
const BATCH = 100;

/**
 * Loads articles into a content collection of Astro. The id of an entry is `locale/slug`, or the slug if `locale` is
 * given. A further build reads the list, and the bodies of those articles only whose row is another than before.
 */
export function articles({ locale, ...options }: ClientOptions & { locale?: string }) {
  return {
    name: 'byline',
    async load({ store, logger, parseData, generateDigest }: Context): Promise<void> {
      const client = createClient(options);
      const gone = new Set(store.keys());
      const changed = new Map<string, { id: string; digest: string }>();
      for await (const { stats, ...row } of client.list('/articles', { locale, size: 100 })) {
        const id = locale ? row.slug : `${row.locale}/${row.slug}`;
        const digest = generateDigest(row);
        gone.delete(id);
        if (store.get(id)?.digest !== digest) {
          changed.set(row.id, { id, digest });
        }
      }
      const ids = [...changed.keys()];
      for (let start = 0; start < ids.length; start += BATCH) {
        const batch = ids.slice(start, start + BATCH);
        const { items } = await client.get('/articles', { ids: batch, include: ['body'], size: BATCH });
        for (const { stats, ...article } of items) {
          const { id, digest } = changed.get(article.id)!;
          const data = await parseData({ id, data: article });
          const { html = '', contents = [] } = article.body ?? {};
          const headings = contents.map(({ level, id: slug, text }) => ({ depth: level, slug, text }));
          store.set({ id, data, digest, rendered: { html, metadata: { headings } } });
        }
      }
      gone.forEach(id => store.delete(id));
      logger.info(`${changed.size} articles are new or changed, ${gone.size} are gone`);
    },
  };
}
