// What an editor publishes in Swagger UI is in the archive of the example blog, which is made when the blog is built:
// its receiver of webhooks (rebuild.mjs) builds it. Chromium, over HTTP, against the service at BYLINE, which has to
// allow private receivers; after blog.mjs. PICTURES is a folder for pictures of the pages.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { Desk } from '../browser/desk.mjs';
import { account, BYLINE, expecting, launch, PASSWORD, step, window } from '../browser/service.mjs';

const DIRECTORY = path.resolve(import.meta.dirname, '../../src/examples/astro-blog');
const PORT = process.env.RECEIVER_PORT ?? '18475';
const RECEIVER = `http://127.0.0.1:${PORT}/`;
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };
const ADMIN = '/api/v1/admin';
const TITLE = 'The last tram';

/** Tries until something is true, or fails after two minutes. */
async function until(what, condition) {
  for (let tries = 0; !await condition(); tries++) {
    assert.ok(tries < 600, `not within two minutes: ${what}`);
    await new Promise(later => setTimeout(later, 200));
  }
}

const { secret } = await expecting(201, 'POST', `${ADMIN}/webhooks`, { url: RECEIVER, events: ['article.*'] });

const receiver = spawn(process.execPath, ['rebuild.mjs'], {
  cwd: DIRECTORY, env: { ...process.env, BYLINE_URL: BYLINE, BYLINE_WEBHOOK_SECRET: secret, PORT },
  stdio: ['ignore', 'pipe', 'inherit'],
});
let log = '';
receiver.stdout.setEncoding('utf8').on('data', text => { log += text; });
/** How often the receiver has said this. */
const said = line => log.split(`${line}\n`).length - 1;

/** Sends an event that Byline has not sent; `signed` is what the signature is of, in place of the body. */
async function send(body, signed = body) {
  const time = Math.floor(Date.now() / 1000);
  const signature = createHmac('sha256', Buffer.from(secret.slice('whsec_'.length), 'base64'))
    .update(`msg_1.${time}.${signed}`).digest('base64');
  const { status } = await fetch(RECEIVER, { method: 'POST', body, headers: {
    'webhook-id': 'msg_1', 'webhook-timestamp': String(time), 'webhook-signature': `v1,${signature}` } });
  return status;
}

/** The files of the last build, and nothing that is made on demand. */
const files = http.createServer(async ({ url }, response) => {
  const file = path.join(DIRECTORY, 'dist/client', path.extname(url) ? url : `${url}/index.html`);
  const content = await readFile(file).catch(() => null);
  response.writeHead(content ? 200 : 404, { 'Content-Type': TYPES[path.extname(file)] ?? 'text/plain' }).end(content);
});
await new Promise(listening => files.listen(0, '127.0.0.1', listening));
const archive = `http://127.0.0.1:${files.address().port}/archive/en`;

const browser = await launch();
const page = await window(browser);
const reader = await window(browser, { locale: 'en' });
const desk = new Desk(page);
const picture = async (of, name) => process.env.PICTURES
  && of.screenshot({ path: path.join(process.env.PICTURES, `${name}.png`) });
/** Whether the archive lists the article; a page that is missing would be neither. */
async function listed() {
  assert.equal((await reader.goto(archive)).status(), 200);
  await reader.getByRole('link', { name: 'The night line' }).waitFor();
  return await reader.getByRole('link', { name: TITLE }).count() === 1;
}

try {
  await step(page, 'an editor signs in to Swagger UI with a key, and writes a draft', async () => {
    await until('the receiver builds when it starts', () => said('Built.') === 1);
    await account(page, 'Eva', 'eva@example.com', 'editor');
    const { accessToken } = await expecting(200, 'POST', '/api/v1/sessions',
      { email: 'eva@example.com', password: PASSWORD }, null);
    const { key } = await expecting(201, 'POST', `${ADMIN}/api-keys`, { name: 'desk' }, accessToken);
    await desk.open();
    await desk.click('Sign in', page.locator('.desk-who'));
    await desk.click('API key');
    await desk.fill(page.getByLabel('Key, with or without'), key);
    await desk.click('Use this key');
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
    await desk.go('Write', 'createArticle');
    await desk.fill(desk.field('createArticle', 'Title'), TITLE);
    await desk.fill(desk.field('createArticle', 'Text'), 'It leaves at *midnight*.');
    await desk.execute('createArticle', 201);
    assert.equal(await listed(), false);
    await picture(reader, 'rebuild-draft');
  });

  await step(page, 'what the editor publishes is in the pages of the blog, without a build by hand', async () => {
    await desk.go('Publish', 'publishArticle');
    await desk.execute('publishArticle');
    await picture(page, 'rebuild-publish');
    await until('the archive lists the article', listed);
    await picture(reader, 'rebuild-published');
    assert.equal(said('Received article.published.'), 1);
  });

  await step(page, 'what the editor unpublishes is gone', async () => {
    await desk.go('Unpublish', 'unpublishArticle');
    await desk.execute('unpublishArticle');
    await picture(page, 'rebuild-unpublish');
    await until('the archive does not list the article', async () => !await listed());
    await picture(reader, 'rebuild-unpublished');
    assert.equal(said('Received article.unpublished.'), 1);
  });

  await step(page, 'events that come during a build are for one more, and others are refused', async () => {
    await until('the receiver is idle', () => said('Building.') === said('Built.'));
    const before = said('Built.');
    const event = JSON.stringify({ type: 'article.updated', data: {} });
    assert.equal(await send(event, `${event} `), 401);
    assert.equal((await fetch(RECEIVER)).status, 401);
    assert.equal(said('Building.'), before);
    assert.deepEqual(await Promise.all(Array.from({ length: 5 }, () => send(event))), Array(5).fill(204));
    await until('the receiver has built twice', () => said('Built.') >= before + 2);
    // An answer, so that a third build would have begun.
    assert.equal((await fetch(RECEIVER)).status, 401);
    assert.equal(said('Building.'), before + 2);
  });

  assert.deepEqual([...page.refused, ...reader.refused], [], 'errors in the console');
} finally {
  await browser.close();
  receiver.kill();
  files.closeAllConnections();
  files.close();
}
