// Clients that use HAProxy, and what they were promised.
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { article, Load } from '../../docker/cluster/load.mjs';
import { api, call, local, restarts, seconds, sql, until } from './nodes.mjs';

// Longer than a restart takes, so that schedules fall due while the node that set them is gone.
const SCHEDULE_DELAY = 30_000;
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0';
const ANONYMOUS = {};

/** By kind: the pause in milliseconds, and a write; it returns the name under which the write is found at the end. */
const WRITES = {
  'scheduled publications': [1_000, async () => {
    const { id } = await call('POST', `${api()}/admin/articles`, { ...article('Scheduled'), categories: ['scheduled'] });
    const at = new Date(Date.now() + SCHEDULE_DELAY).toISOString();
    await call('POST', `${api()}/admin/articles/${id}/publish`, { at });
    return id;
  }],
  comments: [500, async () => {
    const name = randomUUID();
    const author = { name: 'Mai', email: 'mai@example.com' };
    await call('POST', `${api()}/articles/kept/comments`, { body: name, author }, {}, ANONYMOUS);
    return name;
  }],
  mails: [500, async () => {
    const email = `${randomUUID()}@example.com`;
    await call('POST', `${api()}/subscriptions`, { email }, {}, ANONYMOUS);
    return email;
  }],
  views: [300, async () => {
    await call('POST', `${api()}/articles/kept/views`, {}, { 'User-Agent': `${BROWSER} ${randomUUID()}` },
      ANONYMOUS);
    return randomUUID();
  }],
};

export class Clients {
  /** Whatever broke a promise, as sentences. */
  faults = [];
  #acknowledged = Object.fromEntries(Object.keys(WRITES).map((kind) => [kind, []]));
  #load = new Load(local(), { 1: local(1), 2: local(2) }, process.env.BYLINE_ADMIN_KEY);
  #receivers;
  #rest = false;
  #running;

  /** @param receivers the receivers of mails, one for each mail */
  constructor(receivers) {
    this.#receivers = receivers;
  }

  resume() {
    this.#rest = false;
    this.#load.start(1, 1);
    this.#running = Promise.all(Object.entries(WRITES).map(async ([kind, [pause, write]]) => {
      while (!this.#rest) {
        try {
          this.#acknowledged[kind].push(await write());
        } catch (error) {
          this.faults.push(`At ${seconds(performance.now())}: ${error.message}`);
        }
        await setTimeout(pause);
      }
    }));
  }

  /** Ends what runs, and waits until nothing is due any more: what is published meanwhile would differ between nodes. */
  async pause() {
    this.#rest = true;
    await this.#running;
    if (!await this.#load.stop()) {
      throw new Error('Clients still wait for answers a minute after the end');
    }
    await until('schedules and mails are done', async () => Number((await sql(`select
      (select count(*) from article where schedule_at is not null)
      + (select count(*) from outbox where state = 'waiting')`))[0][0]) === 0);
  }

  /** Prints what is there of each kind. */
  async count() {
    const column = async (statement) => (await sql(statement)).map(([value]) => value);
    const found = {
      'scheduled publications': await column(`select entity_id from audit_entry
        where action = 'article.publish' and actor = 'system'`),
      comments: await column('select body from comment'),
      mails: this.#receivers,
    };
    const { lost, twice, outdated } = this.#load.compare(
      await column("select title from article where title like 'Article %'"),
      await sql('select article_id, title from publication'));
    const rows = [['articles', this.#load.written.length, lost.length, twice.length], ...Object.entries(found)
      .map(([kind, names]) => [kind, this.#acknowledged[kind].length, ...this.#compare(kind, names)])];
    const views = this.#acknowledged.views.length;
    const { views: shown } = await call('GET', `${api()}/articles/kept/views`);
    rows.push(['views', views, Math.max(views - shown, 0), Math.max(shown - views, 0)]);
    console.log('\n| acknowledged | number | lost | twice |\n| --- | --- | --- | --- |');
    rows.forEach((row) => console.log(`| ${row.join(' | ')} |`));
    rows.filter(([, , ...wrong]) => wrong.some((n) => n > 0)).forEach(([kind, , ...wrong]) =>
      this.faults.push(`${kind}: ${wrong[0]} lost, ${wrong[1]} twice`));
    this.#checkReads(outdated);
  }

  #compare(kind, found) {
    const counts = new Map();
    found.forEach((name) => counts.set(name, (counts.get(name) ?? 0) + 1));
    const names = this.#acknowledged[kind];
    return [names.filter((name) => !counts.has(name)).length, names.filter((name) => counts.get(name) > 1).length];
  }

  #checkReads(outdated) {
    const { errors, stale, published, reads } = this.#load;
    // Readers do not use the proxy: they may fail only at a node that is replaced.
    const unexpected = errors.filter(({ at, what }) => !restarts.some(({ number, from, to }) =>
      what.startsWith(`read at ${number}:`) && at >= from && at <= to));
    const publications = [...published.values()].flat().length;
    console.log(`\n${publications} further publications, ${reads} reads at the nodes, ${stale.length} of them stale; `
      + `${unexpected.length} requests failed`);
    this.faults.push(...stale.map(({ what }) => `Stale: ${what}`), ...unexpected.map(({ at, what }) =>
      `At ${seconds(at)}: ${what}`), ...outdated.map(([id]) => `Article ${id} does not show its last publication`));
  }
}
