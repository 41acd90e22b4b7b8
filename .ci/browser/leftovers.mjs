// Two people's articles on one desk: nothing of one is ever sent to the other.
import assert from 'node:assert/strict';
import { Desk } from './desk.mjs';
import { ADMIN_KEY, call, expecting, step, window } from './service.mjs';

export async function leftovers(browser) {
  const page = await window(browser);
  const desk = new Desk(page);
  const articles = {};
  for (const name of ['ALPHA', 'BETA']) {
    articles[name] = await expecting(201, 'POST', '/api/v1/admin/articles', { title: `${name} article`, body: { format: 'markdown', source: `${name} text` } });
  }
  // ALPHA has another version than BETA.
  for (let save = 0; save < 3; save++) {
    await expecting(200, 'PATCH', `/api/v1/admin/articles/${articles.ALPHA.id}`, { excerpt: `ALPHA excerpt ${save}` });
  }
  const now = async name => (await expecting(200, 'GET', `/api/v1/admin/articles/${articles[name].id}`));
  const switchTo = async name => {
    await desk.click(page.locator('.desk-article').getByRole('button', { name: /Switch article|Choose an article/ }));
    await desk.pick(page.getByLabel('Article', { exact: true }), name, `${name} article`);
    await desk.atHand().getByText(name).waitFor();
  };
  await desk.open();
  await desk.click('Sign in', page.locator('.desk-who'));
  await desk.click('API key');
  await desk.fill(page.getByLabel('Key, with or without'), ADMIN_KEY);
  await desk.click('Use this key');
  await page.getByRole('button', { name: 'Sign out' }).waitFor();

  const title = () => desk.field('patchArticle', 'Title');
  const text = () => desk.field('patchArticle', 'Text');

  await step(page, 'a form that is half filled in stays with its article', async () => {
    await switchTo('ALPHA');
    await desk.go('Edit', 'patchArticle');
    await title().fill('ALPHA article, changed');
    await desk.go('Plan', 'scheduleArticle');
    await desk.field('scheduleArticle', 'When').fill('2035-05-05T09:00');
    await desk.go('Views', 'setViews');
    await desk.field('setViews', 'Views').fill('4711');
    await switchTo('BETA');
    assert.equal(await title().inputValue(), 'BETA article');
    assert.equal(await text().inputValue(), 'BETA text');
    assert.equal(await desk.field('scheduleArticle', 'When').inputValue(), '');
    assert.equal(await desk.field('setViews', 'Views').inputValue(), '');
    await text().fill('BETA text, changed');
    await desk.execute('patchArticle');
    const sent = desk.sent.at(-1);
    assert.equal(sent.path, `/api/v1/admin/articles/${articles.BETA.id}`);
    assert.equal(sent.version, '"1"');
    assert.deepEqual(JSON.parse(sent.body), { body: { format: 'markdown', source: 'BETA text, changed' } });
  });

  await step(page, 'and is there again with its article', async () => {
    await switchTo('ALPHA');
    assert.equal(await title().inputValue(), 'ALPHA article, changed');
    assert.equal(await text().inputValue(), 'ALPHA text');
    await desk.execute('patchArticle');
    const sent = desk.sent.at(-1);
    assert.equal(sent.version, '"4"');
    assert.deepEqual(JSON.parse(sent.body), { title: 'ALPHA article, changed' });
    assert.equal((await now('ALPHA')).title, 'ALPHA article, changed');
  });

  await step(page, 'verbs go to the article at hand, with its version', async () => {
    await desk.go('Publish', 'publishArticle');
    await switchTo('BETA');
    const { version } = await now('BETA');
    await desk.execute('publishArticle');
    assert.equal(desk.sent.at(-1).path, `/api/v1/admin/articles/${articles.BETA.id}/publish`);
    assert.equal(desk.sent.at(-1).version, `"${version}"`);
    assert.equal((await now('ALPHA')).state, 'never_published');
  });

  await step(page, 'a revision that was chosen for one is not restored for the other', async () => {
    await desk.go('Revisions', 'listRevisions');
    await desk.click('Restore version 1');
    await desk.field('restoreRevision', 'Which save').waitFor();
    await page.waitForFunction(() => document.querySelector('[id$="-restoreRevision"] .desk-form select').value === '1');
    await switchTo('ALPHA');
    assert.equal(await desk.field('restoreRevision', 'Which save').inputValue(), '');
    const before = desk.sent.length;
    await desk.form('restoreRevision').locator('.btn.execute').click();
    await desk.form('restoreRevision').getByText('Required field is not provided').waitFor();
    assert.equal(desk.sent.length, before);
  });

  await step(page, 'the JSON view shows what the form says, and the other way round', async () => {
    await desk.go('Edit', 'patchArticle');
    const form = desk.form('patchArticle');
    await title().fill('ALPHA by form');
    await form.getByRole('button', { name: 'JSON' }).click();
    assert.deepEqual(JSON.parse(await form.locator('textarea').inputValue()), { title: 'ALPHA by form' });
    await form.locator('textarea').fill('{"title": "ALPHA by JSON", "tags": ["ALPHA"]}');
    await form.getByRole('button', { name: 'JSON' }).click();
    assert.equal(await title().inputValue(), 'ALPHA by JSON');
    await form.getByRole('button', { name: 'Remove ALPHA' }).waitFor();
    assert.equal(await text().inputValue(), 'ALPHA text');
  });

  await step(page, 'another article that is typed in the JSON view gets nothing of this one', async () => {
    const form = desk.form('patchArticle');
    await form.getByRole('button', { name: 'JSON' }).click();
    const before = desk.sent.length;
    await form.locator('tr[data-param-name="article"] input').fill(articles.BETA.slug);
    await form.locator('.btn.execute').click();
    await form.getByText('Nothing was sent').first().waitFor();
    assert.equal(desk.sent.length, before);
    await desk.atHand().getByText('BETA').waitFor();
    await page.waitForFunction(() => document.querySelector('[id$="-patchArticle"] textarea').value.trim() === '{}');
    assert.equal(await form.locator('tr[data-param-name="If-Match"] input').inputValue(), `"${(await now('BETA')).version}"`);
    await form.locator('textarea').fill('{"excerpt": "BETA excerpt"}');
    await desk.execute('patchArticle');
    assert.equal((await now('BETA')).excerpt, 'BETA excerpt');
    await form.getByRole('button', { name: 'JSON' }).click();
  });

  await step(page, 'a save by another person is not overwritten', async () => {
    await desk.go('Edit', 'patchArticle');
    await title().fill('BETA of mine');
    await expecting(200, 'PATCH', `/api/v1/admin/articles/${articles.BETA.id}`, { title: 'BETA of another person', tags: ['BETA'] });
    await desk.execute('patchArticle', 412);
    await desk.form('patchArticle').getByText('was saved meanwhile').waitFor();
    assert.equal((await now('BETA')).title, 'BETA of another person');
    await desk.execute('patchArticle', 412);
    await desk.click(page.getByRole('button', { name: /Put my changes on version/ }));
    await desk.execute('patchArticle');
    const merged = await now('BETA');
    assert.equal(merged.title, 'BETA of mine');
    assert.deepEqual(merged.tags.map(tag => tag.name), ['BETA']);
  });

  await step(page, 'no request had anything of the other article', async () => {
    const own = { [articles.ALPHA.id]: 'BETA', [articles.BETA.id]: 'ALPHA' };
    for (const { path, body } of desk.sent) {
      const id = path.split('/')[5];
      assert.ok(!own[id] || !(body ?? '').includes(own[id]), `${path} ${body}`);
    }
    const { items } = (await call('GET', '/api/v1/admin/audit-log?size=100')).body;
    assert.ok(items.length > 0);
  });
  await page.context().close();
}
