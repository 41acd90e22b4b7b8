import type { paths } from './contract.js';

const API = '/api/v1';
const COUNT_VIEW = '/articles/{article}/views';

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
type Operation<M extends Method, P extends string> = paths[`${typeof API}${P}` & keyof paths][M];
type Given<T> = [T] extends [never] ? unknown : T;
type Parameters<O> = O extends { parameters: { path?: infer P; query?: infer Q } }
  ? Given<NonNullable<P>> & Given<NonNullable<Q>> : unknown;
type Body<O> = O extends { requestBody: { content: infer C } } ? { body: C[keyof C] }
  : O extends { requestBody?: infer R } ? NonNullable<R> extends { content: infer C } ? { body?: C[keyof C] } : unknown
  : unknown;
type Content<R> = R extends { content: infer C } ? C[keyof C] : undefined;
type Success<R> = { [S in keyof R]: S extends 200 | 201 | 202 | 204 ? Content<R[S]> : never }[keyof R];

/** The paths below `/api/v1` that have an operation of the method, as the contract spells them. */
export type Path<M extends Method> = {
  [P in keyof paths]: paths[P] extends Record<M, { responses: unknown }>
    ? P extends `${typeof API}${infer Rest}` ? Rest : never : never;
}[keyof paths];

/** The parameters of an operation, those of the path and those of the query together, and its `body`. */
export type Input<M extends Method, P extends string> = Parameters<Operation<M, P>> & Body<Operation<M, P>>;

/** The body of a response that succeeded. */
export type Result<M extends Method, P extends string> =
  Operation<M, P> extends { responses: infer R } ? Success<R> : never;

/** An item of a list. */
export type Item<P extends string> = Result<'get', P> extends { items: (infer T)[] } ? T : never;

type Arguments<M extends Method, P extends string> = object extends Input<M, P>
  ? [input?: Input<M, P>, options?: Options] : [input: Input<M, P>, options?: Options];

type PatchBody<P extends string> = Body<Operation<'patch', P>> extends { body: infer B } ? B : never;
type ArticlePath = '/articles/{article}';
type CountView = typeof COUNT_VIEW;
type Problem = Operation<'get', '/site'>['responses'][400]['content']['application/problem+json'];
type Token = string | null | undefined;

export interface ClientOptions {
  /** The address of Byline, with the prefix of a proxy if there is one. */
  url: string | URL;
  /** An API key or access token, or a function that returns one for each request. */
  token?: Token | (() => Token | Promise<Token>);
  /** Headers of every request. */
  headers?: Record<string, string>;
  /** The number of responses to keep in memory and to revalidate with `If-None-Match`; for servers, as browsers do it
   * themselves. 0 by default. */
  cache?: number;
  /** Called with each response before its body is read, for instance to collect its `Surrogate-Key`. */
  onResponse?: (response: Response) => void;
  /** In place of the global `fetch`. */
  fetch?: typeof fetch;
}

export interface Options {
  /** The version that a change is based on: what was read, or `*` to overwrite any version. */
  ifMatch?: { version: number } | '*';
  /** A key with which a repeated request creates nothing again. */
  idempotencyKey?: string;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  /** Further options of `fetch`. */
  init?: RequestInit;
}

/** A request that Byline refused, with its problem document (RFC 9457). */
export class ProblemError extends Error {
  override name = 'ProblemError';
  /** A stable code for programs, such as `not-found`; `about:blank` if the response is not Byline's. */
  readonly type: string;
  readonly violations: NonNullable<Problem['violations']>;
  /** The id under which the log of the service has the request. */
  readonly requestId: string | undefined;
  /** The seconds to wait before another try, if the response says so. */
  readonly retryAfter: number | undefined;

  constructor(readonly status: number, readonly problem: Partial<Problem>, headers: Headers) {
    super(problem.detail ?? `Status ${status}`);
    this.type = problem.type ?? 'about:blank';
    this.violations = problem.violations ?? [];
    this.requestId = problem.requestId ?? headers.get('Request-Id') ?? undefined;
    this.retryAfter = headers.has('Retry-After') ? Number(headers.get('Retry-After')) : undefined;
  }
}

