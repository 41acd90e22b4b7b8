// Swagger UI on a phone, by keyboard alone, for screen readers and in the dark.
import assert from 'node:assert/strict';
import { hasScheme, seriousFindings, sideways } from './axe.mjs';
import { Desk } from './desk.mjs';
import { account, BYLINE, expecting, PASSWORD, PICTURES, step, window } from './service.mjs';

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
/** What Swagger UI itself does; src/docs/desk.md lists it. */
const OF_SWAGGER_UI = new Set(['nested-interactive', 'color-contrast', 'label']);

async function comment(name) {
  const live = (await expecting(200, 'GET', '/api/v1/articles?size=1', undefined, null)).items[0];
  await expecting(200, 'PATCH', '/api/v1/admin/site', { commentsPolicy: 'all' });
  return (await expecting(202, 'POST', `/api/v1/articles/${live.slug}/comments`, { body: `Thank you, says ${name}.`, author: { name } }, null,
    { 'User-Agent': 'Mozilla/5.0 Firefox/140.0' })).id;
}

const stateOf = async id => (await expecting(200, 'GET', `/api/v1/admin/comments/${id}`)).state;

/** Serious findings of axe, those in parts of the desk and the others. */
async function examine(page) {
  const serious = await seriousFindings(page);
  const own = [];
  for (const finding of serious) {
    const within = await page.evaluate(target => {
      const found = document.querySelector(target);
      return !found || !!found.closest('.desk-bar, .desk-form, .desk-views, .desk-answer > :not(details), .desk-search, .desk-dialog, .desk-skip')
        || [...found.classList].some(name => name.startsWith('desk-'));
    }, finding.target.split(' iframe')[0]).catch(() => true);
    if (within) {
      own.push(finding);
    }
  }
  return { own, others: serious.filter(one => !own.includes(one)) };
}

/** Presses Tab until the element with the focus has this name. */
async function tabTo(page, name) {
  for (let presses = 1; presses < 400; presses++) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const one = document.activeElement;
      const label = one.labels && one.labels[0] ? one.labels[0].textContent : one.getAttribute('aria-label') || one.textContent;
      const shown = one.getBoundingClientRect();
      return { label: label.trim(), visible: getComputedStyle(one).outlineStyle !== 'none', seen: shown.width > 0 && shown.height > 0 };
    });
    if (focused.label.startsWith(name)) {
      assert.ok(focused.visible && focused.seen, `the focus on ${name} is seen`);
      return presses;
    }
  }
  throw new Error(`the keyboard does not reach ${name}`);
}

