import { type ClientOptions, createClient, type Item } from './client.js';
import { sync } from './sync.js';

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
  meta: { get(key: string): string | undefined; set(key: string, value: string): void };
  logger: { info(message: string): void };
  parseData(entry: { id: string; data: Record<string, unknown> }): Promise<Record<string, unknown>>;
  generateDigest(data: Record<string, unknown> | string): string;
}

/**
 * Loads articles into a content collection of Astro. The id of an entry is `locale/slug`, or the slug if `locale` is
 * given. A further build reads the changes since the last one: a single request if nothing has changed.
 */
export function articles({ locale, ...options }: ClientOptions & { locale?: string }) {
  return {
    name: 'byline',
    async load({ store, meta, logger, parseData, generateDigest }: Context): Promise<void> {
      const client = createClient(options);
      // Articles by id. Entries are named by slug, and the data of an entry is what the schema of the site makes of it,
      // so the digest names the article as well.
      const owner = (entry: string) => String(store.get(entry)?.digest).split(' ')[0]!;
      const entries = new Map([...store.keys()].map(entry => [owner(entry), entry]));
      const name = `token of ${client.url} ${locale ?? ''}`;
      let token = entries.size > 0 ? meta.get(name) : undefined;
      let missing = new Set<string>();
      let changed = 0;
      let gone = 0;
      const remove = (article: string, successor?: string) => {
        const entry = entries.get(article);
        // Another article may have taken over the slug.
        if (entry !== undefined && entry !== successor && owner(entry) === article) {
          store.delete(entry);
        }
        return entries.delete(article);
      };
      for await (const page of sync(client, { since: token, types: ['article'], include: ['body'] })) {
        if (page.reset) {
          missing = new Set(entries.keys());
        }
        for (const { id: article = '', article: found } of page.items) {
          missing.delete(article);
          if (!found || locale && found.locale !== locale) {
            gone += Number(remove(article));
            continue;
          }
          const { stats, ...row } = found;
          const id = locale ? row.slug : `${row.locale}/${row.slug}`;
          const digest = `${article} ${generateDigest(row)}`;
          remove(article, id);
          entries.set(article, id);
          if (store.get(id)?.digest !== digest) {
            const data = await parseData({ id, data: row });
            const { html = '', contents = [] } = row.body ?? {};
            const headings = contents.map(({ level, id: slug, text }) => ({ depth: level, slug, text }));
            store.set({ id, data, digest, rendered: { html, metadata: { headings } } });
            changed++;
          }
        }
        token = page.next;
      }
      missing.forEach(article => { gone += Number(remove(article)); });
      // Only now, as a build that fails has to read the same changes again.
      if (token) {
        meta.set(name, token);
      }
      logger.info(`${changed} articles are new or changed, ${gone} are gone`);
    },
  };
}