/** Resolves to null in place of a problem with the status 404 or 410. */
export async function orNull<T>(request: Promise<T>): Promise<T | null> {
  try {
    return await request;
  } catch (error) {
    if (error instanceof ProblemError && [404, 410].includes(error.status)) {
      return null;
    }
    throw error;
  }
}

/** Creates a client. Nothing is sent before the first call. */
export const createClient = (options: ClientOptions): Client => new Client(options);

type Values = Record<string, unknown>;
type Kept = Map<string, { tag: string; text: string }>;

/** The calls of a Byline. Paths are those of the contract without `/api/v1`. */
export class Client {
  /** The address of Byline, without a slash at its end. */
  readonly url: string;
  readonly #options: ClientOptions;
  readonly #kept: Kept = new Map();

  constructor(options: ClientOptions) {
    this.url = String(options.url).replace(/\/+$/, '');
    this.#options = options;
  }

  /** Returns a client with other options beside those of this one. */
  with = (options: Partial<ClientOptions>): Client => new Client({ ...this.#options, ...options });

  get = this.#operation('get');
  post = this.#operation('post');
  put = this.#operation('put');
  patch = this.#operation('patch');
  delete = this.#operation('delete');

  /** Reads a list to its end, page by page, as it is consumed: `for await (const article of client.list(…))`. */
  async *list<P extends Path<'get'>>(path: P, ...args: Arguments<'get', NoInfer<P>>):
    AsyncGenerator<Item<P>, void, undefined> {
    for await (const page of this.pages(path, ...args)) {
      yield* (page as { items: Item<P>[] }).items;
    }
  }

  /** Reads the pages of a list, each with `items` and `page`. */
  async *pages<P extends Path<'get'>>(path: P, ...[input, options]: Arguments<'get', NoInfer<P>>):
    AsyncGenerator<Result<'get', P>, void, undefined> {
    let { page: number, ...rest } = (input ?? {}) as Values;
    do {
      const page = await this.#send('get', path, { ...rest, page: number }, options);
      yield page as Result<'get', P>;
      rest = { ...rest, cursor: (page as { page?: { next?: string } }).page?.next };
      number = undefined;
    } while (rest.cursor);
  }

  /**
   * Reads something, and changes it by what the function makes of it, from the start again if another client was
   * faster. Nothing is sent if the function returns null.
   */
  async change<P extends Path<'get'> & Path<'patch'>>(path: P, input: Parameters<Operation<'get', NoInfer<P>>>,
    edit: (current: Result<'get', P>) => PatchBody<P> | null, tries = 5): Promise<Result<'get', P>> {
    for (;;) {
      const current = await this.#send('get', path, input as Values) as Result<'get', P>;
      const body = edit(current);
      if (body === null) {
        return current;
      }
      try {
        const ifMatch = current as { version: number };
        return await this.#send('patch', path, { ...input as Values, body }, { ifMatch }) as Result<'get', P>;
      } catch (error) {
        if (--tries <= 0 || !(error instanceof ProblemError) || error.status !== 412) {
          throw error;
        }
      }
    }
  }

  /**
   * Counts a view, also if the reader leaves the page at once. Resolves to the counters, or to undefined if they did
   * not arrive: a page does not fail with its counter.
   */
  async countView(article: string | { id: string }, locale?: string): Promise<Result<'post', CountView> | undefined> {
    const input = { article: typeof article === 'string' ? article : article.id, locale };
    const { document, navigator, Request } = globalThis;
    try {
      // A browser may have made the page in advance, and the reader may never see it.
      if ((document as { prerendering?: boolean } | undefined)?.prerendering) {
        await new Promise(shown => document.addEventListener('prerenderingchange', shown, { once: true }));
      }
      // Without a body and headers the request is simple in the sense of CORS: no preflight delays it.
      if (navigator?.sendBeacon && !('keepalive' in Request.prototype)) {
        navigator.sendBeacon(this.#address(COUNT_VIEW, input));
        return undefined;
      }
      return await this.#send('post', COUNT_VIEW, input, { init: { keepalive: true } }) as Result<'post', CountView>;
    } catch {
      return undefined;
    }
  }

  #operation<M extends Method>(method: M) {
    return <P extends Path<M>>(path: P, ...[input, options]: Arguments<M, NoInfer<P>>): Promise<Result<M, P>> =>
      this.#send(method, path, input as Values | undefined, options) as Promise<Result<M, P>>;
  }

  async #send(method: Method, path: string, input: Values = {}, options: Options = {}): Promise<unknown> {
    const { token, cache = 0, onResponse, fetch: send = fetch } = this.#options;
    const { body, ...parameters } = input;
    const url = this.#address(path, parameters);
    const key = typeof token === 'function' ? await token() : token;
    const headers = new Headers(this.#options.headers);
    const given: Record<string, string | undefined> = {
      Authorization: key ? `Bearer ${key}` : undefined,
      'Content-Type': body === undefined ? undefined
        : method === 'patch' ? 'application/merge-patch+json' : 'application/json',
      'If-Match': typeof options.ifMatch === 'object' ? `"${options.ifMatch.version}"` : options.ifMatch,
      'Idempotency-Key': options.idempotencyKey,
      ...options.headers,
    };
    Object.entries(given).forEach(([name, value]) => value !== undefined && headers.set(name, value));
    const keeps = method === 'get' && cache > 0 && !headers.has('Authorization');
    const former = keeps ? this.#kept.get(url) : undefined;
    if (former) {
      headers.set('If-None-Match', former.tag);
    }
    const response = await send(url, {
      ...options.init,
      method: method.toUpperCase(),
      headers,
      signal: options.signal,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    onResponse?.(response);
    const same = former && response.status === 304;
    const text = same ? former.text : await response.text();
    if (!same && !response.ok) {
      throw new ProblemError(response.status, problemIn(text), response.headers);
    }
    const tag = response.headers.get('ETag');
    if (keeps && tag && !response.headers.get('Cache-Control')?.includes('no-store')) {
      this.#keep(url, tag, text, cache);
    }
    return text && (same || response.headers.get('Content-Type')?.includes('json')) ? JSON.parse(text)
      : text || undefined;
  }

  #address(path: string, parameters: Values): string {
    const rest = { ...parameters };
    const resource = path.replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = rest[name] ?? '';
      delete rest[name];
      if (value === '') {
        throw new TypeError(`${path} needs ${name}`);
      }
      return encodeURIComponent(String(value));
    });
    const query = new URLSearchParams();
    // The text of an array is its values, separated by commas.
    Object.entries(rest).forEach(([name, value]) => (value ?? null) === null || query.set(name, `${value}`));
    query.sort(); // One order of the parameters is one entry in every cache on the way.
    return `${this.url}${API}${resource}${String(query) && `?${query}`}`;
  }

  /** Keeps the responses that were used last. */
  #keep(url: string, tag: string, text: string, limit: number) {
    this.#kept.delete(url);
    this.#kept.set(url, { tag, text });
    if (this.#kept.size > limit) {
      this.#kept.delete(this.#kept.keys().next().value!);
    }
  }
}

/** Reads what the page of an article shows. With the token of a preview it is the working copy, in the same shape. */
export async function readArticle(client: Client, input: Input<'get', ArticlePath>, preview?: string | null):
  Promise<Result<'get', ArticlePath>> {
  if (preview) {
    return client.get('/previews/{token}', { token: preview });
  }
  return client.get<ArticlePath>('/articles/{article}', input);
}

/** Passes a feed, the site map or `robots.txt` of Byline on as a response of the frontend. */
export async function relay(client: Client, path: string, request?: Request): Promise<Response> {
  const tag = request?.headers.get('If-None-Match');
  const response = await fetch(client.url + path, tag ? { headers: { 'If-None-Match': tag } } : {});
  const headers = new Headers();
  // The others are of the connection to Byline, such as the coding of the content.
  for (const name of ['Content-Type', 'Cache-Control', 'ETag', 'Surrogate-Key']) {
    if (response.headers.has(name)) {
      headers.set(name, response.headers.get(name)!);
    }
  }
  return new Response(response.status === 304 ? null : response.body, { status: response.status, headers });
}

function problemIn(text: string): object {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {}; // The error page of a proxy.
  }
}
