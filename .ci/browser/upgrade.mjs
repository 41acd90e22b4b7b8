#!/usr/bin/env node
// An upgrade under the eyes of an editor: the service ends and starts again on the same port with another script of the
// desk, and a browser that has the old one shows the new one at its next load. Needs the packaged service; runs copies.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { launch, step, window } from './service.mjs';

const ROOT = path.resolve(import.meta.dirname, '../..');
const APPLICATION = path.join(ROOT, 'target/quarkus-app');
const SCRIPT = 'META-INF/resources/desk/bar.js';
const OLD = "'Settings'";
const NEW = "'Settings of the next release'";
const KEY = randomBytes(32).toString('hex');
const START_TIMEOUT = 120_000;

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

const work = await mkdtemp(path.join(tmpdir(), 'byline-upgrade-'));
const address = `http://127.0.0.1:${await freePort()}`;
let service = null;

/** Returns a copy of the packaged service whose desk differs in one script. */
async function upgraded() {
  const copy = path.join(work, 'upgraded');
  await cp(APPLICATION, copy, { recursive: true });
  const name = (await readdir(path.join(copy, 'app'))).find(one => one.endsWith('.jar'));
  const jar = path.join(copy, 'app', name);
  const content = path.join(work, 'content');
  await mkdir(content);
  execFileSync('jar', ['--extract', '--file', jar], { cwd: content });
  const script = await readFile(path.join(content, SCRIPT), 'utf8');
  assert.ok(script.includes(OLD), `${SCRIPT} has ${OLD}`);
  await writeFile(path.join(content, SCRIPT), script.replace(OLD, NEW));
  execFileSync('jar', ['--create', '--file', jar, '--manifest', path.join(content, 'META-INF/MANIFEST.MF'), '-C', content, '.']);
  return copy;
}

async function start(application) {
  const name = path.join(work, 'log');
  const log = await open(name, 'a');
  service = spawn('java', ['-jar', path.join(application, 'quarkus-run.jar')], {
    stdio: ['ignore', log.fd, log.fd],
    env: {
      ...process.env, QUARKUS_HTTP_PORT: new URL(address).port, BYLINE_DATA_DIR: path.join(work, 'data'), BYLINE_ADMIN_KEY: KEY,
      QUARKUS_SHUTDOWN_DELAY: '0s',
    },
  });
  await log.close();
  for (const end = Date.now() + START_TIMEOUT; ; await new Promise(later => setTimeout(later, 200))) {
    if (await fetch(`${address}/q/health/ready`).then(answer => answer.ok, () => false)) {
      return;
    }
    assert.ok(service.exitCode === null && Date.now() < end, await readFile(name, 'utf8'));
  }
}

async function stop() {
  if (service && service.exitCode === null) {
    service.kill();
    await once(service, 'exit');
  }
}

/** The bytes that each script of the page took from the network, by its name, and the name with its version. */
const scripts = page => page.evaluate(() => Object.fromEntries(performance.getEntriesByType('resource')
  .filter(entry => entry.initiatorType === 'script').map(entry => {
    const name = new URL(entry.name).pathname;
    return [name.replace(/\.[0-9a-z_]{8,32}\.js$/, '.js'), { name, transferred: entry.transferSize }];
  })));

const browser = await launch();
const page = await window(browser);
const other = await page.context().newPage();
const settings = on => on.locator('.desk-bar').getByRole('button', { name: /^Settings/ });
const byLink = async () => {
  await other.goto(`${address}/`);
  await other.getByRole('link', { name: 'Swagger UI' }).click();
};

try {
  await start(APPLICATION);
  let before;

  await step(page, 'an editor has the desk in two windows', async () => {
    await page.goto(`${address}/q/swagger-ui/`);
    await page.locator('.desk-who').getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: 'API key' }).click();
    await page.getByLabel('Key, with or without').fill(KEY);
    await page.locator('.desk-way:not([hidden])').getByLabel('Stay signed in').check();
    await page.getByRole('button', { name: 'Use this key' }).click();
    await settings(page).waitFor();
    await byLink();
    for (const on of [page, other]) {
      await settings(on).waitFor();
      assert.equal(await settings(on).textContent(), 'Settings');
    }
    before = await scripts(page);
    assert.ok(Object.keys(before).length > 10, JSON.stringify(before));
  });

  await stop();
  await start(await upgraded());

  await step(page, 'a page that is open goes on with the new service', async () => {
    const [answer] = await Promise.all([
      page.waitForResponse(response => response.url().includes('/api/v1/admin/articles')),
      page.locator('.desk-bar').getByRole('button', { name: 'Articles', exact: true }).click(),
    ]);
    assert.equal(answer.status(), 200);
    assert.equal(await settings(page).textContent(), 'Settings');
  });

  for (const [way, on, load] of [['a reload', page, () => page.reload()], ['a link', other, byLink]]) {
    await step(on, `${way} brings the new desk, and what has not changed is taken from the cache`, async () => {
      await load();
      await settings(on).waitFor();
      assert.equal(await settings(on).textContent(), 'Settings of the next release');
      const { '/desk/bar.js': changed, ...others } = await scripts(on);
      assert.notEqual(changed.name, before['/desk/bar.js'].name);
      assert.equal(Object.keys(others).length, Object.keys(before).length - 1);
      for (const [name, script] of Object.entries(others)) {
        assert.deepEqual(script, { name: before[name].name, transferred: 0 });
      }
    });
  }
  assert.deepEqual(page.refused, []);
} finally {
  await browser.close();
  await stop();
  await rm(work, { recursive: true, force: true });
}
