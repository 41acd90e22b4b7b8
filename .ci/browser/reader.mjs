// What readers do with the reader page (/read/) in a browser. Chromium, over HTTP, against the service at BYLINE; run
// it with an empty service: .ci/with-service node .ci/browser/reader.mjs. A step that fails ends it with an error and a
// picture. PICTURES is a folder for pictures of the pages, PAGE a text that is published in place of page.txt.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import path from 'node:path';
import { chromium } from 'playwright-core';

const BYLINE = process.env.BYLINE;
const ADMIN_KEY = process.env.BYLINE_ADMIN_KEY;
const ROOT = path.resolve(import.meta.dirname, '../..');
const PASSWORD = 'a sentence that only you know';
/** The default name of a browser without a window is one of a bot, whose views do not count. */
const PERSON = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0';
const PAGE = path.resolve(ROOT, process.env.PAGE ?? 'src/test/resources/page.txt');
const MAX_BYTES = 50_000;
const NARROW = { width: 390, height: 844 };
const WIDE = { width: 1280, height: 900 };
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

async function call(status, method, resource, body, token = ADMIN_KEY) {
  const response = await fetch(`${BYLINE}/api/v1${resource}`, {
    method,
    headers: { 'If-Match': '*', Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  const text = await response.text();
  assert.equal(response.status, status, `${method} ${resource}: ${text}`);
  return text && JSON.parse(text);
}

/** Creates and publishes an article. */
async function publish(title, fields = {}) {
  const { source = `The text of ${title}.`, ...others } = fields;
  const made = await call(201, 'POST', '/admin/articles', { title, body: { format: 'markdown', source }, ...others });
  await call(200, 'POST', `/admin/articles/${made.id}/publish`, {});
  return made;
}

/** Returns the link to a built-in page in the newest mail to an address. */
async function mailedLink(to, name) {
  for (let tries = 0; tries < 100; tries++) {
    const { items } = await call(200, 'GET', `/admin/mailbox?to=${encodeURIComponent(to)}`);
    const found = items.map(mail => mail.text.match(new RegExp(`http\\S*/pages/${name}\\?\\S*`))).find(Boolean);
    if (found) {
      return BYLINE + new URL(found[0]).pathname + new URL(found[0]).search;
    }
    await new Promise(later => setTimeout(later, 100));
  }
  throw new Error(`no mail to ${to} leads to ${name}`);
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
});
const errors = [];

async function newPage(options = {}) {
  const context = await browser.newContext({ userAgent: PERSON, viewport: WIDE, ...options });
  const created = await context.newPage();
  created.setDefaultTimeout(20_000);
  created.on('console', message => message.type() === 'error'
    && errors.push(`${created.url()}: ${message.text()} ${message.location().url}`));
  created.on('pageerror', error => errors.push(`${created.url()}: ${error}`));
  return created;
}

let page = await newPage();

async function settled(on = page) {
  await on.locator('main:not([aria-busy]) h1').waitFor();
}

async function open(place, on = page) {
  await on.goto(place.startsWith('http') ? place : `${BYLINE}/read/${place}`);
  await settled(on);
}

/** Presses a link of the page and waits until the page that it leads to is shown. */
async function follow(link, address) {
  await link.click();
  await page.waitForURL(address);
  await settled();
}

const shown = (text, on = page) => on.getByText(text, { exact: true }).first().waitFor();

async function step(name, action) {
  try {
    await action();
    assert.deepEqual(errors, [], 'errors in the console');
    console.log(`ok: ${name}`);
  } catch (error) {
    const file = `${process.env.TMPDIR ?? '/tmp'}/byline-reader.png`;
    await page.screenshot({ path: file, fullPage: true });
    console.error(`failed: ${name} at ${page.url()} (the picture is ${file})`);
    throw error;
  }
}

/** Forgets the console's line about a response that a step provokes. */
function forgetErrors(text) {
  const kept = errors.filter(line => !line.includes(text));
  assert.notEqual(kept.length, errors.length, `no error says ${text}`);
  errors.splice(0, errors.length, ...kept);
}

/** Takes a picture of a page, if PICTURES is set. */
async function picture(of, name) {
  if (process.env.PICTURES) {
    await of.screenshot({ path: path.join(process.env.PICTURES, `${name}.png`), fullPage: true });
  }
}

/** Publishes a page of text with the script of the project, and returns the slug of its article. */
function publishPage(file) {
  const output = execFileSync('java',
    ['-cp', 'target/quarkus-app/lib/main/*', 'src/scripts/PublishPage.java', file],
    { cwd: ROOT, env: { ...process.env, BYLINE_URL: BYLINE, BYLINE_KEY: ADMIN_KEY }, encoding: 'utf8' });
  return output.match(/articles\/(\S+)\s*$/)[1];
}

try {
  const blogPage = publishPage(PAGE);

  await step('the page of a blog is recognized', async () => {
    // The words of the page are in Vietnamese, and the article is in English, as on the page that was copied.
    await call(200, 'PATCH', '/admin/site', { title: 'Byline', defaultLocale: 'vi', locales: ['vi', 'en'] });
    const bot = await newPage({ userAgent: undefined });
    await open(`${blogPage}?locale=en`, bot);
    const lines = readFileSync(PAGE, 'utf8').split('\n').map(line => line.trim()).filter(Boolean);
    const updated = lines.findIndex(line => line.startsWith('Updated: '));
    const more = lines.findIndex(line => /more a\w+ about/.test(line));
    assert.equal(await bot.locator('h1').textContent(), lines[updated - 1]);
    await shown(lines[updated].slice('Updated: '.length), bot);
    assert.deepEqual((await bot.locator('article .body p').allTextContents()).map(text => text.replace(/[“”]/g, '"')),
      lines.slice(updated + 1, more).map(line => line.replace(/<\/?b>/g, '')));
    await shown(`More articles about ${lines[more].split(' about ')[1]}`, bot);
    assert.equal(await bot.locator('.more li').count(), 3);
    assert.equal(await bot.locator('.stats').textContent(), '8 views · 0 comments');
    assert.equal(await bot.getByRole('link', { name: 'Đăng ký' }).getAttribute('href'), '/read/sign-up');
    assert.equal(await bot.locator('html').getAttribute('lang'), 'vi');
    assert.equal(await bot.locator('article .body').getAttribute('lang'), 'en');
    await picture(bot, 'page');
    await bot.context().close();
    await call(200, 'PATCH', '/admin/site', { defaultLocale: 'en', locales: ['en', 'vi', 'ar'] });
  });

  await step('a view is counted and shown, once', async () => {
    for (let visit = 0; visit < 2; visit++) {
      await open(blogPage);
      await page.locator('#views', { hasText: '9 views' }).waitFor();
    }
    const { views } = await call(200, 'GET', `/articles/${blogPage}/views`);
    assert.equal(views, 9);
  });

  await step('an article shows when it was published and updated, its author and its tags', async () => {
    await publish('An old story', {
      publishedAt: '2023-11-20T08:00:00Z', updatedAt: '2023-11-23T08:00:00Z', authors: ['linh-tran'], tags: ['Ink'],
    });
    await open('an-old-story');
    await shown('Nov 20, 2023');
    assert.equal(await page.locator('.head .meta').textContent(),
      'Linh Trần · Nov 20, 2023 · Updated: Nov 23, 2023 · 1 min read');
    assert.equal(await page.title(), 'An old story – Byline');
    await follow(page.getByRole('link', { name: '#Ink' }), '**/read/tag/ink');
    await shown('An old story');
    await page.goBack();
    await settled();
    await follow(page.getByRole('link', { name: 'Linh Trần' }), '**/read/author/linh-tran');
    assert.equal(await page.locator('h1').textContent(), 'Linh Trần');
  });

  await step('lists have pages that can be linked', async () => {
    for (let i = 1; i <= 22; i++) {
      await publish(`Letter ${i}`, { tags: ['Letters'], publishedAt: `2020-01-${String(i).padStart(2, '0')}T00:00:00Z` });
    }
    await open('tag/letters');
    const titles = () => page.locator('.cards h2').allTextContents();
    assert.equal((await titles()).length, 20);
    await follow(page.getByRole('link', { name: 'Older articles' }), '**cursor=**');
    assert.deepEqual(await titles(), ['Letter 2', 'Letter 1']);
    await page.reload();
    await settled();
    assert.deepEqual(await titles(), ['Letter 2', 'Letter 1']);
    await page.getByRole('link', { name: 'Newer articles' }).click();
    await shown('Letter 22');
    assert.equal((await titles()).length, 20);
    await follow(page.getByRole('link', { name: 'Letter 10', exact: true }), '**/read/letter-10');
    await page.getByRole('navigation', { name: 'More articles' }).getByText('Letter 11').click();
    await page.waitForURL('**/read/letter-11');
  });

  let comment;
  await step('a guest comments, sees it wait, and others see it after its approval', async () => {
    await open('an-old-story');
    await page.getByLabel('Name').fill('Mai\u202e');
    await page.getByLabel('Comment', { exact: true }).fill('Well *told*.\n\nThank you.');
    await page.getByRole('button', { name: 'Send the comment' }).click();
    const name = page.locator('[name="/author/name"][aria-invalid]');
    await name.waitFor();
    forgetErrors('422');
    const message = await name.getAttribute('aria-describedby').then(ids => page.locator(`#${ids.split(' ')[1]}`));
    assert.notEqual(await message.textContent(), '');
    assert.ok(await name.evaluate(input => input === document.activeElement));
    await name.fill('Mai');
    await page.getByRole('button', { name: 'Send the comment' }).click();
    await shown('Thank you. Your comment is waiting for approval; until then only you see it.');
    assert.equal(await page.locator('[aria-invalid]').count(), 0);
    await page.reload();
    await page.locator('.comment.pending', { hasText: 'Well told.' }).waitFor();
    const other = await newPage();
    await open('an-old-story', other);
    assert.equal(await other.locator('.comment').count(), 0);
    comment = (await call(200, 'GET', '/admin/comments?state=pending')).items[0];
    await call(200, 'POST', `/admin/comments/${comment.id}/approve`, {});
    await other.reload();
    await other.locator('.comment.approved em', { hasText: 'told' }).waitFor();
    assert.equal(await other.locator('.stats a').textContent(), '1 comment');
    await other.context().close();
  });

  await step('a member signs up, signs in, and replies', async () => {
    await call(200, 'PATCH', '/admin/site', { commentsPolicy: 'none' });
    await open('an-old-story');
    await follow(page.getByRole('link', { name: 'Sign up' }), '**/read/sign-up');
    await page.getByLabel('Name').fill('Lan');
    await page.locator('main').getByLabel('Email').fill('lan@example.com');
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign up' }).click();
    await page.locator('main .done', { hasText: 'A mail is on its way.' }).waitFor();
    await follow(page.locator('main').getByRole('link', { name: 'Sign in' }), '**/read/sign-in');
    const signIn = async () => {
      await page.locator('main').getByLabel('Email').first().fill('lan@example.com');
      await page.getByLabel('Password').fill(PASSWORD);
      await page.getByRole('button', { name: 'Sign in' }).click();
    };
    await signIn();
    await shown('Email or password is wrong, or the address is not confirmed yet.');
    forgetErrors('401');
    const mail = await newPage();
    await mail.goto(await mailedLink('lan@example.com', 'verify-email'));
    await Promise.all([mail.waitForResponse(response => response.request().method() === 'POST'),
      mail.locator('button').click()]);
    await mail.context().close();
    await signIn();
    await page.waitForURL('**/read/an-old-story');
    await shown('You comment as Lan.');
    await page.getByRole('button', { name: 'Reply' }).click();
    await shown('Reply to Mai');
    assert.ok(await page.getByLabel('Comment', { exact: true }).evaluate(field => field === document.activeElement));
    await page.getByLabel('Comment', { exact: true }).fill('I agree.');
    await page.getByRole('button', { name: 'Send the comment' }).click();
    await shown('Thank you. Your comment is published.');
    await page.locator('.comments > li > ol .comment', { hasText: 'I agree.' }).waitFor();
    await page.locator('.stats a', { hasText: '2 comments' }).waitFor();
    await page.getByLabel('Comment', { exact: true }).fill('I agree.');
    await page.getByRole('button', { name: 'Send the comment' }).click();
    await shown('You have posted this comment already.');
    forgetErrors('409');
    await page.reload();
    await page.locator('ol ol .comment', { hasText: 'I agree.' }).getByRole('button', { name: 'Withdraw' }).click();
    await shown('Your comment is withdrawn.');
    await page.locator('.stats a', { hasText: '1 comment' }).waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('link', { name: 'Sign in' }).waitFor();
    await page.getByLabel('Name').waitFor();
    assert.equal(await page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }])
      .includes('Token":"ey')), false);
  });

  await step('the link of a mail signs in once, and its token stays nowhere', async () => {
    await call(202, 'POST', '/members/sign-in-links', { email: 'lan@example.com' });
    const link = await mailedLink('lan@example.com', 'sign-in');
    const mail = await newPage();
    await mail.goto(link);
    await mail.getByRole('link').click();
    await mail.getByRole('heading', { name: 'Lan' }).waitFor();
    assert.equal(new URL(mail.url()).hash, '');
    await mail.locator('.account', { hasText: 'Lan' }).waitFor();
    await mail.goto(link);
    await mail.getByRole('link').click();
    await mail.getByText('already used', { exact: false }).first().waitFor();
    forgetErrors('410');
    await mail.context().close();
  });

  await step('threads and older comments are loaded', async () => {
    const article = await publish('Much discussed');
    const send = (body, parentId) => fetch(`${BYLINE}/api/v1/articles/${article.id}/comments`, {
      method: 'POST', headers: { 'Content-Type': 'application/json', 'User-Agent': PERSON },
      body: JSON.stringify({ body, parentId, author: { name: 'Chi' } }),
    }).then(response => response.json());
    const root = await send('The root');
    for (let i = 1; i <= 12; i++) {
      await send(`Reply number ${i}`, root.id);
    }
    for (let i = 1; i <= 21; i++) {
      await send(`Comment number ${i}`);
    }
    await open(article.slug);
    await page.locator('.stats a', { hasText: '34 comments' }).waitFor();
    assert.equal(await page.locator('.comments > li').count(), 20);
    await page.getByRole('button', { name: 'More comments' }).click();
    await page.locator('.comments > li:nth-child(22)').waitFor();
    await page.getByRole('button', { name: 'Show 2 more replies' }).click();
    await page.getByText('Reply number 12', { exact: true }).waitFor();
    assert.equal(await page.locator('.comments ol .comment').count(), 12);
    assert.equal(await page.locator('.discussion > button').isVisible(), false);
  });

  await step('closed articles take no comments, and those of members ask to sign in', async () => {
    await publish('Closed', { commentsPolicy: 'closed' });
    await open('closed');
    await shown('New comments are closed.');
    assert.equal(await page.locator('textarea').count(), 0);
    await publish('For members', { commentsPolicy: 'members' });
    await open('for-members');
    await shown('Members can comment here.');
  });

  await step('a search suggests titles and marks what it found', async () => {
    await open('');
    await page.getByLabel('Search articles').fill('two cop');
    await page.locator('#suggestions option[value="Two copies of every article"]').waitFor({ state: 'attached' });
    await page.getByLabel('Search articles').press('Enter');
    await page.waitForURL('**/read/search?q=two+cop');
    await page.locator('.cards mark').first().waitFor();
    await page.reload();
    await page.locator('.cards h2', { hasText: 'Two copies of every article' }).waitFor();
    assert.equal(await page.getByLabel('Search articles').inputValue(), 'two cop');
    await open('search?q=zzzzqqqq');
    await shown('No article matches.');
  });

  await step('the language is switched: lists, texts, and an article to its translation', async () => {
    const made = await publish('One of two');
    const translation = await call(201, 'POST', `/admin/articles/${made.id}/translations`, { locale: 'vi' });
    await call(200, 'PATCH', `/admin/articles/${translation.id}`, {
      title: 'Một trong hai', slug: made.slug, body: { format: 'markdown', source: 'Bản dịch.' },
    });
    await call(200, 'POST', `/admin/articles/${translation.id}/publish`, {});
    await open('');
    await follow(page.getByRole('link', { name: 'Tiếng Việt' }), '**/read/?locale=vi');
    await shown('Một trong hai');
    assert.equal(await page.locator('html').getAttribute('lang'), 'vi');
    assert.equal(await page.getByText('An old story').count(), 0);
    await shown('Đăng ký');
    await page.reload();
    await shown('Đăng nhập');
    await follow(page.getByRole('link', { name: 'Một trong hai' }), `**/read/${made.slug}?locale=vi`);
    await shown('Bình luận');
    await follow(page.getByRole('link', { name: 'English' }), `**/read/${made.slug}`);
    assert.equal(await page.locator('h1').textContent(), 'One of two');
    await shown('Comments');
    const arabic = await publish('مقال', { locale: 'ar', slug: 'maqal' });
    await open(`${arabic.slug}?locale=ar`);
    assert.equal(await page.locator('h1').getAttribute('dir'), 'rtl');
    await open('');
  });

  await step('a former slug leads to the current one, and an unknown one to a page that says so', async () => {
    const made = await publish('Before');
    await call(200, 'PATCH', `/admin/articles/${made.id}`, { slug: 'after' });
    await call(200, 'POST', `/admin/articles/${made.id}/publish`, {});
    await open('before');
    await page.waitForURL('**/read/after');
    await open('no-such-article');
    forgetErrors('404');
    assert.equal(await page.locator('h1').textContent(), 'Not found');
    const search = await publish('Search');
    await open('');
    await follow(page.getByRole('link', { name: 'Search', exact: true }), `**/read/${search.id}`);
    assert.equal(await page.locator('h1').textContent(), 'Search');
  });

  await step('a reader subscribes', async () => {
    await open(`category/publishing`);
    await page.locator('.subscription').getByLabel('Email').fill('hoa@example.com');
    await page.getByRole('button', { name: 'Subscribe' }).click();
    await page.locator('.subscription .done', { hasText: 'A mail is on its way.' }).waitFor();
    await page.goto(await mailedLink('hoa@example.com', 'confirm-subscription'));
    await Promise.all([page.waitForResponse(response => response.request().method() === 'POST'),
      page.locator('button').click()]);
    const [subscriber] = (await call(200, 'GET', '/admin/subscribers?email=hoa@example.com')).items;
    assert.equal(subscriber.state, 'confirmed');
  });

  await step('without a connection the page says so and tries again', async () => {
    await page.route('**/api/v1/articles*', route => route.abort());
    await open('');
    await shown('This did not work. Please try again in a moment.');
    forgetErrors('ERR_FAILED');
    await page.unroute('**/api/v1/articles*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.locator('.cards').waitFor();
  });

  await step('the keyboard is enough, and focus is seen', async () => {
    await open('an-old-story');
    await page.keyboard.press('Tab');
    const skip = page.getByRole('link', { name: 'Skip to the content' });
    assert.ok((await skip.boundingBox()).x >= 0);
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'content');
    await page.keyboard.press('Tab');
    assert.ok(await page.evaluate(() => document.activeElement.closest('main') !== null
      && getComputedStyle(document.activeElement).outlineStyle === 'solid'));
    await page.keyboard.press('Enter');
    await settled();
    await page.waitForFunction(() => document.activeElement.tagName === 'H1');
  });

  const wide = await publish('Everything at once', {
    categories: ['publishing'], authors: ['linh-tran'], cover: { url: `${BYLINE}/read/icon.svg`, alt: 'A green leaf' },
    source: ['## A heading', `A word without an end: ${'x'.repeat(200)}`, '- [x] done\n- [ ] to do', '> A quote',
      `    ${'code '.repeat(60)}`, '| a | b | c | d | e | f |\n|---|---|---|---|---|---|\n' +
      `| ${Array(6).fill('a long cell of a table').join(' | ')} |`, '[^1] ~~gone~~\n\n[^1]: A note.',
      `https://example.com/${'y'.repeat(150)}`].join('\n\n'),
  });
  const places = {
    home: '', article: blogPage, discussion: 'much-discussed', everything: wide.slug, category: 'category/publishing',
    search: 'search?q=copies', vietnamese: '?locale=vi', 'sign-up': 'sign-up', 'sign-in': 'sign-in',
  };
  for (const colorScheme of ['light', 'dark']) {
    for (const viewport of [NARROW, WIDE]) {
      await step(`${colorScheme}, ${viewport.width} px: nothing is cut off, and axe finds nothing serious`, async () => {
        const context = { colorScheme, viewport, userAgent: undefined };
        const seen = await newPage(context);
        for (const [name, place] of Object.entries(places)) {
          await open(place, seen);
          assert.ok(await seen.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), name);
          const paper = await seen.evaluate(() => getComputedStyle(document.body).backgroundColor.match(/\d+/g)[0]);
          assert.equal(paper < 128, colorScheme === 'dark', name);
          await seen.evaluate(AXE);
          const { violations } = await seen.evaluate(() => window.axe.run());
          assert.deepEqual(violations.filter(({ impact }) => ['serious', 'critical'].includes(impact))
            .map(({ id, nodes }) => `${name}: ${id} ${nodes[0].html}`), []);
          await picture(seen, `${name}-${viewport.width}-${colorScheme}`);
        }
        await seen.context().close();
      });
    }
  }

  await step('the page works below a prefix of a proxy', async () => {
    const proxy = http.createServer((request, response) => {
      const target = new URL(BYLINE);
      request.pipe(http.request({
        host: target.hostname, port: target.port, path: request.url.replace(/^\/blog/, ''), method: request.method,
        headers: request.headers,
      }, answer => answer.pipe(response.writeHead(answer.statusCode, answer.headers))));
    });
    await new Promise(listening => proxy.listen(0, '127.0.0.1', listening));
    try {
      const prefixed = `http://127.0.0.1:${proxy.address().port}/blog/read`;
      await open(prefixed);
      assert.equal(page.url(), `${prefixed}/`);
      await follow(page.getByRole('navigation', { name: 'Categories' }).getByText('Publishing'),
        `${prefixed}/category/publishing`);
      await page.reload();
      await settled();
      // The view is counted last: the proxy ends after it.
      const viewed = page.waitForResponse(response => response.url().endsWith('/views'));
      await follow(page.locator('.cards h2 a').first(), `${prefixed}/*`);
      await page.locator('article .body').waitFor();
      await viewed;
      await page.waitForLoadState('networkidle');
    } finally {
      proxy.closeAllConnections();
      proxy.close();
    }
  });

  await step('all files together are small', async () => {
    const fresh = await newPage();
    const sizes = [];
    fresh.on('response', response => response.url().includes('/read/')
      && sizes.push(response.body().then(body => body.length)));
    await open('', fresh);
    await fresh.waitForLoadState('networkidle');
    const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
    console.log(`    ${sizes.length} files, ${bytes} bytes`);
    assert.ok(sizes.length >= 10 && bytes < MAX_BYTES, `${sizes.length} files, ${bytes} bytes`);
    await fresh.context().close();
  });
} finally {
  await browser.close();
}