export async function access(browser) {
  const email = 'gil@example.com';
  let page = await window(browser);
  await account(page, 'Gil', email, 'editor');
  await page.context().close();

  for (const colorScheme of ['light', 'dark']) {
    page = await window(browser, { ...PHONE, colorScheme });
    await step(page, `on a phone (${colorScheme}): write, publish, approve, without scrolling sideways`, async () => {
      const waiting = await comment(`Ina ${colorScheme}`);
      const desk = new Desk(page);
      const check = async name => {
        await sideways(page);
        await hasScheme(page, colorScheme);
        assert.deepEqual((await examine(page)).own, [], name);
        await page.screenshot({ path: `${PICTURES}/desk-phone-${name}-${colorScheme}.png`, fullPage: true });
      };
      await desk.open();
      await page.locator('.opblock-tag').first().waitFor();
      await page.locator('.topbar select').waitFor();
      await check('start');
      await desk.signIn(email);
      await page.getByText('Gil · editor').waitFor();
      await desk.go('Write', 'createArticle');
      await desk.fill(desk.field('createArticle', 'Title'), 'Written on a phone');
      await desk.fill(desk.field('createArticle', 'Text'), 'One.\n\nTwo with a-very-long-word-that-does-not-end-before-the-edge-of-a-phone-screen.');
      await desk.form('createArticle').frameLocator('iframe').getByText('One.').waitFor();
      await check('form');
      await desk.execute('createArticle', 201);
      await check('written');
      await desk.go('Publish', 'publishArticle');
      const published = await (await desk.execute('publishArticle')).json();
      assert.equal(published.state, 'live');
      await sideways(page);
      await desk.go('Comments', 'listCommentsForStaff');
      await page.getByRole('button', { name: `Approve the comment by Ina ${colorScheme}` }).waitFor();
      await check('queue');
      await desk.click(`Approve the comment by Ina ${colorScheme}`);
      await page.getByText('approved, version 2').waitFor();
      await sideways(page);
      assert.equal(await stateOf(waiting), 'approved');
    });
    await page.context().close();
  }

  page = await window(browser);
  await step(page, 'by keyboard alone: sign in, write, publish, approve', async () => {
    const waiting = await comment('Jan');
    const keys = page.keyboard;
    const desk = new Desk(page);
    await desk.open();
    await tabTo(page, 'Sign in');
    await keys.press('Enter');
    await tabTo(page, 'Email');
    if (await page.evaluate(() => document.activeElement.tagName !== 'INPUT')) {
      await tabTo(page, 'Email');
    }
    await keys.type(email);
    await tabTo(page, 'Password');
    await keys.type(PASSWORD);
    await keys.press('Enter');
    await page.getByText('Gil · editor').waitFor();
    await tabTo(page, 'Write');
    await keys.press('Enter');
    // The focus is in the first field then.
    await page.waitForFunction(() => document.activeElement.matches('.desk-form input'));
    await keys.type('Written by keyboard');
    await tabTo(page, 'Text');
    await keys.type('One "quoted" paragraph.');
    await keys.press('Enter');
    await keys.press('Enter');
    await keys.type('Another one.');
    const [made] = await Promise.all([
      page.waitForResponse(response => response.status() === 201 && response.url().endsWith('/admin/articles')), keys.press('Control+Enter'),
    ]);
    const article = await made.json();
    assert.equal(article.body.source, 'One "quoted" paragraph.\n\nAnother one.');
    await page.locator('.desk-article').getByText('Written by keyboard').waitFor();
    await tabTo(page, 'Publish');
    await keys.press('Enter');
    await page.waitForFunction(() => document.activeElement.matches('.btn.execute'));
    await Promise.all([page.waitForResponse(response => response.url().endsWith('/publish')), keys.press('Enter')]);
    assert.equal((await expecting(200, 'GET', `/api/v1/admin/articles/${article.id}`)).state, 'live');
    await tabTo(page, 'Comments');
    await keys.press('Enter');
    await page.getByRole('button', { name: 'Approve the comment by Jan' }).waitFor();
    await tabTo(page, 'Approve the comment by Jan');
    await keys.press('Enter');
    await page.getByText('approved, version 2').waitFor();
    assert.equal(await stateOf(waiting), 'approved');
  });

  for (const colorScheme of ['light', 'dark']) {
    await step(page, `axe finds nothing serious in the parts of the desk (${colorScheme})`, async () => {
      await page.emulateMedia({ colorScheme });
      const desk = new Desk(page);
      const others = new Map();
      const check = async name => {
        const found = await examine(page);
        assert.deepEqual(found.own, [], name);
        found.others.forEach(one => others.set(one.rule, one));
        await page.screenshot({ path: `${PICTURES}/desk-${name}-${colorScheme}.png` });
      };
      await comment(`Kim ${colorScheme}`);
      await desk.go('Comments', 'listCommentsForStaff');
      await page.getByRole('button', { name: `Approve the comment by Kim ${colorScheme}` }).waitFor();
      await check('queue');
      await desk.go('Articles', 'listWorkingCopies');
      await page.getByText('at hand', { exact: true }).waitFor();
      await check('articles');
      await desk.go('Edit', 'patchArticle');
      await desk.field('patchArticle', 'Categories').click();
      await page.locator('.desk-options li').first().waitFor();
      await check('edit');
      assert.deepEqual([...others.keys()].filter(rule => !OF_SWAGGER_UI.has(rule)), [], JSON.stringify([...others.values()]));
      console.log(`   of Swagger UI itself (${colorScheme}): ${[...others.keys()].join(', ')}`);
      await hasScheme(page, colorScheme);
    });
  }

  await step(page, 'the search finds operations by any word, and a group can be skipped', async () => {
    const desk = new Desk(page);
    await desk.fill(page.getByLabel('Find an operation'), 'unpublish article');
    await desk.form('unpublishArticle').waitFor();
    assert.equal(await desk.form('listCategoriesForStaff').count(), 0);
    await desk.fill(page.getByLabel('Find an operation'), 'nothing has this word');
    await page.waitForFunction(() => !document.querySelector('.opblock'));
    await desk.fill(page.getByLabel('Find an operation'), '');
    await page.locator('.opblock-tag').first().waitFor();
    assert.equal(await page.locator('.desk-skip').count(), await page.locator('.opblock-tag').count());
  });

  await step(page, 'the bar leads out of the part of the contract that was chosen', async () => {
    const desk = new Desk(page);
    await page.goto(`${BYLINE}/q/swagger-ui/?urls.primaryName=Readers`);
    await page.locator('.opblock-tag').first().waitFor();
    await desk.go('Write', 'createArticle');
  });

  assert.deepEqual(page.refused, []);
  await page.context().close();
}
