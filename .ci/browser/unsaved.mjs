// What is typed and not sent yet: no other part of the contract, no closed form and no reload loses it unasked.
import assert from 'node:assert/strict';
import { Desk } from './desk.mjs';
import { ADMIN_KEY, expecting, step, window } from './service.mjs';

const ENDLESS = '{"mood": ';
/** The parts of the contract by operations that they have and lack. */
const PARTS = {
  Readers: [['listArticles'], ['createArticle']],
  Editors: [['createArticle'], ['createAccount']],
  Administrators: [['createAccount'], ['createArticle']],
  All: [['createArticle', 'createAccount', 'listArticles'], []],
};

export async function unsaved(browser) {
  const page = await window(browser);
  const desk = new Desk(page);
  const articles = [];
  for (const title of ['GAMMA article', 'DELTA article']) {
    articles.push(await expecting(201, 'POST', '/api/v1/admin/articles', { title }));
  }
  const titleOf = async index => (await expecting(200, 'GET', `/api/v1/admin/articles/${articles[index].id}`)).title;
  const switchTo = async name => {
    await desk.click(page.locator('.desk-article').getByRole('button', { name: /Switch article|Choose an article/ }));
    await desk.pick(page.locator('#desk-switch'), name, `${name} article`);
    await desk.atHand().getByText(name).waitFor();
  };
  const choosePart = async part => {
    await page.locator('.topbar select').selectOption({ label: part });
    await page.waitForFunction(([found, missing]) => found.every(window.BylineDesk.operation)
      && !missing.some(window.BylineDesk.operation), PARTS[part]);
  };
  /** Does what may make the browser or the desk ask, and returns the kind of question; null if none comes. */
  const asked = async (action, answer) => {
    let kind = null;
    const reply = dialog => {
      kind = dialog.type();
      return dialog[answer]();
    };
    page.on('dialog', reply);
    await action();
    page.off('dialog', reply);
    return kind;
  };
  const metadata = () => desk.field('patchArticle', 'Metadata');

  await desk.open();
  await desk.click('Sign in', page.locator('.desk-who'));
  await desk.click('API key');
  await desk.fill(page.getByLabel('Key, with or without'), ADMIN_KEY);
  await desk.click('Use this key');
  await page.getByRole('button', { name: 'Sign out' }).waitFor();

  await step(page, 'a page without unsaved text is left without a question', async () => {
    await switchTo('GAMMA');
    await desk.go('Edit', 'patchArticle');
    await desk.field('patchArticle', 'Title').fill('GAMMA');
    await desk.field('patchArticle', 'Title').fill('GAMMA article');
    assert.equal(await asked(() => page.reload(), 'dismiss'), null);
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
  });

  await step(page, 'another part of the contract loses nothing that is typed', async () => {
    await switchTo('GAMMA');
    await desk.go('Write', 'createArticle');
    await desk.field('createArticle', 'Title').fill('A new one');
    await desk.field('createArticle', 'Text').fill('“Half” a\n\ntext.');
    await desk.go('Edit', 'patchArticle');
    await desk.field('patchArticle', 'Title').fill('GAMMA article, changed');
    await desk.go('Plan', 'scheduleArticle');
    await desk.field('scheduleArticle', 'When').fill('2035-05-05T09:00');
    await desk.go('Comments', 'listCommentsForStaff');
    await desk.form('listCommentsForStaff').getByText('Filters and pages').click();
    await desk.field('listCommentsForStaff', 'Author').fill('Ina');
    for (const part of Object.keys(PARTS)) {
      await choosePart(part);
    }
    for (const part of ['Editors', 'All']) {
      await choosePart(part);
      await desk.go('Write', 'createArticle');
      assert.equal(await desk.field('createArticle', 'Title').inputValue(), 'A new one');
      assert.equal(await desk.field('createArticle', 'Text').inputValue(), '“Half” a\n\ntext.');
      await desk.go('Edit', 'patchArticle');
      assert.equal(await desk.field('patchArticle', 'Title').inputValue(), 'GAMMA article, changed');
      await desk.go('Plan', 'scheduleArticle');
      assert.equal(await desk.field('scheduleArticle', 'When').inputValue(), '2035-05-05T09:00');
      assert.equal(await desk.field('listCommentsForStaff', 'Author').inputValue(), 'Ina');
    }
    await desk.execute('patchArticle');
    assert.deepEqual(JSON.parse(desk.sent.at(-1).body), { title: 'GAMMA article, changed' });
    assert.equal(await titleOf(0), 'GAMMA article, changed');
  });

  await step(page, 'JSON that is not finished stays with its field and its article, and is not dropped from a request', async () => {
    await desk.go('Edit', 'patchArticle');
    await desk.form('patchArticle').getByText('More fields').click();
    await metadata().fill(ENDLESS);
    await switchTo('DELTA');
    assert.equal(await metadata().inputValue(), '');
    await switchTo('GAMMA');
    assert.equal(await metadata().inputValue(), ENDLESS);
    await desk.form('patchArticle').locator('.opblock-summary-control').click();
    await desk.form('patchArticle').locator('.desk-form').waitFor({ state: 'detached' });
    await desk.go('Edit', 'patchArticle');
    await desk.form('patchArticle').getByText('More fields').click();
    assert.equal(await metadata().inputValue(), ENDLESS);
    const before = desk.sent.length;
    await desk.form('patchArticle').locator('.btn.execute').click();
    await desk.form('patchArticle').getByText('Nothing was sent').first().waitFor();
    assert.equal(desk.sent.length, before);
    await metadata().fill(`${ENDLESS}"good"}`);
    await desk.execute('patchArticle');
    assert.deepEqual(JSON.parse(desk.sent.at(-1).body), { metadata: { mood: 'good' } });
  });

  await step(page, 'the JSON view goes back to what is saved, and not to an example', async () => {
    const form = desk.form('patchArticle');
    await form.getByRole('button', { name: 'JSON' }).click();
    await form.locator('textarea').fill('{"title": "Changed"}');
    await form.getByRole('button', { name: 'Reset' }).click();
    await page.waitForFunction(() => document.querySelector('[id$="-patchArticle"] textarea').value.trim() === '{}');
    await form.getByRole('button', { name: 'JSON' }).click();
    assert.equal(await desk.field('patchArticle', 'Title').inputValue(), 'GAMMA article, changed');
  });

  await step(page, 'the browser asks before a page with unsaved text is left', async () => {
    await switchTo('DELTA');
    await desk.go('Edit', 'patchArticle');
    await desk.field('patchArticle', 'Title').fill('DELTA article, changed');
    // It stays unsaved while another article is at hand.
    await switchTo('GAMMA');
    assert.equal(await asked(() => Promise.all([page.waitForEvent('dialog'), page.evaluate(() => location.reload())]), 'dismiss'),
      'beforeunload');
    await switchTo('DELTA');
    assert.equal(await desk.field('patchArticle', 'Title').inputValue(), 'DELTA article, changed');
  });

  await step(page, 'and the desk asks before it signs out', async () => {
    const signOut = page.getByRole('button', { name: 'Sign out' });
    assert.equal(await asked(() => signOut.click(), 'dismiss'), 'confirm');
    assert.equal(await desk.field('patchArticle', 'Title').inputValue(), 'DELTA article, changed');
    await desk.execute('patchArticle');
    assert.equal(await titleOf(1), 'DELTA article, changed');
    await switchTo('GAMMA');
    await desk.field('scheduleArticle', 'When').fill('');
    await desk.execute('createArticle', 201);
    assert.equal(await asked(() => Promise.all([page.waitForEvent('load'), signOut.click()]), 'dismiss'), null);
    await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
  });

  await step(page, 'who agrees to discard the text finds nothing of it', async () => {
    await desk.click('Sign in', page.locator('.desk-who'));
    await desk.click('API key');
    await desk.fill(page.getByLabel('Key, with or without'), ADMIN_KEY);
    await desk.click('Use this key');
    await desk.go('Write', 'createArticle');
    await desk.field('createArticle', 'Title').fill('Never sent');
    const signOut = page.getByRole('button', { name: 'Sign out' });
    assert.equal(await asked(() => Promise.all([page.waitForEvent('load'), signOut.click()]), 'accept'), 'confirm');
    await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
    assert.ok(!await page.evaluate(() => JSON.stringify(window.BylineDesk.system.getState().toJS()).includes('Never sent')));
  });

  await page.context().close();
}
