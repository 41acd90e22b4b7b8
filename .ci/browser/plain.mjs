// The day of an editor in Swagger UI as it is without the desk, for the counts in src/docs/desk.md. Nothing goes wrong:
// each JSON is right at the first attempt, operations stay open, and a parameter that is right already is left alone.
import assert from 'node:assert/strict';
import { Counter } from './counter.mjs';
import { account, BYLINE, call, expecting, PASSWORD, step, window } from './service.mjs';

const WITHOUT_DESK = 'window.BylineDesk = { plugin: () => ({}), intercept: request => request };';
/** How a value comes into a field: copied from an answer, or typed from one. */
const id = value => ({ value, from: 'ids' });
const version = value => ({ value: String(value), from: 'versions' });

class Plain extends Counter {
  block(operationId) {
    return this.page.locator(`[id$="-${operationId}"]`);
  }

  /** Opens an operation, and its group before it, unless they are open. */
  async open(tag, operationId) {
    const group = this.page.locator('.opblock-tag-section').filter({ has: this.page.locator(`h3[data-tag="${tag}"]`) });
    if (!await group.evaluate(section => section.classList.contains('is-open'))) {
      await this.press(group.locator('h3'));
    }
    const block = this.block(operationId);
    if (!await block.evaluate(one => one.classList.contains('is-open'))) {
      await this.press(block.locator('.opblock-summary-control'));
    }
    await block.locator('.btn.execute').waitFor();
  }

  async run(tag, operationId, { parameters = {}, body, file, status = 200 } = {}) {
    await this.open(tag, operationId);
    const block = this.block(operationId);
    for (const [name, given] of Object.entries(parameters)) {
      const field = block.locator(`tr[data-param-name="${name}"] input`);
      const value = name === 'If-Match' ? `"${given.value}"` : given.value;
      if (await field.inputValue() !== value) {
        await this.fill(field, value, given.from);
      }
    }
    if (body) {
      await this.fill(block.locator('.opblock-section-request-body textarea'), JSON.stringify(body, null, 2));
    }
    if (file) {
      await this.select(block.locator('.opblock-section-request-body select').first(), 'application/octet-stream');
      await this.file(block.locator('input[type=file]'), file);
    }
    const [answer] = await Promise.all([
      this.page.waitForResponse(response => response.url().includes('/api/v1/') && response.request().resourceType() === 'fetch'),
      this.press(block.locator('.btn.execute')),
    ]);
    assert.equal(answer.status(), status, `${operationId}: ${await answer.text().catch(() => '')}`);
    await block.locator('.live-responses-table').first().waitFor({ state: 'attached' });
    return status === 204 ? null : answer;
  }
}

