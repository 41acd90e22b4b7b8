// Signing in to Swagger UI: with an account and with a key; what is stored, how long it lasts, and what signing out clears.
import assert from 'node:assert/strict';
import { Desk } from './desk.mjs';
import { account, ADMIN_KEY, BYLINE, expecting, step, window } from './service.mjs';

const MINUTE = 60_000;
// No text of the contract, unlike that of other tests.
const PASSWORD = 'zebra crossing at midnight 7';

/** Everything that a browser keeps for the page, as text. */
const stored = page => page.evaluate(async () => JSON.stringify({
  local: { ...localStorage }, session: { ...sessionStorage }, cookies: document.cookie,
  databases: await indexedDB.databases(), caches: await caches.keys(),
}));

const state = page => page.evaluate(() => JSON.stringify(window.BylineDesk.system.getState().toJS()));

/** Lists the articles in Swagger UI, and returns the status. */
async function list(desk) {
  const [answer] = await Promise.all([
    desk.page.waitForResponse(response => /\/admin\/articles(\?|$)/.test(response.url())),
    desk.go('Articles', 'listWorkingCopies'),
  ]);
  return answer.status();
}

export async function sessions(browser) {
  const email = 'mia@example.com';
  let page = await window(browser);
  await account(page, 'Mia', email, 'editor', PASSWORD);

  await step(page, 'a wrong password says so, and no password is stored', async () => {
    const desk = new Desk(page);
    await desk.open();
    await page.evaluate(() => localStorage.setItem('authorized', '{"signIn":{"password":"of an earlier version"}}'));
    await desk.open();
    assert.equal(await page.evaluate(() => localStorage.getItem('authorized')), null);
    await desk.signIn(email, 'not the password');
    await page.getByRole('alert').getByText('The email or the password is wrong.').waitFor();
    await page.keyboard.press('Escape');
    await desk.signIn(email, PASSWORD);
    await page.getByText('Mia · editor').waitFor();
    assert.equal(await list(desk), 200);
    const kept = await stored(page);
    for (const text of [kept, await state(page), JSON.stringify(await page.context().cookies())]) {
      assert.ok(!text.includes(PASSWORD) && !text.includes('not the password'), text);
    }
    assert.ok(!JSON.stringify(JSON.parse(kept).local).includes('byline_'), 'tokens are in sessionStorage only');
    // A reload keeps the session; another window has none.
    await page.reload();
    await page.getByText('Mia · editor').waitFor();
    const other = await page.context().newPage();
    await other.goto(`${BYLINE}/q/swagger-ui/`);
    await other.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
    await other.close();
  });

  await step(page, 'signing out clears all, and ends the session on the server', async () => {
    const token = JSON.parse(JSON.parse(await stored(page)).session['byline.session']).access;
    await expecting(200, 'GET', '/api/v1/admin/accounts/me', undefined, token);
    await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: 'Sign out' }).click()]);
    await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
    assert.deepEqual(JSON.parse(await stored(page)), { local: {}, session: {}, cookies: '', databases: [], caches: [] });
    assert.ok(!(await state(page)).includes(token));
    await expecting(401, 'GET', '/api/v1/admin/accounts/me', undefined, token);
  });
  await page.context().close();

  page = await window(browser);
  await step(page, 'work does not end after 15 minutes, in two windows that share a session', async () => {
    await page.clock.install();
    const desk = new Desk(page);
    const refreshes = [];
    page.context().on('request', request => /grant_type=refresh_token/.test(request.postData() ?? '') && refreshes.push(request));
    await desk.open();
    await desk.signIn(email, PASSWORD, true);
    await page.getByText('Mia · editor').waitFor();
    const second = new Desk(await page.context().newPage());
    second.page.setDefaultTimeout(20_000);
    await second.open();
    await second.page.getByText('Mia · editor').waitFor();
    for (let round = 1; round <= 3; round++) {
      const used = refreshes.length;
      await page.clock.fastForward(14 * MINUTE);
      for (let tries = 0; refreshes.length === used && tries < 200; tries++) {
        await new Promise(later => setTimeout(later, 50));
      }
      assert.equal(await list(desk), 200);
      assert.equal(await list(second), 200);
      assert.equal(refreshes.length, used + 1, 'a refresh token is used once, by one window');
    }
    await Promise.all([second.page.waitForEvent('load'), page.getByRole('button', { name: 'Sign out' }).click()]);
    await second.page.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
  });
  await page.context().close();

  page = await window(browser);
  await step(page, 'a duplicate of a window goes on with the session, too', async () => {
    await page.clock.install();
    const desk = new Desk(page);
    await desk.open();
    await desk.signIn(email, PASSWORD);
    await page.getByText('Mia · editor').waitFor();
    const [copied] = await Promise.all([page.waitForEvent('popup'), page.evaluate(() => void window.open(location.href))]);
    const copy = new Desk(copied);
    copied.setDefaultTimeout(20_000);
    await copied.getByText('Mia · editor').waitFor();
    await page.clock.fastForward(14 * MINUTE);
    assert.equal(await list(desk), 200);
    assert.equal(await list(copy), 200);
    await page.clock.fastForward(14 * MINUTE);
    assert.equal(await list(copy), 200);
    assert.equal(await list(desk), 200);
  });
  await page.context().close();

  const { secret, key } = await expecting(201, 'POST', '/api/v1/admin/api-keys', { name: 'desk' });
  for (const pasted of [ADMIN_KEY, `Bearer ${secret ?? key}`, ` ${secret ?? key}\n`]) {
    page = await window(browser);
    await step(page, 'a pasted key works, with and without “Bearer”', async () => {
      const desk = new Desk(page);
      await desk.open();
      await desk.click('Sign in', page.locator('.desk-who'));
      await desk.click('API key');
      await desk.fill(page.getByLabel('Key, with or without'), 'Bearer byline_of_nobody');
      await desk.click('Use this key');
      await page.getByRole('alert').getByText('not valid').waitFor();
      await desk.fill(page.getByLabel('Key, with or without'), pasted);
      await desk.click('Use this key');
      await page.getByRole('button', { name: 'Sign out' }).waitFor();
      assert.equal(await list(desk), 200);
      assert.equal(await page.evaluate(() => localStorage.length), 0);
    });
    await page.context().close();
  }
}
