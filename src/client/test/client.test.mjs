// The client against a running service: BYLINE is its address, BYLINE_ADMIN_KEY a key for its admin API. The imports
// are those of an application, so that the files of the packed package are tested where it is installed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commentBox, createClient, createSession, memoryStore, orNull, ProblemError, readArticle, relay }
  from '@byline/client';
import { articles } from '@byline/client/astro';
import { previewRoute, previewToken, sitemapRoute, taggedFetch, tags } from '@byline/client/next';
import { sync } from '@byline/client/sync';

const url = process.env.BYLINE;
/** Calls of programs are not counted as views, and their comments are held as spam. */
const headers = { 'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0' };
const byline = createClient({ url, headers });
const staff = createClient({ url, token: process.env.BYLINE_ADMIN_KEY });
const run = Date.now().toString(36);

/** Creates and publishes an article. */
async function publish(title, fields = {}) {
  const made = await staff.post('/admin/articles',
    { body: { title, body: { format: 'markdown', source: `The text of ${title}.` }, ...fields } });
  return staff.post('/admin/articles/{article}/publish', { article: made.id, body: {} }, { ifMatch: made });
}

const storage = () => {
  const values = new Map();
  return { getItem: name => values.get(name) ?? null, setItem: (name, value) => values.set(name, value) };
};

