// Clients that write, publish and read, and remember what each answer promised.
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { send } from '../../.ci/client.mjs';

// Longer than a call to a mute database may take.
const CLIENT_TIMEOUT = 15_000;
// The time after which every node shows a published change.
const FRESH_AFTER = 1_000;
const STOP_TIMEOUT = 60_000;

export const article = (title) => ({ title, categories: ['news'], body: { format: 'markdown', source: 'Text' } });
const numberOf = (title) => Number(title.split(' ').pop());

/** Writers and publishers that use the proxy, and one reader at each node. */
export class Load {
  /** Articles whose creation was acknowledged: their titles and times. */
  written = [];
  /** By id of a published article: which numbers of its title were acknowledged, and when. */
  published = new Map();
  errors = [];
  stale = [];
  reads = 0;
  #ends = false;
  #articles = 0;

  constructor(proxy, nodes, key) {
    this.api = `${proxy}/api/v1`;
    this.nodes = nodes;
    this.authorization = { Authorization: `Bearer ${key}` };
  }

  /** Starts the clients, for the first time or after they were stopped. */
  start(writers, publishers) {
    this.#ends = false;
    const numbers = (count) => Array.from({ length: count }, (_, i) => i);
    this.clients = Promise.all([
      ...numbers(writers).map((i) => this.#write(i)),
      ...numbers(publishers).map((i) => this.#publish(i)),
      ...Object.entries(this.nodes).map(([name, url]) => this.#read(name, `${url}/api/v1/articles`)),
    ]);
  }

  /** Lets each client finish what it has begun, and returns whether all of them could. */
  async stop() {
    this.#ends = true;
    const timeout = new AbortController();
    const all = this.clients.then(() => true);
    const done = await Promise.race([all, setTimeout(STOP_TIMEOUT, false, { signal: timeout.signal })]);
    timeout.abort();
    return done;
  }

  /** Repeats a request until it is answered by one of the expected statuses. */
  async #insist(expected, method, path, body, headers) {
    for (;;) {
      try {
        const { status, text } = await send(method, this.api + path, body, { ...this.authorization, ...headers },
          CLIENT_TIMEOUT);
        if (expected.includes(status)) {
          return { status, body: JSON.parse(text) };
        }
        this.#fail('write', `${status} ${/"type":"[^"]*?([^"/]*)"/.exec(text)?.[1] ?? ''}`.trim());
      } catch (error) {
        this.#fail('write', error.code ?? error.message);
      }
      await setTimeout(100);
    }
  }

  #fail(kind, what) {
    this.errors.push({ at: performance.now(), what: `${kind}: ${what}` });
  }

  #create(title) {
    return this.#insist([201], 'POST', '/admin/articles', article(title), { 'Idempotency-Key': randomUUID() });
  }

  async #write(writer) {
    while (!this.#ends) {
      const title = `Article ${writer} ${this.#articles++}`;
      await this.#create(title);
      this.written.push({ title, at: performance.now() });
      await setTimeout(50);
    }
  }

  /** Publishes one article again and again, each time with a higher number in its title. */
  async #publish(publisher) {
    const { id } = (await this.#create(`Publication ${publisher} 0`)).body;
    const promises = [];
    this.published.set(id, promises);
    for (let n = 1; !this.#ends; n++) {
      await this.#change(id, 'PATCH', '', { title: `Publication ${publisher} ${n}` });
      await this.#change(id, 'POST', '/publish', {});
      promises.push({ number: n, at: performance.now() });
      await setTimeout(100);
    }
  }

  /** Changes the newest version; reads the version again if the answer to an attempt was lost. */
  async #change(id, method, action, body) {
    for (;;) {
      const { version } = (await this.#insist([200], 'GET', `/admin/articles/${id}`)).body;
      const { status } = await this.#insist([200, 412], method, `/admin/articles/${id}${action}`, body,
        { 'If-Match': `"${version}"` });
      if (status === 200) {
        return;
      }
    }
  }

  /** Reads single articles and the list at one node, without the proxy. */
  async #read(node, url) {
    for (let n = 0; !this.#ends; n++) {
      const ids = [...this.published].filter(([, promises]) => promises.length > 0).map(([id]) => id);
      if (ids.length > 0) {
        const alone = n % 3 > 0;
        const began = performance.now();
        try {
          const { status, text } = await send('GET', alone ? `${url}/${ids[n % ids.length]}` : url, undefined, {},
            CLIENT_TIMEOUT);
          if (status === 200) {
            const answer = JSON.parse(text);
            (alone ? [answer] : answer.items).forEach((item) => this.#check(node, began, item));
            this.reads++;
          } else {
            this.#fail(`read at ${node}`, status);
          }
        } catch (error) {
          this.#fail(`read at ${node}`, error.code ?? error.message);
        }
      }
      await setTimeout(30);
    }
  }

  #check(node, began, { id, title }) {
    const promise = this.published.get(id)?.findLast(({ at }) => at <= began - FRESH_AFTER);
    if (promise && numberOf(title) < promise.number) {
      this.stale.push({ at: began, what: `${node} answered "${title}" ${Math.round(began - promise.at)} ms after number`
        + ` ${promise.number} was acknowledged` });
    }
  }

  /** Compares the articles of the database with what was acknowledged: the titles that are lost, and those twice. */
  compare(titles, publications) {
    const counts = new Map();
    titles.forEach((title) => counts.set(title, (counts.get(title) ?? 0) + 1));
    const shown = new Map(publications);
    const published = [...this.published].filter(([, promises]) => promises.length > 0);
    return {
      lost: this.written.filter(({ title }) => !counts.has(title)),
      twice: this.written.filter(({ title }) => counts.get(title) > 1),
      outdated: published.filter(([id, promises]) => !(numberOf(shown.get(id) ?? '0') >= promises.at(-1).number)),
    };
  }
}
