// What readers do with the example blog (src/examples/astro-blog) and with src/examples/vanilla.html. Chromium, over
// HTTP, against the service at BYLINE. PICTURES is a folder for pictures of the pages.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { png, showsPictures, upload } from '../browser/pictures.mjs';
import { ADMIN_KEY, BYLINE, expecting, launch, PASSWORD, step as stepOf, window } from '../browser/service.mjs';

const EXAMPLES = path.resolve(import.meta.dirname, '../../src/examples');
const DIRECTORY = path.join(EXAMPLES, 'astro-blog');
const PORT = process.env.BLOG_PORT ?? '18474';
const BLOG = `http://localhost:${PORT}`;
/** The default name of a browser without a window is one of a bot, whose views do not count. */
const PERSON = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0';
const ADMIN = '/api/v1/admin';

/** Creates and publishes an article. */
async function publish(title, fields = {}) {
  const made = await expecting(201, 'POST', `${ADMIN}/articles`,
    { title, body: { format: 'markdown', source: `The text of **${title}**.` }, ...fields });
  return expecting(200, 'POST', `${ADMIN}/articles/${made.id}/publish`, {});
}

/** The newest link to the blog in a mail to an address. */
async function mailedLink(to) {
  for (let tries = 0; tries < 100; tries++) {
    const { items: [mail] } = await expecting(200, 'GET', `${ADMIN}/mailbox?to=${encodeURIComponent(to)}`);
    const found = mail?.text.match(new RegExp(`${BLOG}/account\\S*`));
    if (found) {
      return found[0];
    }
    await new Promise(later => setTimeout(later, 100));
  }
  throw new Error(`no mail to ${to} leads to the blog`);
}

await expecting(200, 'PATCH', `${ADMIN}/site`, {
  title: 'Notes on trams', defaultLocale: 'en', locales: ['en', 'vi'], siteUrl: `${BLOG}/{locale}/`,
  articleUrl: `${BLOG}/{locale}/{slug}`, categoryUrl: `${BLOG}/{locale}/category/{slug}`,
  tagUrl: `${BLOG}/{locale}/tag/{slug}`, authorUrl: `${BLOG}/{locale}/author/{slug}`,
  previewUrl: `${BLOG}/preview/{token}`, signInUrl: `${BLOG}/account?locale={locale}#sign-in={token}`,
  verifyUrl: `${BLOG}/account?locale={locale}#verify={token}`,
  confirmUrl: `${BLOG}/account?locale={locale}#confirm={token}`,
});
await expecting(201, 'POST', `${ADMIN}/categories`, { name: 'Trams', description: 'On rails.' });
await expecting(201, 'POST', `${ADMIN}/authors`, { name: 'Nam Le', bio: 'Rides the night line.' });
for (let i = 1; i <= 12; i++) {
  await publish(`Stop ${i}`, { categories: ['trams'], publishedAt: `2020-01-${String(i).padStart(2, '0')}T08:00:00Z` });
}
const tram = await upload('tram.png', png(1500, 1000, 90), { alt: 'A tram at night' });
const main = await publish('The night line', {
  cover: { url: `media:${tram.id}` },
  body: { format: 'markdown', source: `The text of **The night line**.\n\n![](media:${tram.id} "On rails")` },
  categories: ['trams'], authors: ['nam-le'], tags: ['Night'], publishedAt: '2023-11-20T08:00:00Z',
  updatedAt: '2023-11-23T08:00:00Z', seo: { description: 'What runs </script><b>until</b> four.' },
});
const translation = await expecting(201, 'POST', `${ADMIN}/articles/${main.id}/translations`, { locale: 'vi' });
await expecting(200, 'PATCH', `${ADMIN}/articles/${translation.id}`,
  { title: 'Tuyến đêm', slug: 'tuyen-dem', body: { format: 'markdown', source: 'Bản dịch.' } });
await expecting(200, 'POST', `${ADMIN}/articles/${translation.id}/publish`, {});

for (const script of ['check', 'build']) {
  const { status, stdout } = spawnSync('npm', ['run', '--silent', script], {
    cwd: DIRECTORY, env: { ...process.env, BYLINE_URL: BYLINE }, stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8',
  });
  assert.equal(status, 0, stdout);
}
const server = spawn(process.execPath, ['dist/server/entry.mjs'], {
  cwd: DIRECTORY, env: { ...process.env, BYLINE_URL: BYLINE, HOST: '127.0.0.1', PORT },
  stdio: ['ignore', 'ignore', 'inherit'],
});
const browser = await launch();
const page = await window(browser, { userAgent: PERSON, locale: 'en' });

