// Calls of the public API. Addresses are relative to this file, so that the page works below any prefix.

/** The address of the reader page. */
export const HOME = new URL('.', import.meta.url);

/** A request that failed, with its problem document (RFC 9457); status 0 if there was no response. */
export class Problem extends Error {
  constructor(status, document, retryAfter) {
    super(document?.detail ?? `Status ${status}`);
    this.status = status;
    this.violations = document?.violations ?? [];
    this.retryAfter = Number(retryAfter ?? 60);
  }
}

function resolve(path, base, query) {
  const url = new URL(path, base);
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value) {
      url.searchParams.set(name, value);
    }
  }
  return url;
}

/** Returns the address of a page below HOME. */
export function address(path, query) {
  const url = resolve(path, HOME, query);
  return url.pathname + url.search;
}

export const apiAddress = (path, query) => resolve(`../api/v1/${path}`, HOME, query);

/** Sends a request and returns its JSON. Reads are revalidated: a reload shows what the reader has just written. */
export async function call(method, path, { query, body, headers, signal } = {}) {
  let response;
  let json = null;
  try {
    response = await fetch(apiAddress(path, query), {
      method,
      signal,
      cache: 'no-cache',
      headers: body ? { 'Content-Type': 'application/json', ...headers } : headers,
      body: body && JSON.stringify(body),
    });
    json = JSON.parse(await response.text() || null);
  } catch (error) {
    if (error.name === 'AbortError' || response?.ok) {
      throw error;
    }
  }
  if (!response?.ok) {
    throw new Problem(response?.status ?? 0, json, response?.headers.get('Retry-After'));
  }
  return json;
}

export const read = (path, query, signal) => call('GET', path, { query, signal });

/** Returns what the browser keeps under a name, or null. */
export function kept(storage, name) {
  try {
    return JSON.parse(window[storage].getItem(`byline.${name}`));
  } catch {
    return null;
  }
}

/** Keeps a value, unless the browser refuses. */
export function keep(storage, name, value) {
  try {
    window[storage].setItem(`byline.${name}`, JSON.stringify(value));
  } catch {
    // The value is lost with the page.
  }
}
