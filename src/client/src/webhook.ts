import type { Item, Result } from './client.js';

/** The difference between `webhook-timestamp` and the clock from which a request is refused as a repeated one. */
const TOLERANCE_SECONDS = 300;

/** The things that events are about, in the shape of the public API; absent if the thing is gone. */
interface Things {
  article: { article?: Item<'/articles'> };
  page: { article?: Item<'/articles'> };
  category: { category?: Item<'/categories'> };
  tag: { tag?: Item<'/tags'> };
  author: { author?: Item<'/authors'> };
  menu: { menu?: Result<'get', '/menus/{menu}'> };
  site: { site?: Result<'get', '/site'> };
  comment: { articleId?: string; state?: string };
  member: unknown;
  subscriber: { state?: string };
  import: { state?: string };
  webhook: unknown;
}

/** What the event of each thing says. */
export interface WebhookData {
  id?: string;
  slug?: string;
  locale?: string;
  formerSlugs?: string[];
  /** The address in the frontend, by the templates of the site. */
  url?: string;
  cause?: 'manual' | 'schedule' | 'import';
  /** The account or key that made the change; absent for readers and schedules. */
  actor?: string;
  /** The keys by which caches purge what the event changes. */
  surrogateKeys?: string[];
}

/** An event, as its `type` narrows it. `id` stays the same when Byline repeats the event: handle each once. */
export type WebhookEvent = {
  [K in keyof Things]: { id: string; type: `${K}.${string}`; timestamp: string; data: WebhookData & Things[K] };
}[keyof Things];

/** A request that is not from Byline, or is too old; answer it with `status`. */
export class WebhookError extends Error {
  override name = 'WebhookError';
  readonly status = 401;
}

/**
 * Verifies the signature of a webhook (Standard Webhooks, v1), and returns its event. While a secret is rotated, several
 * may be given. A signature that does not fit, or a time more than five minutes off, is a `WebhookError`.
 */
export async function verifyWebhook(request: Pick<Request, 'headers' | 'arrayBuffer'>,
  secret: string | readonly string[]): Promise<WebhookEvent> {
  const keys = await Promise.all([secret].flat().map(keyOf));
  if (keys.length === 0) {
    throw new TypeError('verifyWebhook needs a secret');
  }
  const [id, timestamp, signature] = ['id', 'timestamp', 'signature'].map(name => request.headers.get(`webhook-${name}`));
  if (!id || !timestamp || !signature) {
    throw new WebhookError('The request has no webhook-id, webhook-timestamp or webhook-signature.');
  }
  if (!/^\d+$/.test(timestamp) || Math.abs(Date.now() / 1000 - Number(timestamp)) > TOLERANCE_SECONDS) {
    throw new WebhookError('The webhook-timestamp is more than five minutes off.');
  }
  const body = new Uint8Array(await request.arrayBuffer());
  const head = new TextEncoder().encode(`${id}.${timestamp}.`);
  const signed = new Uint8Array(head.length + body.length);
  signed.set(head);
  signed.set(body, head.length);
  const signatures = signature.split(' ').filter(one => one.startsWith('v1,')).map(one => bytesOf(one.slice(3)));
  for (const key of keys) {
    for (const one of signatures) {
      // The comparison of `verify` takes the same time for each signature.
      if (one && await crypto.subtle.verify('HMAC', key, one, signed)) {
        return { id, ...JSON.parse(new TextDecoder().decode(body)) };
      }
    }
  }
  throw new WebhookError('No webhook-signature fits the secret.');
}

function keyOf(secret: string): Promise<CryptoKey> {
  const bytes = bytesOf(String(secret ?? '').replace(/^whsec_/, ''));
  if (!bytes?.length) {
    throw new TypeError('The secret of a webhook is whsec_ and Base64');
  }
  return crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']);
}

/** Decodes Base64; undefined if the text is not Base64. */
function bytesOf(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(text), char => char.charCodeAt(0));
  } catch {
    return undefined;
  }
}