const step = (name, action) => stepOf(page, name, async () => {
  await action();
  assert.deepEqual(page.refused, [], 'errors in the console');
});
const text = selector => page.locator(selector).innerText();
const shown = (words, on = page) => on.getByText(words).first().waitFor();
const picture = async name => process.env.PICTURES
  && page.screenshot({ path: path.join(process.env.PICTURES, `${name}.png`), fullPage: true });

/** Opens a page and waits until its scripts have asked what they ask first. */
const open = address => page.goto(address.startsWith('http') ? address : BLOG + address, { waitUntil: 'networkidle' });

try {
  for (let tries = 0; !await fetch(`${BLOG}/en/`).catch(() => null); tries++) {
    assert.ok(tries < 100, 'the blog does not start');
    await new Promise(later => setTimeout(later, 100));
  }

  await step('the list has pages', async () => {
    await open('/');
    assert.equal(page.url(), `${BLOG}/en/`);
    assert.equal(await text('.site'), 'Notes on trams');
    await open('/en/category/trams');
    assert.equal(await page.locator('.cards h2').count(), 10);
    await page.getByRole('link', { name: 'Older articles' }).click();
    await shown('Stop 1');
    assert.equal(await page.locator('.cards h2').count(), 3);
    await page.getByRole('link', { name: 'Newer articles' }).click();
    await shown('The night line');
    await picture('list');
  });

  await step('pictures are shown in the size that fits, and nothing moves while they are loaded', async () => {
    await showsPictures(browser, `${BLOG}/en/category/trams`, 1, 'blog-list');
    await showsPictures(browser, `${BLOG}/en/${main.slug}`, 2, 'blog-article');
    await open(`/en/${main.slug}`);
    assert.equal(await text('.body figcaption'), 'On rails');
    assert.equal(await page.locator('meta[property="og:image"]').getAttribute('content'), `${tram.url}?v=1`);
  });

  await step('an article has all its parts', async () => {
    await open(`/en/${main.slug}`);
    assert.equal(await text('h1'), 'The night line');
    assert.equal(await text('.updated'), 'Updated: Nov 23, 2023');
    assert.match(await page.locator('.body').innerHTML(), /<strong>The night line<\/strong>/);
    assert.equal(await page.locator('.trap:visible').count(), 0);
    assert.ok(await page.locator('.related li').count() > 0);
    assert.ok(await page.locator('a[rel=prev]').count() > 0);
    const jsonLd = JSON.parse(await page.locator('script[type="application/ld+json"]').textContent());
    assert.equal(jsonLd['@type'], 'BlogPosting');
    assert.equal(jsonLd.headline, 'The night line');
    assert.equal(await page.locator('meta[name=description]').getAttribute('content'),
      'What runs </script><b>until</b> four.');
    await page.locator('#views', { hasText: '1 view' }).waitFor();
    await page.reload({ waitUntil: 'networkidle' });
    assert.equal(await text('#views'), '1 view');
    await picture('article');
    await page.getByRole('link', { name: 'More articles about Trams' }).click();
    await shown('On rails.');
  });

  await step('a guest comments, edits, waits, is published, and withdraws', async () => {
    await open(`/en/${main.slug}`);
    await page.getByLabel('Name').fill('Mai');
    await page.getByLabel('Comment').fill('It runs *late*.');
    await page.locator('#comments form button').click();
    await page.locator('.comment .state', { hasText: 'Waits for a moderator' }).waitFor();
    await page.reload({ waitUntil: 'networkidle' });
    assert.equal(await page.locator('.comment em').innerText(), 'late');
    await page.getByRole('button', { name: 'Edit' }).click();
    await page.locator('.comment textarea').fill('It runs *very late*.');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.locator('.comment em', { hasText: 'very late' }).waitFor();
    await picture('comments');
    const { items: [waiting] } = await expecting(200, 'GET', `${ADMIN}/comments?article=${main.id}&state=pending`);
    await expecting(200, 'POST', `${ADMIN}/comments/${waiting.id}/approve`, {});
    const other = await window(browser, { userAgent: PERSON });
    await other.goto(`${BLOG}/en/${main.slug}`);
    await shown('very late', other);
    assert.equal(await other.locator('#comments h2').innerText(), '1 comment');
    assert.equal(await other.getByRole('button', { name: 'Withdraw' }).count(), 0);
    await other.context().close();
    await page.reload({ waitUntil: 'networkidle' });
    await page.getByRole('button', { name: 'Withdraw' }).click();
    await page.locator('.comment em').waitFor({ state: 'detached' });
    await expecting(404, 'GET', `/api/v1/comments/${waiting.id}`, undefined, null);
  });

  await step('a reader signs up, signs in and out, and signs in by a link', async () => {
    const email = 'lan@example.com';
    await open('/account?locale=en');
    const signUp = page.locator('#sign-up');
    await signUp.getByLabel('Name').fill('Lan');
    await signUp.getByLabel('Email').fill(email);
    await signUp.getByLabel('Password').fill(PASSWORD);
    await signUp.getByRole('button').click();
    await signUp.getByText('A mail is on its way.').waitFor();
    await open(await mailedLink(email));
    await page.locator('#state', { hasText: 'Your address is verified.' }).waitFor();
    assert.equal(new URL(page.url()).hash, '');
    const signIn = page.locator('#sign-in');
    await signIn.getByLabel('Email').fill(email);
    await signIn.getByLabel('Password').fill(PASSWORD);
    await signIn.getByRole('button').click();
    await page.locator('#state', { hasText: 'You are signed in as Lan.' }).waitFor();
    await open(`/en/${main.slug}`);
    await page.locator('.account', { hasText: 'Lan' }).waitFor();
    assert.equal(await page.getByLabel('Name').isVisible(), false);
    await open('/account?locale=en');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.locator('#sign-in').waitFor();
    await page.locator('#link').getByLabel('Email').fill(email);
    await page.locator('#link').getByRole('button').click();
    await page.locator('#link').getByText('A mail is on its way.').waitFor();
    for (let tries = 0; !(await mailedLink(email)).includes('#sign-in='); tries++) {
      assert.ok(tries < 100, 'no mail with a link that signs in');
      await new Promise(later => setTimeout(later, 100));
    }
    await open('/en/');
    await open(await mailedLink(email));
    await page.locator('#state', { hasText: 'You are signed in as Lan.' }).waitFor();
    await picture('account');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.locator('#sign-in').waitFor();
  });

  await step('a reader subscribes', async () => {
    await open('/en/');
    await page.locator('.subscribe').getByLabel('New articles by email').fill('hoa@example.com');
    await page.locator('.subscribe button').click();
    await page.locator('.subscribe').getByText('A mail is on its way.').waitFor();
    await open(await mailedLink('hoa@example.com'));
    await page.locator('#state', { hasText: 'You are subscribed.' }).waitFor();
    const { items: [subscriber] } = await expecting(200, 'GET', `${ADMIN}/subscribers?email=hoa@example.com`);
    assert.equal(subscriber.state, 'confirmed');
  });

  await step('a search suggests titles, and marks what it found', async () => {
    await open('/en/');
    const field = page.locator('input[type=search]');
    await field.pressSequentially('night li');
    await page.locator('#suggestions option[value="The night line"]').waitFor({ state: 'attached' });
    await field.press('Enter');
    await page.locator('.cards mark').first().waitFor();
    assert.match(await text('main .meta >> nth=0'), /Trams \(1\)/);
    await picture('search');
    await open('/search?locale=en&q=zzzzqqqq');
    await shown('No article matches.');
  });

  await step('an article leads to its translation, and a language to its list', async () => {
    await open(`/en/${main.slug}`);
    await page.getByRole('link', { name: 'Tiếng Việt' }).click();
    await shown('Tuyến đêm');
    assert.equal(await page.locator('html').getAttribute('lang'), 'vi');
    assert.equal(page.url(), `${BLOG}/vi/tuyen-dem`);
    await open('/vi/');
    await shown('Tuyến đêm');
    await shown('0 bình luận');
    assert.equal(await page.locator('.cards li:not([lang=vi])').count(), 0);
  });

  await step('a former slug, an imported address and the slug of another language redirect', async () => {
    const moved = await publish('Before');
    await expecting(200, 'PATCH', `${ADMIN}/articles/${moved.id}`, { slug: 'after' });
    await expecting(200, 'POST', `${ADMIN}/articles/${moved.id}/publish`, {});
    const redirected = async place => {
      const answer = await fetch(BLOG + place, { redirect: 'manual' });
      assert.equal(answer.status, 308, place);
      return answer.headers.get('Location');
    };
    assert.equal(await redirected('/en/before'), '/en/after');
    assert.equal(await redirected(`/en/${moved.id}`), '/en/after');
    assert.equal(await redirected('/vi/after'), '/en/after');
    const line = { externalId: 'moved', state: 'live', formerAddresses: ['/2019/05/an_old_page.html'],
      article: { title: 'An old page', publishedAt: '2019-05-01T08:00:00Z', body: { format: 'markdown', source: 'Moved.' } } };
    const job = await (await fetch(`${BYLINE}${ADMIN}/imports?source=old-blog`, {
      method: 'POST', body: `${JSON.stringify(line)}\n`,
      headers: { Authorization: `Bearer ${ADMIN_KEY}`, 'Content-Type': 'application/x-ndjson' },
    })).json();
    for (let tries = 0; !(await fetch(`${BYLINE}/api/v1/articles/an-old-page`)).ok; tries++) {
      const { items } = await expecting(200, 'GET', `${ADMIN}/imports/${job.id}/items`);
      assert.ok(tries < 100 && !items[0]?.message, JSON.stringify(items));
      await new Promise(later => setTimeout(later, 100));
    }
    assert.equal(await redirected('/2019/05/an_old_page.html'), '/en/an-old-page');
    assert.equal((await fetch(`${BLOG}/en/there-is-none`)).status, 404);
    assert.equal((await fetch(`${BLOG}/xx/after`)).status, 404);
    assert.equal((await fetch(`${BLOG}/none/of/these/at-all`)).status, 404);
  });

  await step('a preview shows the working copy and is not indexed', async () => {
    const draft = await expecting(201, 'POST', `${ADMIN}/articles`,
      { title: 'Not yet', body: { format: 'markdown', source: 'A *draft*.' } });
    const { url } = await expecting(201, 'POST', `${ADMIN}/articles/${draft.id}/previews`, {});
    assert.ok(url.startsWith(`${BLOG}/preview/`));
    await open(url);
    await shown('This is a preview.');
    assert.equal(await page.locator('.body em').innerText(), 'draft');
    assert.equal(await page.locator('meta[name=robots]').getAttribute('content'), 'noindex');
    assert.equal((await fetch(`${BLOG}/preview/none`)).status, 404);
    assert.equal((await fetch(`${BLOG}/en/not-yet`)).status, 404);
  });

  await step('the archive, the feed and the site map are there', async () => {
    await open('/archive/en');
    assert.ok((await page.locator('.archive li').count()) >= 13);
    await page.getByRole('link', { name: 'Stop 7' }).click();
    await shown('The text of Stop 7.');
    const feed = await fetch(`${BLOG}/rss.xml?locale=en`);
    assert.match(feed.headers.get('Content-Type'), /rss/);
    assert.ok((await feed.text()).includes(`${BLOG}/en/the-night-line`));
    assert.ok((await (await fetch(`${BLOG}/sitemap.xml`)).text()).includes(`${BLOG}/vi/tuyen-dem`));
  });

  await step('the page without a build counts, takes a comment and withdraws it', async () => {
    const html = (await readFile(path.join(EXAMPLES, 'vanilla.html'), 'utf8'))
      .replace('http://localhost:8080', BYLINE).replace('two-copies-of-every-article', 'stop-1');
    const dist = path.join(DIRECTORY, 'node_modules/@byline/client/dist');
    const files = http.createServer(async ({ url }, response) => {
      const script = url.match(/^\/byline\/(\w+\.js)$/)?.[1];
      response.setHeader('Content-Type', script ? 'text/javascript' : 'text/html');
      response.end(script ? await readFile(path.join(dist, script)) : html);
    });
    await new Promise(listening => files.listen(0, '127.0.0.1', listening));
    try {
      await open(`http://127.0.0.1:${files.address().port}/`);
      await page.locator('.views', { hasText: '1 views' }).waitFor();
      await page.getByLabel('Name').fill('Chi');
      await page.getByLabel('Comment').fill('A comment on a static page.');
      await page.getByRole('button', { name: 'Send' }).click();
      await shown('(waits for a moderator)');
      await page.reload({ waitUntil: 'networkidle' });
      await picture('vanilla');
      await page.getByRole('button', { name: 'Withdraw' }).click();
      await page.locator('.comments li').waitFor({ state: 'detached' });
    } finally {
      files.closeAllConnections();
      files.close();
    }
  });
} finally {
  await browser.close();
  server.kill();
}
