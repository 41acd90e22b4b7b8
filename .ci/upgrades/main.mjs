// Replaces two old nodes by new ones under load, and back; the argument is the folder with the builds "old" and "new".
// Called by .ci/upgrade, which says what is checked.
import { randomUUID } from 'node:crypto';
import { article } from '../../docker/cluster/load.mjs';
import { compare } from './answers.mjs';
import { Clients } from './clients.mjs';
import { startMailServer } from './mail-server.mjs';
import { api, call, end, key, local, replace, restarts, say, seconds, sql, start, until } from './nodes.mjs';

// An import takes longer than its node takes to end.
const ITEMS = Number(process.env.ITEMS ?? 20_000);
const work = process.argv[2];
const clients = new Clients(startMailServer(Number(process.env.PORT) + 5));
const { faults } = clients;

/** Makes one of each thing that can be read; returns the values of the parameters that name them. */
async function fill() {
  const admin = `${api(1)}/admin`;
  const make = (path, body) => call('POST', `${admin}/${path}`, body);
  for (const name of ['Kept', 'News', 'Imported', 'Scheduled']) {
    await make('categories', { name });
  }
  await make('authors', { name: 'Mai', bio: 'Writes' });
  for (let i = 0; i < 12; i++) {
    const { id } = await make('articles', { ...article(i === 0 ? 'Kept' : `Kept ${i}`), categories: ['kept'],
      authors: ['mai'], tags: ['Trams'], excerpt: 'Text' });
    await make(`articles/${id}/publish`, {});
  }
  const comment = await call('POST', `${api(1)}/articles/kept/comments`,
    { body: 'Kept', author: { name: 'Mai', email: 'mai@example.com' } });
  return {
    article: 'kept', articles: 'kept', category: 'kept', author: 'mai', tag: 'trams', comment: comment.id, q: 'kept',
    version: 1, part: 1, token: (await make('articles/kept/previews', {})).path.split('/').pop(),
    account: (await make('accounts', { name: 'Mai', email: 'mai@example.com', role: 'editor' })).id,
    key: (await make('api-keys', { name: 'Kept' })).id, ban: (await make('bans', { kind: 'word', value: 'casino' })).id,
  };
}

/** Compares an old and a new node while clients rest: the answers to reads, and to a request that is repeated. */
async function compareNodes(older, newer, values) {
  await clients.pause();
  const { reads, successes, differences } = await compare(local(older), local(newer), values, key);
  say(`  ${reads} reads at both nodes: ${successes} are answered by 200, ${differences.length} differ`);
  faults.push(...differences);
  for (const [first, second] of [[older, newer], [newer, older]]) {
    const create = (node, headers) => call('POST', `${api(node)}/admin/articles`, article('Once'), headers);
    const headers = { 'Idempotency-Key': randomUUID() };
    if ((await create(first, headers)).id !== (await create(second, headers)).id) {
      faults.push(`Node ${second} carried out a request that node ${first} had answered`);
    }
  }
  clients.resume();
}

/** Replaces a node that runs an import; a node of the other version continues the import. */
async function replaceImporting(number, version) {
  const title = `Import until ${version}`;
  const items = Array.from({ length: ITEMS }, (_, i) => JSON.stringify({ externalId: `${version} ${i}`, state: 'live',
    article: { ...article(`${title} ${i}`), categories: ['imported'] } }));
  const { id } = await call('POST', `${api(number)}/admin/imports?source=upgrade`, items.join('\n'),
    { 'Content-Type': 'application/x-ndjson' });
  const job = async () => (await sql(`select worker, state, items, created from import_job where id = '${id}'`))[0];
  await until('the import runs', async () => Number((await job())[2]) > 0);
  const [worker] = await job();
  const replaced = replace(number, version, work);
  let now;
  await until('the import is continued', async () => {
    now = await job();
    return now[1] !== 'running' || (now[0] !== '' && now[0] !== worker);
  });
  say(`  the import of node ${number} is continued at item ${now[2]} after `
    + seconds(performance.now() - restarts.at(-1).from));
  if (now[1] !== 'running') {
    faults.push(`The import was ${now[1]} before its node ended: ITEMS is too small`);
  }
  await replaced;
  await until('the import is done', async () => (await job())[1] !== 'running');
  const [, state, , created] = await job();
  const [[rows, titles]] = await sql(`select count(*), count(distinct title) from article where title like '${title} %'`);
  say(`  the import is ${state}: ${created} of ${ITEMS} items created`);
  if (state !== 'done' || [created, rows, titles].some((count) => Number(count) !== ITEMS)) {
    faults.push(`The import is ${state}; of ${ITEMS} items ${created} were created, ${rows} are there`);
  }
}

async function main() {
  await Promise.all([start(1, 'old', work), start(2, 'old', work)]);
  const values = await fill();
  clients.resume();
  say('two old nodes serve');
  await replace(1, 'new', work);
  const [[migration]] = await sql("select max(version::int) from flyway_schema_history where success");
  say(`  the schema has version ${migration}`);
  if (migration !== process.env.MIGRATION) {
    faults.push(`The new node left the schema at version ${migration}`);
  }
  await compareNodes(2, 1, values);
  await replaceImporting(2, 'new');
  await replace(1, 'old', work);
  await compareNodes(1, 2, values);
  await replaceImporting(2, 'old');
  await clients.pause();
  await clients.count();
}

process.on('SIGTERM', () => end().then(() => process.exit(1)));
try {
  await main();
} catch (error) {
  faults.push(error.message);
} finally {
  await end();
}
faults.slice(0, 30).forEach((fault) => console.error(fault));
process.exit(faults.length > 0 ? 1 : 0);
