// Two nodes behind HAProxy, of the versions "old" and "new", whose builds are in a folder; and calls to them.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { send } from '../client.mjs';

const PATIENCE = 300_000;
const port = Number(process.env.PORT);
const nodes = {};
/** The node and the time of each restart. */
export const restarts = [];

export const key = { Authorization: `Bearer ${process.env.BYLINE_ADMIN_KEY}` };
/** Returns the address of a node, or without a number that of HAProxy. */
export const local = (number = 0) => `http://127.0.0.1:${port + number}`;
export const api = (number) => `${local(number)}/api/v1`;
export const seconds = (millis) => `${(millis / 1000).toFixed(1)} s`;
export const say = (text) => console.log(`${seconds(performance.now()).padStart(8)}  ${text}`);

export async function sql(statement) {
  const { stdout } = await promisify(execFile)('psql', ['-h', '127.0.0.1', '-p', port + 4, '-U', 'postgres', '-qAtXF',
    '\t', '-c', statement], { maxBuffer: 2 ** 28 });
  return stdout.split('\n').slice(0, -1).map((line) => line.split('\t'));
}

export async function until(what, condition) {
  const end = performance.now() + PATIENCE;
  while (!await condition()) {
    if (performance.now() > end) {
      throw new Error(`Waited ${seconds(PATIENCE)} in vain until ${what}`);
    }
    await setTimeout(100);
  }
}

/** Sends a request once, which must succeed; as an admin if no other authorization is given. */
export async function call(method, url, body, headers = {}, authorization = key) {
  const { status, text } = await send(method, url, body, { 'If-Match': '*', ...authorization, ...headers });
  if (status >= 300) {
    throw new Error(`${method} ${url}: ${status} ${text.slice(0, 200).replace(/\s+/g, ' ')}`);
  }
  return text === '' ? undefined : JSON.parse(text);
}

/** Starts a node, and waits until HAProxy sends requests to it. */
export async function start(number, version, work) {
  const log = fs.openSync(`${work}/node-${number}.log`, 'a');
  // The first compiler alone: a node starts in half of the time.
  const node = spawn('java', ['-Xmx512m', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-jar',
    `${work}/${version}/target/quarkus-app/quarkus-run.jar`],
  { env: { ...process.env, QUARKUS_HTTP_PORT: port + number }, stdio: ['ignore', log, log] });
  nodes[number] = node;
  await until(`node ${number} is up`, async () => {
    if (node.exitCode !== null) {
      throw new Error(`The ${version} node ${number} did not start`);
    }
    return new RegExp(`^nodes,node-${number},.*,UP,`, 'm').test((await send('GET', `${local(3)}/;csv`)).text);
  });
}

/** Ends a node, and starts it with another version. */
export async function replace(number, version, work) {
  const restart = { number, from: performance.now() };
  restarts.push(restart);
  await end(number);
  await start(number, version, work);
  restart.to = performance.now();
  say(`node ${number} is ${version} after ${seconds(restart.to - restart.from)}`);
}

/** Ends nodes as SIGTERM does; all of them if none is named. */
export async function end(...numbers) {
  const running = (numbers.length > 0 ? numbers : Object.keys(nodes)).map((number) => nodes[number])
    .filter((node) => node.exitCode === null && node.signalCode === null);
  const exits = running.map((node) => once(node, 'exit'));
  running.forEach((node) => node.kill());
  await Promise.all(exits);
}
