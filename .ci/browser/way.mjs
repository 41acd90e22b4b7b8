// Finding the way in Swagger UI: documents by role, groups, deep links, folded answers, and lists with names and times.
import assert from 'node:assert/strict';
import { Desk } from './desk.mjs';
import { account, BYLINE, expecting, step, window } from './service.mjs';

const ZONE = 'Asia/Kolkata';
const DAY = ['Staff: articles', 'Staff: previews', 'Staff: revisions', 'Staff: media', 'Staff: comments', 'Staff: views', 'Staff: categories',
  'Staff: tags', 'Staff: authors'];

/** Times of pickers as they are sent: the hour that spring skips, the one that autumn has twice, and odd offsets. */
const TIMES = [
  ['Europe/Berlin', '2026-03-29T02:30', '2026-03-29T03:30:00+02:00'],
  ['Europe/Berlin', '2026-10-25T02:30', '2026-10-25T02:30:00+02:00'],
  ['Europe/Berlin', '2026-10-25T03:00', '2026-10-25T03:00:00+01:00'],
  ['America/New_York', '2026-03-08T02:00', '2026-03-08T03:00:00-04:00'],
  ['Australia/Lord_Howe', '2026-10-04T02:10', '2026-10-04T02:40:00+11:00'],
  ['Asia/Kathmandu', '2026-01-01T00:00', '2026-01-01T00:00:00+05:45'],
  ['UTC', '2028-02-29T23:59', '2028-02-29T23:59:00+00:00'],
];

export async function way(browser) {
  const page = await window(browser);
  const desk = new Desk(page);
  await expecting(200, 'PATCH', '/api/v1/admin/site', { timeZone: ZONE });
  await account(page, 'Zoe', 'zoe@example.com', 'admin');

  await step(page, 'the documents are chosen by role, the groups have the order of a day, and all is closed at first', async () => {
    await desk.open();
    await page.locator('.opblock-tag').first().waitFor();
    assert.deepEqual(await page.locator('.topbar select option').allTextContents(), ['All', 'Administrators', 'Editors', 'Readers']);
    const groups = await page.locator('.opblock-tag').evaluateAll(all => all.map(one => one.dataset.tag));
    assert.deepEqual(groups.slice(0, DAY.length), DAY);
    assert.equal(await page.locator('.opblock, .desk-about[open]').count(), 0);
  });

  await step(page, 'a deep link opens its operation, in its document', async () => {
    await page.goto('about:blank');
    await page.goto(`${BYLINE}/q/swagger-ui/?urls.primaryName=Editors#/Staff%3A%20articles/createArticle`);
    await desk.form('createArticle').locator('.btn.execute').waitFor();
    assert.equal(await page.locator('.topbar select option:checked').textContent(), 'Editors');
    assert.equal(await page.locator('.opblock.is-open').count(), 1);
  });

  await step(page, 'each verb says the version that it made', async () => {
    await desk.open();
    await desk.signIn('zoe@example.com');
    await page.getByText('Zoe · admin').waitFor();
    await desk.go('Write', 'createArticle');
    await desk.fill(desk.field('createArticle', 'Title'), 'Seen in the log');
    await desk.fill(desk.field('createArticle', 'Text'), 'A text.');
    await desk.execute('createArticle', 201);
    await desk.form('createArticle').getByText('version 1').first().waitFor();
    await desk.go('Publish', 'publishArticle');
    await desk.execute('publishArticle');
    await desk.form('publishArticle').locator('.desk-answer').getByText('version 2').waitFor();
    await desk.atHand().getByText('version 2').waitFor();
  });

  await step(page, 'documented answers are folded after the real one', async () => {
    const block = desk.form('publishArticle');
    const documented = block.getByRole('button', { name: 'Documented responses' });
    const others = block.locator('.responses-table:not(.live-responses-table)');
    assert.equal(await others.isVisible(), false);
    const [real, folded] = await Promise.all([block.locator('.desk-answer').boundingBox(), documented.boundingBox()]);
    assert.ok(real.y < folded.y);
    await documented.click();
    await others.waitFor();
  });

  await step(page, 'the audit log has titles, names, and times in the zone of the site', async () => {
    await desk.go('Audit log', 'listAuditEntries');
    const row = desk.form('listAuditEntries').locator('.desk-table tr', { hasText: 'Seen in the log' }).first();
    await row.waitFor();
    const text = await row.textContent();
    assert.ok(text.includes('Zoe') && !/[0-9a-f]{8}-[0-9a-f]{4}/.test(text), text);
    const { items } = await expecting(200, 'GET', '/api/v1/admin/audit-log?size=20');
    const { at } = items.find(one => one.entityName === 'Seen in the log');
    const time = new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE, timeStyle: 'short' }).format(new Date(at));
    assert.ok(text.includes(time), `${text} has ${time}`);
    await desk.form('listAuditEntries').getByText(`times in ${ZONE}`).waitFor();
  });

  await step(page, 'the pickers and the service agree on each time', async () => {
    const article = await expecting(201, 'POST', '/api/v1/admin/articles', { title: 'Planned', body: { format: 'markdown', source: 'A text.' } });
    for (const [zone, local, sent] of TIMES) {
      assert.equal(await page.evaluate(([time, of]) => window.BylineDesk.time.toRfc3339(time, of), [local, zone]), sent);
      await expecting(200, 'PATCH', '/api/v1/admin/site', { timeZone: zone });
      const { publishedAt } = await expecting(200, 'PATCH', `/api/v1/admin/articles/${article.id}`, { publishedAt: `${local}:00` });
      assert.equal(Date.parse(publishedAt), Date.parse(sent), `${local} in ${zone}`);
    }
  });

  assert.deepEqual(page.refused, []);
  await expecting(200, 'PATCH', '/api/v1/admin/site', { timeZone: 'UTC' });
  await page.context().close();
}
