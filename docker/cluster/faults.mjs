#!/usr/bin/env node
// Breaks one part of a cluster after the other under load, and prints a table of what was lost, doubled and stale.
//
// faults.mjs [--short] [DIR]
//
// --short runs two of the faults. The cluster runs in a new folder, which is removed at the end, or in DIR, which is
// kept with its logs. PORT and POOLER are those of the script "cluster". The exit code is 1 if an acknowledged write
// was lost or doubled, a read was stale, a client hung, or a part did not come back.
import { execFile, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { send } from '../../.ci/client.mjs';
import { article, Load } from './load.mjs';

// A cluster that is not well after this time counts as one that did not come back.
const GIVE_UP_AFTER = 180_000;
// The time without an error after which a fault is over.
const QUIET = 3_000;
const MUTE = 20_000;
// Twice the lease of a leader.
const FREEZE = 40_000;
const short = process.argv[2] === '--short';
const keep = process.argv[short ? 3 : 2];
const dir = keep ? path.resolve(keep) : fs.mkdtempSync(path.join(os.tmpdir(), 'byline-cluster-'));
const script = fileURLToPath(new URL('cluster', import.meta.url));
const running = new Set();
let settings;

/** Runs the script "cluster". */
function cluster(action, ...parts) {
  return new Promise((resolve, reject) => {
    const child = spawn(script, [action, dir, ...parts], { stdio: ['ignore', 'inherit', 'inherit'], detached: true });
    running.add(child);
    child.on('exit', (code) => {
      running.delete(child);
      if (code === 0) {
        resolve();
      } else {
        reject(new Error(`cluster ${action} ${parts.join(' ')} ended with ${code}`));
      }
    });
  });
}

const local = (offset) => `http://127.0.0.1:${Number(settings.port) + offset}`;

async function sql(statement) {
  const { stdout } = await promisify(execFile)('psql', ['-h', '127.0.0.1', '-p', new URL(local(1)).port, '-U', 'byline',
    '-qAtXF', '\t', '-c', statement], { env: { ...process.env, PGPASSWORD: settings.password }, maxBuffer: 2 ** 28 });
  return stdout.split('\n').slice(0, -1).map((line) => line.split('\t'));
}

/** Returns the PostgreSQL servers that run, as the first Patroni that answers sees them. */
async function members() {
  for (const i of [1, 2, 3]) {
    try {
      const { text } = await send('GET', `${local(30 + i)}/cluster`, undefined, {}, 2_000);
      return JSON.parse(text).members.filter(({ state }) => ['running', 'streaming'].includes(state));
    } catch {
      // The next one is asked.
    }
  }
  return [];
}

const leader = async () => (await members()).find(({ role }) => role === 'leader')?.name;

/** Returns whether every server runs, and one of them is the second that each commit waits for. */
async function isWhole() {
  return (await members()).map(({ role }) => role).sort().join() === 'leader,replica,sync_standby';
}

async function etcdLeader() {
  for (const i of [1, 2, 3]) {
    const { text } = await send('POST', `${local(40 + i)}/v3/maintenance/status`, {});
    const { leader: id, header } = JSON.parse(text);
    if (id === header.member_id) {
      return `etcd${i}`;
    }
  }
  throw new Error('etcd has no leader');
}

async function until(condition) {
  while (!await condition()) {
    await setTimeout(200);
  }
}

/** Returns whether a node is ready and writes. */
async function isWell(url) {
  const key = { Authorization: `Bearer ${settings.password}` };
  try {
    const ready = await send('GET', `${url}/q/health/ready`, undefined, {}, 3_000);
    const made = await send('POST', `${url}/api/v1/admin/articles`, article('Probe'), key, 3_000);
    return ready.status === 200 && made.status === 201;
  } catch {
    return false;
  }
}

async function restart(part, isReplaced = () => true) {
  await cluster('kill', part);
  await until(isReplaced);
  await cluster('start', part);
}

async function killLeader() {
  const dead = await leader();
  await restart(dead, async () => ![dead, undefined].includes(await leader()));
}

/** Stops PostgreSQL of the leader for longer than its lease, while its Patroni runs on. */
async function freezeLeader() {
  const frozen = await leader();
  const postmaster = fs.readFileSync(path.join(dir, frozen, 'data', 'postmaster.pid'), 'utf8').split('\n')[0];
  const { stdout } = await promisify(execFile)('pgrep', ['-P', postmaster]);
  const processes = [postmaster, ...stdout.trim().split('\n')].map(Number);
  const signal = (name) => processes.forEach((id) => {
    try {
      process.kill(id, name);
    } catch {
      // This one has ended.
    }
  });
  signal('SIGSTOP');
  await setTimeout(FREEZE);
  signal('SIGCONT');
}

/** Silences the network between node3 and the database. */
async function silence(duration, end) {
  const link = Number(fs.readFileSync(path.join(dir, 'link.pid'), 'utf8'));
  process.kill(link, 'SIGUSR2');
  await setTimeout(duration);
  process.kill(link, end);
}

const FAULTS = [
  ['none', () => setTimeout(5_000)],
  ['leader of PostgreSQL killed', killLeader, short],
  ['PostgreSQL of the leader frozen for 40 s', freezeLeader],
  ['leader of etcd killed', async () => restart(await etcdLeader())],
  ['PgBouncer killed and started', () => restart('pgbouncer')],
  ['node1 killed and started', () => restart('node1')],
  ['network of node3 mute for 20 s', () => silence(MUTE, 'SIGCONT'), short],
  ['old connections of node3 mute for ever', () => silence(1_000, 'SIGHUP')],
].filter(([, , isShort]) => !short || isShort);

/** Runs a fault and waits until each node is ready and writes, each server runs, and no client has an error. */
async function run(name, fault, load, nodes) {
  console.error(`${name} …`);
  const result = { name, began: performance.now() };
  let state = 'runs';
  fault().then(() => { state = 'done'; }, (error) => { state = error.message; });
  let trouble = result.began;
  while (!result.back && ['runs', 'done'].includes(state) && performance.now() - result.began < GIVE_UP_AFTER) {
    const began = performance.now();
    const wells = await Promise.all(nodes.map(isWell));
    const whole = await isWhole();
    if (!whole || wells.includes(false)) {
      trouble = performance.now();
    }
    trouble = Math.max(trouble, load.errors.at(-1)?.at ?? 0);
    result.back = state === 'done' && began - trouble > QUIET;
    await setTimeout(100);
  }
  result.well = trouble - result.began;
  const seconds = (result.well / 1000).toFixed(1);
  console.error(result.back ? `  well after ${seconds} s` : `  did not come back (${state})`);
  return result;
}

async function report(load, results) {
  const { lost, twice, outdated } = load.compare((await sql("select title from article where title like 'Article %'"))
    .map(([title]) => title), await sql('select article_id, title from publication'));
  const acknowledged = [...load.written, ...[...load.published.values()].flat()];
  console.log('| fault | acknowledged | lost | twice | stale | errors | last write error after | well after |');
  console.log('| --- | --- | --- | --- | --- | --- | --- | --- |');
  const details = [];
  const seconds = (millis) => `${(millis / 1000).toFixed(1)} s`;
  results.forEach(({ name, began, back, well }, i) => {
    const end = results[i + 1]?.began ?? Infinity;
    const during = (events) => events.filter(({ at }) => at >= began && at < end);
    const counts = [acknowledged, lost, twice, load.stale, load.errors].map((events) => during(events).length);
    const last = during(load.errors).findLast(({ what }) => what.startsWith('write'));
    console.log(`| ${name} | ${counts.join(' | ')} | ${last ? seconds(last.at - began) : ''} `
      + `| ${back ? seconds(well) : 'not at all'} |`);
    const kinds = new Map();
    during(load.errors).forEach(({ what }) => kinds.set(what, (kinds.get(what) ?? 0) + 1));
    kinds.forEach((count, what) => details.push(`- ${name}: ${count} times ${what}`));
    during(load.stale).slice(0, 5).forEach(({ what }) => details.push(`- ${name}: stale: ${what}`));
  });
  console.log(`\n${details.join('\n')}\n\n${load.reads} reads; ${outdated.length} articles do not show the last`
    + ` publication that was acknowledged; ${Math.round(performance.now() / 1000)} s in all.`);
  return lost.length + twice.length + load.stale.length + outdated.length === 0 && results.length === FAULTS.length
    && results.every(({ back }) => back);
}

async function main() {
  await cluster('start');
  settings = Object.fromEntries(fs.readFileSync(path.join(dir, 'settings'), 'utf8').trim().split('\n')
    .map((line) => line.split('=')));
  const nodes = Object.fromEntries([1, 2, 3].map((i) => [`node${i}`, local(10 + i)]));
  await send('POST', `${local(0)}/api/v1/admin/categories`, { name: 'News' },
    { Authorization: `Bearer ${settings.password}` });
  await until(isWhole);
  const load = new Load(local(0), nodes, settings.password);
  load.start(4, 2);
  // The first seconds of a Java service are slow; they are no fault.
  const start = await run('warming up', () => until(() => load.reads > 100), load, Object.values(nodes));
  const results = [];
  for (const [name, fault] of start.back ? FAULTS : []) {
    results.push(await run(name, fault, load, Object.values(nodes)));
    // Further faults would only show that the cluster is broken.
    if (!results.at(-1).back) {
      break;
    }
  }
  const finished = await load.stop();
  if (!finished) {
    console.error('Clients still wait for answers a minute after the end.');
  }
  return await report(load, results) && finished;
}

let ending;
async function finish(code) {
  ending ??= (async () => {
    running.forEach((child) => child.kill());
    await cluster('stop').catch((error) => console.error(error.message));
    if (!keep) {
      if (code !== 0 && fs.existsSync(dir)) {
        for (const log of fs.readdirSync(dir).filter((file) => file.endsWith('.log'))) {
          console.error(`${log}: ${fs.readFileSync(path.join(dir, log), 'utf8').split('\n').slice(-10).join('\n  ')}`);
        }
      }
      fs.rmSync(dir, { recursive: true, force: true });
    }
    process.exit(code);
  })();
  await ending;
}
['SIGINT', 'SIGTERM', 'SIGHUP'].forEach((signal) => process.on(signal, () => finish(1)));
main().then((good) => finish(good ? 0 : 1), (error) => {
  console.error(error);
  return finish(1);
});
