import { type Client, type Input, type Item, ProblemError, type Result } from './client.js';

/** The pause before the first repetition of a request that failed; it doubles with each further one. */
const FIRST_PAUSE_MILLIS = 500;
const MAX_PAUSE_MILLIS = 30_000;

/** A thing that changed, in its present state; without it if `change` is `unpublished` or `deleted`. */
export type Change = Item<'/changes'>;

/** A page of changes. Keep `next` once the page is applied: it is `since` of the next call. */
export type ChangePage = Result<'get', '/changes'> & {
  /** Set on the first page of a list of everything that is live: what is missing from here to the first page without
   * `more` is gone. */
  reset?: true;
};

export interface SyncOptions extends Omit<Input<'get', '/changes'>, 'since' | 'wait'> {
  /** The token of the last page that was applied; without it everything that is live comes first. */
  since?: string | null;
  /** The seconds, 1 to 30, for which a request waits for changes. With it `sync` goes on until `signal` ends it. */
  wait?: number;
  signal?: AbortSignal;
}

/**
 * Follows the changes of a site, page by page, as they are consumed. A token that is too old starts over with `reset`.
 * With `wait` it survives that Byline cannot be reached; without, it ends when all changes are read.
 */
export async function* sync(client: Client, { since, wait, signal, ...options }: SyncOptions = {}):
  AsyncGenerator<ChangePage, void, undefined> {
  let token: string | undefined = since ?? undefined;
  let starts = !token;
  let current = false;
  for (let failures = 0; !signal?.aborted;) {
    try {
      const input = { ...options, since: token, wait: current ? wait : undefined };
      const page: Result<'get', '/changes'> = await client.get('/changes', input, { signal });
      failures = 0;
      if (starts || page.items.length > 0 || page.next !== token) {
        yield starts ? { ...page, reset: true } : page;
      }
      token = page.next;
      starts = false;
      current = !page.more;
      if (current && !wait) {
        return;
      }
    } catch (error) {
      if (signal?.aborted) {
        return;
      }
      const status = error instanceof ProblemError ? error.status : 0;
      if (status === 410 && token) {
        token = undefined;
        starts = true;
        current = false;
      } else if (wait && (status === 0 ? error instanceof TypeError : status === 429 || status >= 500)) {
        await pause(error, failures++, signal);
      } else {
        throw error;
      }
    }
  }
}

function pause(error: unknown, failures: number, signal?: AbortSignal): Promise<void> {
  const asked = (error as ProblemError).retryAfter;
  const millis = Math.min(asked ? asked * 1000 : FIRST_PAUSE_MILLIS * 2 ** failures, MAX_PAUSE_MILLIS);
  return new Promise(resolve => {
    const timer = setTimeout(done, millis);
    signal?.addEventListener('abort', done);
    function done() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    }
  });
}