async function tokenMailedTo(address) {
  for (let tries = 0; tries < 100; tries++) {
    const { items: [mail] } = await staff.get('/admin/mailbox', { to: address });
    const token = mail?.text.match(/[?&#](?:token=)?([\w.-]{20,})/)?.[1];
    if (token) {
      return token;
    }
    await new Promise(later => setTimeout(later, 100));
  }
  throw new Error(`no mail to ${address}`);
}

test('a read takes parameters of the path and the query, and returns the body', async () => {
  const { id, slug } = await publish(`Read ${run}`, { tags: ['Reading'] });
  const article = await byline.get('/articles/{article}', { article: slug, include: ['related', 'jsonLd'] });
  assert.equal(article.id, id);
  assert.equal(article.jsonLd['@type'], 'BlogPosting');
  assert.ok(Array.isArray(article.related));
  const { items } = await byline.get('/articles', { tag: ['reading'], ids: [id], pinned: false, cursor: undefined });
  assert.deepEqual(items.map(item => item.slug), [slug]);
});

test('a parameter of the path that is missing is an error of the caller', async () => {
  await assert.rejects(byline.get('/articles/{article}', {}), TypeError);
  await assert.rejects(byline.get('/articles/{article}', { article: '' }), TypeError);
});

test('a list is read to its end, page by page, only as far as it is consumed', async () => {
  const tag = `many-${run}`;
  for (let i = 0; i < 5; i++) {
    await publish(`Many ${run} ${i}`, { tags: [tag] });
  }
  const requests = [];
  const counting = byline.with({ onResponse: response => requests.push(response.url) });
  const titles = [];
  for await (const article of counting.list('/articles', { tag: [tag], size: 2, sort: 'title' })) {
    titles.push(article.title);
  }
  assert.deepEqual(titles, [0, 1, 2, 3, 4].map(i => `Many ${run} ${i}`));
  assert.equal(requests.length, 3);
  for await (const page of counting.pages('/articles', { tag: [tag], size: 2, count: 'exact' })) {
    assert.equal(page.page.total, 5);
    assert.equal(page.items.length, 2);
    break;
  }
  assert.equal(requests.length, 4);
});

test('a problem is an error with its type, status, violations and request id', async () => {
  await assert.rejects(byline.get('/articles', { sise: 5 }), error => {
    assert.ok(error instanceof ProblemError && error instanceof Error);
    assert.equal(error.status, 400);
    assert.equal(error.violations[0].field, 'sise');
    assert.equal(error.violations[0].in, 'query');
    assert.ok(error.requestId);
    assert.notEqual(error.type, 'about:blank');
    return true;
  });
  assert.equal(await orNull(byline.get('/articles/{article}', { article: 'there-is-none' })), null);
  await assert.rejects(orNull(byline.get('/admin/articles')), { status: 401 });
  const html = byline.with({ fetch: async () => new Response('<h1>Bad gateway</h1>', { status: 502 }) });
  await assert.rejects(html.get('/site'), { name: 'ProblemError', status: 502, type: 'about:blank' });
  const busy = byline.with({ fetch: async () => new Response('{}', { status: 503, headers: { 'Retry-After': '7' } }) });
  await assert.rejects(busy.get('/site'), { status: 503, retryAfter: 7 });
});

test('a kept response is revalidated, and each caller gets an object of its own', async () => {
  const statuses = [];
  const keeping = byline.with({ cache: 2, onResponse: response => statuses.push(response.status) });
  const first = await keeping.get('/site');
  first.title = 'changed by a caller';
  const second = await keeping.get('/site');
  assert.deepEqual(statuses, [200, 304]);
  assert.notEqual(second.title, first.title);
  await keeping.get('/articles', { size: 1 });
  await keeping.get('/categories');
  await keeping.get('/site');
  assert.deepEqual(statuses, [200, 304, 200, 200, 200], 'the oldest of three was dropped');
  const { id } = await publish(`Fresh ${run}`);
  assert.equal((await keeping.get('/articles', { size: 1 })).items[0].id, id);
});

test('staff change what they read, and no change of others is lost', async () => {
  const made = await staff.post('/admin/articles', { body: { title: 'First' } });
  const second = await staff.patch('/admin/articles/{article}', { article: made.id, body: { title: 'Second' } },
    { ifMatch: made });
  assert.equal(second.title, 'Second');
  await assert.rejects(staff.patch('/admin/articles/{article}', { article: made.id, body: { title: 'Third' } },
    { ifMatch: made }), { status: 412 });
  await assert.rejects(staff.patch('/admin/articles/{article}', { article: made.id, body: { title: 'Third' } }),
    { status: 428 });
  let tries = 0;
  const changed = await staff.change('/admin/articles/{article}', { article: made.id }, current => {
    current.version -= tries++ === 0 ? 1 : 0; // The first change names a version that is past.
    return { title: `${current.title} and more` };
  });
  assert.equal(tries, 2);
  assert.equal(changed.title, 'Second and more');
  const same = await staff.change('/admin/articles/{article}', { article: made.id }, () => null);
  assert.equal(same.version, changed.version);
  const key = `key-${run}`;
  const [one, other] = [await staff.post('/admin/tags', { body: { name: `Once ${run}` } }, { idempotencyKey: key }),
    await staff.post('/admin/tags', { body: { name: `Once ${run}` } }, { idempotencyKey: key })];
  assert.equal(one.id, other.id);
  assert.equal(await staff.delete('/admin/tags/{tag}', { tag: one.id }, { ifMatch: one }), undefined);
});

test('a view is counted by a request that outlives the page, and a failure is no error', async () => {
  const { slug, id } = await publish(`Viewed ${run}`);
  const sent = [];
  const watched = byline.with({ fetch: (address, init) => sent.push(init) && fetch(address, init) });
  const counters = await watched.countView({ id });
  assert.equal(counters.views, 1);
  assert.equal(sent[0].keepalive, true);
  assert.equal(sent[0].body, undefined);
  assert.equal((await byline.get('/articles/{article}/views', { article: slug })).views, 1);
  assert.equal(await byline.countView('there-is-none'), undefined);
  const offline = byline.with({ fetch: () => Promise.reject(new TypeError('no network')) });
  assert.equal(await offline.countView(id), undefined);
});

test('a guest posts a comment, sees it while it waits, edits it and withdraws it', async () => {
  const article = await publish(`Discussed ${run}`);
  const kept = storage();
  const box = commentBox(byline, article, { storage: kept });
  const posted = await box.post({ body: `First words ${run}`, author: { name: 'Mai' } });
  assert.equal(posted.state, 'pending');
  assert.deepEqual((await box.list()).items, []);
  const [own] = await commentBox(byline, article, { storage: kept }).own();
  assert.equal(own.body, `First words ${run}`);
  const edited = await box.edit(own, `Better words ${run}`);
  assert.equal(edited.body, `Better words ${run}`);
  assert.deepEqual(await commentBox(byline, article, { storage: storage() }).own(), [], 'another browser');
  await staff.post('/admin/comments/{comment}/approve', { comment: own.id, body: {} }, { ifMatch: '*' });
  assert.deepEqual((await box.list()).items.map(({ body }) => body), [`Better words ${run}`]);
  await box.withdraw(own);
  assert.deepEqual(await box.own(), []);
  assert.deepEqual((await box.list()).items, []);
  const inMemory = commentBox(byline, article, { storage: null });
  await inMemory.post({ body: `In memory ${run}`, author: { name: 'Mai' } });
  assert.equal((await inMemory.own()).length, 1);
});

test('a member signs up, signs in by password and by link, comments, and signs out', async () => {
  const email = `lan-${run}@example.com`;
  const password = 'a sentence that only you know';
  const store = memoryStore();
  const session = createSession(byline, store);
  assert.equal(await session.me(), null);
  await session.signUp({ name: 'Lan', email, password });
  await session.verify(await tokenMailedTo(email));
  await assert.rejects(session.signIn(email, 'not the password'), { status: 401 });
  await session.signIn(email, password);
  assert.equal((await session.me()).name, 'Lan');

  const article = await publish(`For members ${run}`, { commentsPolicy: 'members' });
  const box = commentBox(byline, article, { member: session.client, storage: storage() });
  const posted = await box.post({ body: `As a member ${run}` });
  assert.equal((await box.own())[0].id, posted.id);
  assert.equal((await box.edit((await box.own())[0], `Edited ${run}`)).id, posted.id);
  await box.withdraw(posted);

  // Tokens that have nearly expired are exchanged once, also for calls at the same time.
  const { accessToken, refreshToken } = store.get();
  store.set({ accessToken, refreshToken, expiresAt: new Date(Date.now() + 1000).toISOString() });
  const [one, other] = await Promise.all([session.accessToken(), session.accessToken()]);
  assert.equal(one, other);
  assert.notEqual(store.get().refreshToken, refreshToken);
  assert.equal((await session.me()).email, email);

  const elsewhere = memoryStore();
  elsewhere.set(store.get());
  await session.signOut();
  assert.equal(store.get(), null);
  assert.equal(await createSession(byline, elsewhere).me(), null, 'the session was ended elsewhere');
  assert.equal(elsewhere.get(), null);
  assert.equal(await session.me(), null);
  store.set({ accessToken, refreshToken, expiresAt: new Date(0).toISOString() });
  assert.equal(await session.accessToken(), null, 'a refresh token that was used ends the session');
  assert.equal(store.get(), null);
});

test('a preview is a working copy in the shape of an article', async () => {
  const made = await staff.post('/admin/articles',
    { body: { title: `Draft ${run}`, body: { format: 'markdown', source: 'Not *yet*.' } } });
  const { token } = await staff.post('/admin/articles/{article}/previews', { article: made.id, body: {} });
  const input = { article: made.slug, include: ['related'] };
  assert.equal(await orNull(readArticle(byline, input)), null);
  const draft = await readArticle(byline, input, token);
  assert.match(draft.body.html, /<em>yet<\/em>/);
  assert.equal(await orNull(readArticle(byline, input, 'no-such-token')), null);

  const set = [];
  let enabled = false;
  const next = {
    draftMode: async () => ({ isEnabled: enabled, enable: () => { enabled = true; } }),
    cookies: async () => ({ get: () => set[0] && { value: set[0][1] }, set: (...cookie) => set.push(cookie) }),
  };
  const route = previewRoute(byline, next, ({ slug }) => `/blog/${slug}`);
  assert.equal((await route(new Request('http://blog.example/api/preview?token=none'))).status, 404);
  assert.equal(await previewToken(next), null);
  const response = await route(new Request(`http://blog.example/api/preview?token=${token}`));
  assert.equal(response.status, 307);
  assert.equal(response.headers.get('Location'), `/blog/${made.slug}`);
  assert.equal(await previewToken(next), token);
});

test('feeds and the site map are passed on, with their conditions', async () => {
  const feed = await relay(byline, '/api/v1/feeds/rss');
  assert.match(feed.headers.get('Content-Type'), /^application\/rss\+xml/);
  assert.match(await feed.text(), /<rss /);
  const again = await relay(byline, '/api/v1/feeds/rss',
    new Request('http://blog.example', { headers: { 'If-None-Match': feed.headers.get('ETag') } }));
  assert.equal(again.status, 304);
  const map = await sitemapRoute(byline)(new Request('http://blog.example/sitemap.xml'));
  assert.match(await map.text(), /<urlset|<sitemapindex/);
  assert.equal(map.headers.get('Content-Encoding'), null);
});

test('changes are followed from what is live, to what is new, to what is gone', async () => {
  const [first, second] = [await publish(`Followed ${run}`), await publish(`Followed too ${run}`)];
  const copy = new Map();
  let token;
  const follow = async options => {
    for await (const { items, next, reset } of sync(byline, { since: token, types: ['article'], ...options })) {
      assert.equal(reset, token ? undefined : true);
      items.forEach(({ id, article }) => article ? copy.set(id, article) : copy.delete(id));
      token = next;
    }
  };
  await follow({ include: ['body'] });
  assert.match(copy.get(first.id).body.html, /The text of Followed/);
  await staff.change('/admin/articles/{article}', { article: first.id }, () => ({ title: `Renamed ${run}` }));
  await staff.post('/admin/articles/{article}/publish', { article: first.id, body: {} }, { ifMatch: '*' });
  await staff.post('/admin/articles/{article}/unpublish', { article: second.id, body: {} }, { ifMatch: '*' });
  const ending = new AbortController();
  for await (const { items, next } of sync(byline, { since: token, wait: 30, signal: ending.signal })) {
    items.forEach(({ id, article }) => article ? copy.set(id, article) : copy.delete(id));
    token = next;
    if (copy.get(first.id)?.title === `Renamed ${run}` && !copy.has(second.id)) {
      ending.abort();
    }
  }
  await assert.rejects(sync(byline, { since: 'no token' }).next(), { status: 400 });
  const { value } = await sync(byline, { since: '999999999999999999' }).next();
  assert.equal(value.reset, true, 'a token of a database that was restored');
});

test('a second load of the collection of Astro reads what has changed only', async () => {
  const [entries, meta] = [new Map(), new Map()];
  const requests = [];
  const store = {
    get: id => entries.get(id), keys: () => entries.keys(), delete: id => entries.delete(id),
    set: entry => entries.set(entry.id, entry),
  };
  const load = options => articles({ url, onResponse: response => requests.push(response.url), ...options }).load({
    store, meta, logger: { info: () => null }, parseData: async ({ data }) => data, generateDigest: JSON.stringify,
  });
  const kept = await publish(`Kept ${run}`);
  const other = await publish(`Other ${run}`);
  // The log has a change within a moment of its commit.
  const loadUntil = async condition => {
    do {
      requests.length = 0;
      await load();
    } while (!condition());
  };
  await loadUntil(() => entries.has(`en/${kept.slug}`) && entries.has(`en/${other.slug}`));
  assert.match(entries.get(`en/${kept.slug}`).rendered.html, /The text of Kept/);
  assert.equal(entries.get(`en/${kept.slug}`).data.stats, undefined);
  assert.deepEqual([...entries.keys()].sort(), await liveEntries());

  await loadUntil(() => requests.length === 1);
  const before = [...entries.values()];
  await load();
  assert.deepEqual([...entries.values()], before);
  assert.equal(requests.length, 2);

  await byline.countView(kept);
  await staff.change('/admin/articles/{article}', { article: kept.id },
    () => ({ title: `Kept on ${run}`, slug: `kept-on-${run}` }));
  await staff.post('/admin/articles/{article}/publish', { article: kept.id, body: {} }, { ifMatch: '*' });
  await staff.post('/admin/articles/{article}/unpublish', { article: other.id, body: {} }, { ifMatch: '*' });
  await loadUntil(() => !entries.has(`en/${other.slug}`));
  assert.equal(entries.get(`en/kept-on-${run}`).data.title, `Kept on ${run}`);
  assert.equal(entries.has(`en/${kept.slug}`), false);
  assert.deepEqual([...entries.keys()].sort(), await liveEntries());

  entries.clear();
  await load({ locale: 'en' });
  assert.ok(entries.has(`kept-on-${run}`));
});

async function liveEntries() {
  const slugs = [];
  for await (const { locale, slug } of byline.list('/articles', { size: 100 })) {
    slugs.push(`${locale}/${slug}`);
  }
  return slugs.sort();
}

test('tags for the cache of Next.js are those of the response, or of the address', async () => {
  const { slug, id } = await publish(`Tagged ${run}`);
  const found = [];
  const collecting = byline.with({ onResponse: response => found.push(tags(response)) });
  await collecting.get('/articles/{article}', { article: slug });
  await collecting.get('/articles', { size: 100 });
  assert.ok(found[0].includes('site') && found[0].includes(id));
  assert.deepEqual(found[1].slice(0, 2), ['site', 'articles']);
  assert.ok(found[1].length <= 128);

  const seen = [];
  const real = globalThis.fetch;
  globalThis.fetch = (address, init) => seen.push(init?.next) && real(address, init);
  try {
    const tagged = byline.with({ fetch: taggedFetch(300) });
    await tagged.get('/articles', { size: 1 });
    await tagged.get('/articles/{article}', { article: slug });
    await tagged.get('/categories');
    await tagged.get('/articles/{article}', { article: slug, include: ['neighbors'] });
    await tagged.get('/menus');
    await tagged.get('/articles/{article}/views', { article: slug });
    await staff.with({ fetch: taggedFetch() }).get('/admin/site');
  } finally {
    globalThis.fetch = real;
  }
  assert.deepEqual(seen, [{ revalidate: 300, tags: ['site', 'articles'] }, { revalidate: 300, tags: ['site', slug] },
    { revalidate: 300, tags: ['site', 'taxonomy'] }, { revalidate: 300, tags: ['site', 'articles', slug] },
    { revalidate: 300, tags: ['site', 'articles', 'taxonomy', 'menus'] }, undefined, undefined]);
});
