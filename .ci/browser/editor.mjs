// The whole day of an editor in Swagger UI: no JSON, no id that is copied, no version that is typed.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { Desk } from './desk.mjs';
import { account, call, expecting, step, window } from './service.mjs';

const ZONE = 'Europe/Berlin';
export const WORDPRESS = new URL('../../src/test/resources/moves/wordpress.xml', import.meta.url).pathname;
export const TEXT = `“Trams”, she said, "are 'quiet'."

A path like C:\\trams\\new has backslashes, and a line
goes on after a break.

> "A quote", with **strong** words.

The last of four paragraphs: {"not": "JSON"}.`;

/** Tomorrow at 9:00 on clocks of the zone, and the instant that it is, by a way other than that of the desk. */
function tomorrowAtNine(zone) {
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(Date.now() + 86_400_000);
  for (let quarter = -60; quarter <= 60; quarter++) {
    const instant = new Date(Date.parse(`${day}T09:00:00Z`) + quarter * 900_000);
    const shown = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' }).format(instant);
    if (shown === `${day} 09:00`) {
      return { local: `${day}T09:00`, instant: instant.getTime() };
    }
  }
  throw new Error('no such time');
}

export async function editor(browser) {
  // The browser is in another zone than the site.
  const page = await window(browser, { timezoneId: 'America/New_York', acceptDownloads: true });
  const desk = new Desk(page);
  await expecting(200, 'PATCH', '/api/v1/admin/site', { timeZone: ZONE, locales: ['en', 'vi'], defaultLocale: 'en' });
  await account(page, 'Bo', 'bo@example.com', 'admin');
  const article = async () => (await expecting(200, 'GET', `/api/v1/admin/articles/${id}`));
  const task = (name, action) => step(page, name, () => desk.task(name, action));
  let id;

  await desk.open();
  await task('sign in', async () => {
    await desk.signIn('bo@example.com');
    await page.getByText('Bo · admin').waitFor();
  });

  await task('write four paragraphs with quotes', async () => {
    await desk.go('Write', 'createArticle');
    await desk.fill(desk.field('createArticle', 'Title'), 'The "quiet" trasm');
    await desk.fill(desk.field('createArticle', 'Text'), TEXT);
    id = (await (await desk.execute('createArticle', 201)).json()).id;
    assert.equal((await article()).body.source, TEXT);
  });

  await task('preview', async () => {
    // While writing: without a click.
    await desk.go('Edit', 'patchArticle');
    await page.frameLocator('[id$="-patchArticle"] iframe').locator('strong', { hasText: 'strong' }).waitFor();
    const [preview] = await Promise.all([page.waitForEvent('popup'), desk.click(page.locator('.desk-bar').getByRole('button', { name: 'Preview page' }))]);
    await preview.waitForLoadState();
    await preview.getByRole('heading', { name: 'The "quiet" trasm' }).waitFor();
    await preview.close();
  });

  await task('correct a typo', async () => {
    await desk.go('Edit', 'patchArticle');
    await desk.fill(desk.field('patchArticle', 'Title'), 'The "quiet" trams');
    await desk.execute('patchArticle');
    assert.equal((await article()).title, 'The "quiet" trams');
    assert.deepEqual(JSON.parse(desk.sent.at(-1).body), { title: 'The "quiet" trams' });
  });

  await task('plan for tomorrow 9:00', async () => {
    const { local, instant } = tomorrowAtNine(ZONE);
    await desk.go('Plan', 'scheduleArticle');
    await desk.fill(desk.field('scheduleArticle', 'When'), local);
    await desk.execute('scheduleArticle');
    assert.equal(Date.parse((await article()).schedule.at), instant);
    await desk.atHand().getByText('09:00').waitFor();
  });

  await task('publish', async () => {
    await desk.go('Publish', 'publishArticle');
    await desk.execute('publishArticle');
    assert.equal((await article()).state, 'live');
  });

  await task('choose a category and a tag', async () => {
    await desk.go('Edit', 'patchArticle');
    const category = (await expecting(200, 'GET', '/api/v1/admin/categories')).items[0];
    await desk.pick(desk.field('patchArticle', 'Categories'), category.name.slice(0, 4).toLowerCase(), category.name);
    await desk.pick(desk.field('patchArticle', 'Tags'), 'Public transport', 'Public transport');
    await desk.execute('patchArticle');
    assert.deepEqual((await article()).categories.map(one => one.id), [category.id]);
    assert.deepEqual((await article()).tags.map(one => one.name), ['Public transport']);
  });

  await task('restore a revision', async () => {
    await desk.go('Revisions', 'listRevisions');
    await desk.click('Restore version 1');
    await desk.form('restoreRevision').locator('.btn.execute').waitFor();
    await desk.execute('restoreRevision');
    assert.equal((await article()).title, 'The "quiet" trasm');
  });

  await task('translate', async () => {
    await desk.go('Translate', 'startTranslation');
    await desk.fill(desk.field('startTranslation', 'Title'), 'Tàu điện "êm"');
    const made = await (await desk.execute('startTranslation', 201)).json();
    assert.equal(made.locale, 'vi');
    await desk.atHand().getByText('Tàu điện "êm"').waitFor();
  });

  await task('switch to another article', async () => {
    await desk.click('Switch article');
    await desk.pick(page.getByLabel('Article', { exact: true }), 'quiet', 'The "quiet"');
    await desk.atHand().getByText('trasm').waitFor();
  });

  await task('unpublish', async () => {
    await desk.go('Unpublish', 'unpublishArticle');
    await desk.execute('unpublishArticle');
    assert.equal((await article()).state, 'unpublished');
  });

  await task('set views to 8', async () => {
    await desk.go('Views', 'setViews');
    await desk.fill(desk.field('setViews', 'Views'), '8');
    await desk.execute('setViews');
    assert.equal((await article()).stats.views, 8);
  });

  const live = (await expecting(200, 'GET', '/api/v1/articles?size=1', undefined, null)).items[0];
  await expecting(200, 'PATCH', '/api/v1/admin/site', { commentsPolicy: 'all' });
  const waiting = [];
  for (const [name, body] of [['Chi', 'Well said.'], ['Dan', 'Buy now.'], ['Eva', 'Rude.']]) {
    waiting.push((await expecting(202, 'POST', `/api/v1/articles/${live.slug}/comments`, { body, author: { name } }, null,
      { 'User-Agent': 'Mozilla/5.0 Firefox/140.0' })).id);
  }
  await task('moderate a queue of three', async () => {
    await desk.go('Comments', 'listCommentsForStaff');
    await page.getByText(live.title).first().waitFor();
    await desk.click('Approve the comment by Chi');
    await desk.click('Spam the comment by Dan');
    await desk.click('Reject the comment by Eva');
    await page.getByText('rejected, version 2').waitFor();
    const states = await Promise.all(waiting.map(async one => (await call('GET', `/api/v1/admin/comments/${one}`)).body.state));
    assert.deepEqual(states, ['approved', 'spam', 'rejected']);
  });

  await task('invite an editor', async () => {
    await desk.go('Invite', 'createAccount');
    await desk.fill(desk.field('createAccount', 'Name'), 'Fay');
    await desk.fill(desk.field('createAccount', 'Email'), 'fay@example.com');
    await desk.select(desk.field('createAccount', 'Role'), 'editor');
    await desk.execute('createAccount', 201);
    await desk.click('Send Fay the invitation');
    await page.getByText('is on its way').waitFor();
    const mails = await expecting(200, 'GET', '/api/v1/admin/mailbox?to=fay@example.com');
    assert.equal(mails.items.length, 1);
  });

  await task('import a WordPress file', async () => {
    await desk.go('Import', 'createImport');
    await desk.file(desk.field('createImport', 'File'), WORDPRESS);
    await desk.execute('createImport', 202);
    await page.getByText(/: (done|finished|completed|succeeded)/).first().waitFor();
    await desk.click('What became of each item');
    await page.getByRole('columnheader', { name: 'Outcome' }).waitFor();
  });

  await task('export', async () => {
    await desk.go('Export', 'createExport');
    const [file] = await Promise.all([page.waitForEvent('download'), desk.click('Download the file')]);
    const lines = (await readFile(await file.path(), 'utf8')).trim().split('\n').map(JSON.parse);
    assert.ok(lines.some(line => line.article && line.article.title === 'The "quiet" trasm'));
  });

  await step(page, 'none of it needed JSON, a copied id, or a typed version; no error was in the console', async () => {
    assert.deepEqual(page.refused, []);
  });
  await page.context().close();
  return desk;
}
