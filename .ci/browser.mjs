// What people do with Byline in a browser: the pages that mails lead to, Swagger UI, and text that would be active if
// it could. Chromium, over HTTP, against the service at BYLINE; a step that fails ends it with an error and a picture.
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';

const BYLINE = process.env.BYLINE;
const ADMIN_KEY = process.env.BYLINE_ADMIN_KEY;
const PASSWORD = 'a sentence that only you know';

async function call(method, path, body, token = ADMIN_KEY, headers = {}) {
  const answer = await fetch(BYLINE + path, {
    method,
    headers: {
      ...(token ? { Authorization: `Bearer ${token}` } : {}),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      'If-Match': '*',
      ...headers,
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await answer.text();
  return { status: answer.status, body: text ? JSON.parse(text) : null };
}

async function expecting(status, ...args) {
  const answer = await call(...args);
  assert.equal(answer.status, status, `${args[0]} ${args[1]}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/** The link of a page in the newest mail to an address. */
async function link(to, page) {
  for (let tries = 0; tries < 100; tries++) {
    const mails = await expecting(200, 'GET', `/api/v1/admin/mailbox?to=${encodeURIComponent(to)}`);
    const found = mails.items.map(mail => mail.text.match(new RegExp(`http\\S*/pages/${page}\\?\\S*`))).find(Boolean);
    if (found) {
      return BYLINE + new URL(found[0]).pathname + new URL(found[0]).search;
    }
    await new Promise(later => setTimeout(later, 100));
  }
  throw new Error(`no mail to ${to} leads to ${page}`);
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
});
const page = await browser.newPage();
page.setDefaultTimeout(20_000);
const refused = [];
page.on('console', line => line.type() === 'error' && refused.push(line.text()));
page.on('pageerror', error => refused.push(String(error)));

async function step(name, action) {
  try {
    await action();
    console.log(`ok: ${name}`);
  } catch (error) {
    await page.screenshot({ path: `${process.env.TMPDIR ?? '/tmp'}/byline-browser.png` });
    console.error(`failed: ${name} (the picture is ${process.env.TMPDIR ?? '/tmp'}/byline-browser.png)`);
    throw error;
  }
}

/** Presses the only button of a page, and waits until the service has done what it does. */
async function press() {
  await Promise.all([
    page.waitForResponse(response => response.request().method() === 'POST'),
    page.locator('button').click(),
  ]);
}

try {
  await step('a reader signs up, confirms, and comments', async () => {
    const reader = { email: 'mai@example.com', password: PASSWORD };
    await expecting(202, 'POST', '/api/v1/members', { name: 'Mai', ...reader }, null);
    const address = await link(reader.email, 'verify-email');
    await page.goto(address);
    await expecting(401, 'POST', '/api/v1/sessions', reader, null);
    await press();
    const { accessToken } = await expecting(200, 'POST', '/api/v1/sessions', reader, null);
    const article = (await expecting(200, 'GET', '/api/v1/articles?size=1', undefined, null)).items[0];
    await expecting(202, 'POST', `/api/v1/articles/${article.slug}/comments`, { body: 'Thank you.' }, accessToken);
  });

  await step('a subscriber confirms and ends it, each with a button', async () => {
    const email = 'lan@example.com';
    const state = async () => (await expecting(200, 'GET', `/api/v1/admin/subscribers?email=${email}`)).items[0].state;
    await expecting(202, 'POST', '/api/v1/subscriptions', { email }, null);
    const address = await link(email, 'confirm-subscription');
    await page.goto(address);
    assert.equal(await state(), 'pending');
    await press();
    assert.equal(await state(), 'confirmed');
    await page.goto(await link(email, 'unsubscribe'));
    assert.equal(await state(), 'confirmed');
    await press();
    assert.equal(await state(), 'unsubscribed');
  });

  await step('an editor chooses a password', async () => {
    await expecting(201, 'POST', '/api/v1/admin/accounts', { name: 'An', email: 'an@example.com', role: 'editor' });
    await expecting(204, 'POST', '/api/v1/accounts/password-links', { email: 'an@example.com' }, null);
    await page.goto(await link('an@example.com', 'staff-password'));
    await page.locator('input[type=password]').fill(PASSWORD);
    await press();
    await expecting(200, 'POST', '/api/v1/sessions', { email: 'an@example.com', password: PASSWORD }, null);
  });

  /** Runs an operation with these parameters, and returns the status that Swagger UI shows. */
  async function tryOut(operation, parameters = {}) {
    const block = page.locator(`[id$="-${operation}"]`);
    await block.locator('.opblock-summary-control').click();
    const tryIt = block.getByRole('button', { name: 'Try it out' });
    await block.locator('.try-out').waitFor();
    if (await tryIt.isVisible()) {
      await tryIt.click();
    }
    for (const [name, value] of Object.entries(parameters)) {
      await block.locator(`tr[data-param-name="${name}"] input`).fill(value);
    }
    const [answer] = await Promise.all([
      page.waitForResponse(response => response.url().includes('/api/v1/')),
      block.getByRole('button', { name: 'Execute' }).click(),
    ]);
    await block.locator('.live-responses-table tbody .response-col_status', { hasText: String(answer.status()) }).first()
      .waitFor();
    await block.locator('.opblock-summary-control').click();
    return answer.status();
  }

  for (const way of ['key', 'sign-in']) {
    await step(`Swagger UI works with a ${way}`, async () => {
      refused.length = 0;
      await page.goto(`${BYLINE}/q/swagger-ui`);
      await page.evaluate(() => localStorage.clear());
      await page.reload();
      await page.locator('.swagger-ui .opblock-tag').first().waitFor();
      const closed = page.locator('.opblock-tag-section:not(.is-open) .opblock-tag');
      while (await closed.count() > 0) {
        await closed.first().click();
      }
      await page.locator('.swagger-ui .opblock').first().waitFor();
      await page.locator('button.authorize').first().click();
      const dialog = page.locator('.auth-container', { hasText: way === 'key' ? '(http, Bearer)' : '(OAuth2, password)' }).first();
      if (way === 'key') {
        await dialog.locator('input').fill(ADMIN_KEY);
      } else {
        await dialog.locator('input[type=text]').first().fill('an@example.com');
        await dialog.locator('input[type=password]').first().fill(PASSWORD);
      }
      await dialog.locator('button.authorize').click();
      await dialog.locator('button', { hasText: 'Logout' }).waitFor();
      await page.locator('.close-modal').click();
      assert.equal(await tryOut('listWorkingCopies'), 200);
      assert.deepEqual(refused, []);
    });
  }

  await step('the editor moderates in Swagger UI', async () => {
    const article = (await expecting(200, 'GET', '/api/v1/articles?size=1', undefined, null)).items[0].slug;
    const comments = [];
    for (const body of ['Well said.', 'Buy now.', 'Rude.']) {
      comments.push((await expecting(202, 'POST', `/api/v1/articles/${article}/comments`,
        { body, author: { name: 'Chi' } }, null, { 'User-Agent': 'Mozilla/5.0 Firefox/140.0' })).id);
    }
    assert.equal(await tryOut('listCommentsForStaff'), 200);
    assert.equal(await tryOut('approveComment', { comment: comments[0], 'If-Match': '"1"' }), 200);
    assert.equal(await tryOut('markCommentAsSpam', { comment: comments[1], 'If-Match': '"1"' }), 200);
    assert.equal(await tryOut('rejectComment', { comment: comments[2], 'If-Match': '"7"' }), 412);
    assert.equal(await tryOut('rejectComment', { comment: comments[2], 'If-Match': '"1"' }), 200);
    const seen = await expecting(200, 'GET', `/api/v1/articles/${article}/comments`, undefined, null);
    assert.deepEqual(seen.items.map(comment => comment.body).filter(body => body !== 'Thank you.'), ['Well said.']);
  });

  await step('nothing that is written becomes active', async () => {
    const hostile = ['<script>window.hit=1</script>', '<img src=x onerror="window.hit=2">', '<svg onload=window.hit=3>',
      '[x](javascript:window.hit=4)', '<a href="java&#10;script:window.hit=5">x</a>',
      '<iframe srcdoc="<script>parent.hit=6</script>"></iframe>', '"><script>window.hit=7</script>',
      '<math><mtext><table><mglyph><style><img src=x onerror=window.hit=8>', '![x](x" onerror="window.hit=9)',
      '<details open ontoggle=window.hit=10>', '<a href="data:text/html,<script>1</script>">x</a>',
      '<video src=x autoplay onloadstart="window.hit=11" onerror="window.hit=12"><track default onerror=window.hit=13></video>',
      '<picture><source srcset="javascript:window.hit=14"><img src=x onerror="window.hit=15"></picture>',
      '<audio src=x oncanplay="window.hit=16" onerror="window.hit=17"></audio>', '$<img src=x onerror="window.hit=18">$',
      '<ruby onmouseover=window.hit=19><rt><script>window.hit=20</script></ruby>',
      '> [!NOTE]\n> <img src=x onerror="window.hit=21">', '。**<script>window.hit=22</script>**あ',
      '<a id=hit name=hit href=tel:1>x</a><p id=hit>x</p><img id=hit src=x>'];
    await expecting(200, 'PATCH', '/api/v1/admin/site', { commentsPolicy: 'none' });
    const made = await expecting(201, 'POST', '/api/v1/admin/articles', {
      title: 'Hostile', categories: [(await expecting(200, 'GET', '/api/v1/categories')).items[0].slug],
      body: { format: 'html', source: hostile.join('\n\n') },
    });
    await expecting(200, 'POST', `/api/v1/admin/articles/${made.id}/publish`, {});
    const pieces = [(await expecting(200, 'GET', `/api/v1/articles/${made.slug}`)).body.html];
    for (const text of hostile) {
      const comment = await call('POST', `/api/v1/articles/${made.slug}/comments`,
        { body: text, author: { name: text.replace(/[\n]/g, ' ').slice(0, 80) } }, null,
        { 'User-Agent': 'Mozilla/5.0 Firefox/140.0' });
      assert.ok([201, 202].includes(comment.status) && comment.body.bodyHtml, JSON.stringify(comment.body));
      pieces.push(comment.body.bodyHtml);
    }
    await page.goto('about:blank');
    await page.setContent(pieces.map(piece => `<section>${piece}</section>`).join(''));
    await page.waitForTimeout(500);
    assert.equal(await page.evaluate(() => window.hit), undefined);
    assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll('*')].flatMap(element =>
      [...element.attributes].map(a => a.name)).filter(name => name.startsWith('on'))), []);
    assert.equal(await page.evaluate(() => document.querySelectorAll('[autoplay], [name]').length), 0);
    assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll('a')].map(a => a.protocol)
      .filter(protocol => !/^((https?|mailto|tel)?:)$/.test(protocol))), []);
  });
} finally {
  await browser.close();
}
