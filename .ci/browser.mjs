// What people do with Byline in a browser: the pages that mails lead to, text that would be active if it could, and the
// desk in Swagger UI. Chromium, over HTTP, against the service at BYLINE; a step that fails ends it with an error and a
// picture.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { access } from './browser/access.mjs';
import { rows } from './browser/counter.mjs';
import { editor, TEXT, WORDPRESS } from './browser/editor.mjs';
import { leftovers } from './browser/leftovers.mjs';
import { pages } from './browser/pages.mjs';
import { pictures } from './browser/pictures.mjs';
import { plain } from './browser/plain.mjs';
import { account, call, expecting, launch, link, PASSWORD, press, step as stepOf, window } from './browser/service.mjs';
import { sessions } from './browser/sessions.mjs';
import { unsaved } from './browser/unsaved.mjs';
import { way } from './browser/way.mjs';

const browser = await launch();
const page = await window(browser);
const step = (name, action) => stepOf(page, name, action);

try {
  await step('a reader signs up, confirms, and comments', async () => {
    const reader = { email: 'mai@example.com', password: PASSWORD };
    await expecting(202, 'POST', '/api/v1/members', { name: 'Mai', ...reader }, null);
    const address = await link(reader.email, 'verify-email');
    await page.goto(address);
    await expecting(401, 'POST', '/api/v1/sessions', reader, null);
    await press(page);
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
    await press(page);
    assert.equal(await state(), 'confirmed');
    await page.goto(await link(email, 'unsubscribe'));
    assert.equal(await state(), 'confirmed');
    await press(page);
    assert.equal(await state(), 'unsubscribed');
  });

  await step('an editor chooses a password', async () => {
    await account(page, 'An', 'an@example.com', 'editor');
    await expecting(200, 'POST', '/api/v1/sessions', { email: 'an@example.com', password: PASSWORD }, null);
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

  for (const people of [sessions, leftovers, unsaved, way, pictures, access, pages]) {
    await people(browser);
  }
  const withDesk = await editor(browser);
  const without = await plain(browser, TEXT, WORDPRESS);
  await step('src/docs/desk.md has the clicks that were counted', async () => {
    const counted = rows(without, withDesk);
    console.log(counted.join('\n'));
    const document = await readFile(new URL('../src/docs/desk.md', import.meta.url), 'utf8');
    assert.deepEqual(counted.filter(row => !document.includes(row)), []);
  });
} finally {
  await browser.close();
}