export async function plain(browser, text, wordpress) {
  const page = await window(browser, { acceptDownloads: true });
  await page.context().route(/\/desk\/[^/]+\.js$/, route => route.fulfill({
    contentType: 'text/javascript', body: /\/desk\/desk\./.test(route.request().url()) ? WITHOUT_DESK : '',
  }));
  await expecting(200, 'PATCH', '/api/v1/admin/site', { locales: ['en', 'vi'], defaultLocale: 'en' });
  await account(page, 'Pat', 'pat@example.com', 'admin');
  const counter = new Plain(page);
  const task = (name, action) => step(page, `without the desk: ${name}`, () => counter.task(name, action));
  let made;
  const newest = async () => {
    made = await expecting(200, 'GET', `/api/v1/admin/articles/${made.id}`);
    return made;
  };
  /** The parameters of a change: what the person copied from the last answer. */
  const change = async () => ({ article: id(made.id), 'If-Match': version((await newest()).version) });

  await page.goto(`${BYLINE}/q/swagger-ui/`);
  await page.locator('.opblock-tag').first().waitFor();
  assert.equal(await page.locator('.desk-bar').count(), 0);

  await task('sign in', async () => {
    await counter.press(page.locator('button.authorize'));
    const form = page.locator('.auth-container', { hasText: '(OAuth2, password)' }).first();
    await counter.fill(form.locator('input[type=text]').first(), 'pat@example.com');
    await counter.fill(form.locator('input[type=password]').first(), PASSWORD);
    await counter.press(form.locator('button.authorize'));
    await form.locator('button', { hasText: 'Logout' }).waitFor();
    await counter.press(page.locator('.close-modal'));
  });

  await task('write four paragraphs with quotes', async () => {
    const body = { title: 'The "plain" trasm', body: { format: 'markdown', source: text } };
    made = await (await counter.run('Staff: articles', 'createArticle', { body, status: 201 })).json();
    assert.equal((await newest()).body.source, text);
  });

  await task('preview', async () => {
    const answer = await counter.run('Staff: previews', 'createPreview', { parameters: { article: id(made.id) }, body: {}, status: 201 });
    // The address in the JSON is no link: it is copied into the address bar of another window.
    counter.fields++;
    counter.ids++;
    const preview = await page.context().newPage();
    await preview.goto((await answer.json()).url);
    await preview.getByRole('heading', { name: 'The "plain" trasm' }).waitFor();
    await preview.close();
  });

  await task('correct a typo', async () => {
    await counter.run('Staff: articles', 'patchArticle', { parameters: await change(), body: { title: 'The "plain" trams' } });
    assert.equal((await newest()).title, 'The "plain" trams');
  });

  await task('plan for tomorrow 9:00', async () => {
    const at = new Date(Date.now() + 86_400_000).toISOString().replace(/T.*/, 'T09:00:00+01:00');
    await counter.run('Staff: articles', 'scheduleArticle', { parameters: await change(), body: { action: 'publish', at } });
    assert.equal(Date.parse((await newest()).schedule.at), Date.parse(at));
  });

  await task('publish', async () => {
    await counter.run('Staff: articles', 'publishArticle', { parameters: await change(), body: {} });
    assert.equal((await newest()).state, 'live');
  });

  await task('choose a category and a tag', async () => {
    const { items: [category] } = await (await counter.run('Staff: categories', 'listCategoriesForStaff')).json();
    counter.ids++;
    await counter.run('Staff: articles', 'patchArticle',
      { parameters: await change(), body: { categories: [category.id], tags: ['Public transport'] } });
    assert.deepEqual((await newest()).categories.map(one => one.id), [category.id]);
  });

  await task('restore a revision', async () => {
    await counter.run('Staff: revisions', 'listRevisions', { parameters: { article: id(made.id) } });
    await counter.run('Staff: revisions', 'restoreRevision', { parameters: { ...await change(), version: version(1) } });
    assert.equal((await newest()).title, 'The "plain" trasm');
  });

  await task('translate', async () => {
    const answer = await counter.run('Staff: articles', 'startTranslation',
      { parameters: { article: id(made.id) }, body: { locale: 'vi', title: 'Tàu điện' }, status: 201 });
    assert.equal((await answer.json()).locale, 'vi');
  });

  await task('switch to another article', async () => {
    // Its id is copied into each operation that follows, and counted there.
    await counter.run('Staff: articles', 'listWorkingCopies');
  });

  await task('unpublish', async () => {
    await counter.run('Staff: articles', 'unpublishArticle', { parameters: await change(), body: {} });
    assert.equal((await newest()).state, 'unpublished');
  });

  await task('set views to 8', async () => {
    await counter.run('Staff: views', 'setViews', { parameters: { article: id(made.id) }, body: { views: 8 } });
    assert.equal((await newest()).stats.views, 8);
  });

  const live = (await expecting(200, 'GET', '/api/v1/articles?size=1', undefined, null)).items[0];
  await expecting(200, 'PATCH', '/api/v1/admin/site', { commentsPolicy: 'all' });
  const waiting = [];
  for (const body of ['Well written.', 'Buy tomorrow.', 'Ruder.']) {
    waiting.push((await expecting(202, 'POST', `/api/v1/articles/${live.slug}/comments`, { body, author: { name: 'Uma' } }, null,
      { 'User-Agent': 'Mozilla/5.0 Firefox/140.0' })).id);
  }
  await task('moderate a queue of three', async () => {
    await counter.run('Staff: comments', 'listCommentsForStaff');
    for (const [index, operationId] of ['approveComment', 'markCommentAsSpam', 'rejectComment'].entries()) {
      await counter.run('Staff: comments', operationId, { parameters: { comment: id(waiting[index]), 'If-Match': version(1) }, body: {} });
    }
    const states = await Promise.all(waiting.map(async one => (await call('GET', `/api/v1/admin/comments/${one}`)).body.state));
    assert.deepEqual(states, ['approved', 'spam', 'rejected']);
  });

  await task('invite an editor', async () => {
    const invited = { name: 'Uli', email: 'uli@example.com', role: 'editor' };
    await counter.run('Staff: accounts', 'createAccount', { body: invited, status: 201 });
    await counter.run('Signing in', 'sendStaffPasswordLink', { body: { email: invited.email }, status: 204 });
  });

  await task('import a WordPress file', async () => {
    const answer = await counter.run('Staff: transfer', 'createImport', { file: wordpress, status: 202 });
    const job = answer.headers().location.split('/').at(-1);
    for (let tries = 0; !(await expecting(200, 'GET', `/api/v1/admin/imports/${job}`)).finishedAt && tries < 200; tries++) {
      await new Promise(later => setTimeout(later, 100));
    }
    await counter.run('Staff: transfer', 'getImport', { parameters: { import: id(job) } });
    await counter.run('Staff: transfer', 'listImportItems', { parameters: { import: id(job) } });
  });

  await task('export', async () => {
    await counter.run('Staff: transfer', 'createExport');
    await counter.press(counter.block('createExport').locator('.live-responses-table').getByText(/^Download/));
  });

  await page.context().close();
  return counter;
}
