// Builds the pages again when Byline tells of a change. Its address is the url of a webhook (src/docs/webhooks.md).
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readlink, rename, rm, symlink } from 'node:fs/promises';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { verifyWebhook, WebhookError } from '@byline/client/webhook';

const { BYLINE_WEBHOOK_SECRET: secret, PORT = '4322' } = process.env;
const RETRY_MILLISECONDS = 10_000;
let building = false;
let wanted = false;

/** Runs one build at a time, and one more after it if events came meanwhile: it may have read before they did. */
async function rebuild() {
  wanted = true;
  if (building) {
    return;
  }
  building = true;
  while (wanted) {
    wanted = false;
    try {
      await build();
    } catch (error) {
      // Byline has its answer already, and does not send the event again.
      console.error(`${error.message} The pages stay as they are until a build succeeds.`);
      await sleep(RETRY_MILLISECONDS);
      wanted = true;
    }
  }
  building = false;
}

/** Builds beside the pages that readers see, and replaces these in one step: no page is missing in between. */
async function build() {
  console.log('Building.');
  const folder = `next-${Date.now()}`;
  const astro = spawn(process.execPath, ['node_modules/astro/astro.js', 'build', '--outDir', `dist/${folder}`],
    { stdio: ['ignore', 'ignore', 'inherit'] });
  const [status] = await once(astro, 'close');
  if (status !== 0) {
    throw new Error(`astro build ended with ${status}.`);
  }
  const isLink = await readlink('dist/client').then(() => true, () => false);
  if (!isLink) { // a folder of `npm run build`, which a link cannot replace in one step, or none
    await rename('dist/client', `dist/${folder}/former`).catch(() => null);
  }
  await rm('dist/client.new', { force: true }); // of a receiver that was killed
  await symlink(`${folder}/client`, 'dist/client.new');
  await rename('dist/client.new', 'dist/client');
  for (const name of await readdir('dist')) {
    if (name.startsWith('next-') && name !== folder) {
      await rm(`dist/${name}`, { recursive: true });
    }
  }
  console.log('Built.');
}

if (!secret) {
  throw new Error('Set BYLINE_WEBHOOK_SECRET to the secret that Byline showed when the webhook was made.');
}
createServer(async (request, response) => {
  try {
    const body = Buffer.concat(await request.toArray());
    const { type } = await verifyWebhook(
      new Request('http://receiver', { method: 'POST', headers: request.headers, body }), secret);
    console.log(`Received ${type}.`);
    response.writeHead(204).end();
    rebuild();
  } catch (error) {
    response.writeHead(error instanceof WebhookError ? error.status : 500).end(String(error));
  }
}).listen(PORT);
rebuild(); // for what changed while the receiver was off
