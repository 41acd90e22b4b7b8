// Pictures: added in the desk by dragging, pasting and with the button, and shown without anything on the page moving.
import assert from 'node:assert/strict';
import { crc32, deflateSync } from 'node:zlib';
import { Desk } from './desk.mjs';
import { account, ADMIN_KEY, BYLINE, expecting, step, window } from './service.mjs';

const WIDTHS = [390, 820, 1440];

function chunk(type, data) {
  const content = Buffer.concat([Buffer.from(type), data]);
  const around = Buffer.alloc(8);
  around.writeUInt32BE(data.length, 0);
  around.writeUInt32BE(crc32(content), 4);
  return Buffer.concat([around.subarray(0, 4), content, around.subarray(4)]);
}

/** A PNG with a gradient, which is different for each blue. */
export function png(width, height, blue) {
  const rows = Buffer.alloc(height * (1 + width * 3));
  for (let y = 0; y < height; y++) {
    for (let x = 0, at = y * (1 + width * 3) + 1; x < width; x++, at += 3) {
      rows.set([x * 255 / width, y * 255 / height, blue], at);
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', head), chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0))]);
}

/** Stores a picture. */
export async function upload(name, bytes, fields = {}) {
  const answer = await fetch(`${BYLINE}/api/v1/admin/media?${new URLSearchParams({ filename: name, ...fields })}`, {
    method: 'POST', headers: { Authorization: `Bearer ${ADMIN_KEY}`, 'Content-Type': 'application/octet-stream' }, body: bytes,
  });
  assert.equal(answer.status, 201, await answer.clone().text());
  return answer.json();
}

/** Drops a file on a field, or pastes it, as browsers do. */
const bring = (field, event, name, bytes) => field.evaluate((target, [type, fileName, base64]) => {
  const data = new DataTransfer();
  const file = new File([Uint8Array.from(atob(base64), c => c.charCodeAt(0))], fileName, { type: 'image/png' });
  data.items.add(file);
  target.dispatchEvent(type === 'paste'
    ? new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
    : new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
}, [event, name, bytes.toString('base64')]);

/** Opens a page at a width, and returns it with how far things moved while it was loaded and scrolled. */
async function movement(page, address) {
  await page.addInitScript(() => {
    globalThis.moved = 0;
    new PerformanceObserver(list => list.getEntries().forEach(entry => {
      globalThis.moved += entry.value;
    })).observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto(address, { waitUntil: 'networkidle' });
  for (let y = 0; y < 4000; y += 400) {
    await page.evaluate(top => scrollTo(0, top), y);
    await page.waitForTimeout(50);
  }
  await page.waitForLoadState('networkidle');
  await page.evaluate(() => scrollTo(0, 0));
  return page.evaluate(() => globalThis.moved);
}

/**
 * Checks that a page shows at least so many pictures in sizes that fit its width, at three widths, and that nothing
 * moves while they are loaded. PICTURES is a folder for pictures of the page.
 */
export async function showsPictures(browser, address, least, name) {
  for (const width of WIDTHS) {
    const page = await window(browser, { viewport: { width, height: 800 } });
    const moved = await movement(page, address);
    const all = await page.locator('img[srcset]').evaluateAll(found => found.map(one => ({
      width: Number(new URL(one.currentSrc).searchParams.get('w')), shown: one.clientWidth, loaded: one.naturalWidth > 0,
      ratio: one.clientWidth / one.clientHeight,
    })));
    if (process.env.PICTURES) {
      await page.screenshot({ path: `${process.env.PICTURES}/${name}-${width}.png`, fullPage: true });
    }
    assert.ok(all.length >= least, `${address} has ${all.length} pictures`);
    const wrong = all.filter(one => !one.loaded || Math.abs(one.ratio - 1.5) > 0.02 || one.width < one.shown
      || one.width > Math.max(320, 2.5 * one.shown));
    assert.deepEqual(wrong, [], `${address} at ${width} pixels`);
    assert.equal(moved, 0, `${address} at ${width} pixels`);
    await page.context().close();
  }
}

export async function pictures(browser) {
  const page = await window(browser);
  const desk = new Desk(page);
  await account(page, 'Kim', 'kim@example.com', 'editor');
  await desk.open();
  await desk.signIn('kim@example.com');
  await page.getByText('Kim · editor').waitFor();
  await desk.go('Write', 'createArticle');
  const form = desk.form('createArticle').locator('.desk-form');
  const text = desk.field('createArticle', 'Text');
  const references = async () => (await text.inputValue()).match(/!\[\]\(media:[0-9a-f-]{36}\)/g) ?? [];
  const added = number => page.waitForFunction(count =>
    (document.querySelector('.desk-split textarea').value.match(/!\[\]\(media:/g) ?? []).length === count, number);

  await step(page, 'a picture is dropped on the text, pasted into it, and added with the button', async () => {
    await desk.fill(desk.field('createArticle', 'Title'), 'With pictures');
    await desk.fill(text, 'Before.');
    await bring(text, 'dragover', 'one.png', png(4, 4, 1));
    assert.equal(await page.locator('textarea.desk-drop').count(), 1);
    await bring(text, 'drop', 'one.png', png(1500, 1000, 10));
    await added(1);
    assert.equal(await page.locator('textarea.desk-drop').count(), 0);
    await bring(text, 'paste', 'image.png', png(1500, 1000, 20));
    await added(2);
    const opened = page.waitForEvent('filechooser');
    await form.locator('.desk-split').getByRole('button', { name: 'Add picture' }).focus();
    await page.keyboard.press('Enter');
    await (await opened).setFiles({ name: 'three.png', mimeType: 'image/png', buffer: png(1500, 1000, 30) });
    await added(3);
    assert.equal(new Set(await references()).size, 3);
    assert.match(await text.inputValue(), /^Before\.\n\n!\[\]\([^)]*\)\n\n!/);
    await form.getByText('is added').waitFor();
  });

  await step(page, 'a file is uploaded with the form of its operation, and another one is fetched by its URL', async () => {
    await page.locator('h3[data-tag="Staff: media"]').click();
    await desk.form('createMedium').locator('.opblock-summary-control').click();
    const picker = desk.field('createMedium', 'File');
    await picker.setInputFiles({ name: 'tram.png', mimeType: 'image/png', buffer: png(300, 200, 15) });
    await desk.form('createMedium').getByText('tram.png, ').waitFor();
    assert.equal(await desk.field('createMedium', 'URL').count(), 0);
    await desk.fill(desk.field('createMedium', 'Alt'), 'A tram');
    const medium = await (await desk.execute('createMedium', 201)).json();
    assert.deepEqual([medium.filename, medium.alt, medium.width], ['tram.png', 'A tram', 300]);
    await desk.fill(desk.field('createMedium', 'URL'), 'http://127.0.0.1:1/other.png');
    assert.equal(await picker.inputValue(), '');
    const refused = await desk.execute('createMedium', 422);
    assert.equal(new URL(refused.url()).search, '');
    await desk.form('createMedium').getByText(/must be on the public internet/).first().waitFor();
  });

  await step(page, 'an upload is cancelled, and a file that is no picture is refused in words', async () => {
    const before = await text.inputValue();
    await page.route('**/api/v1/admin/media?*', async route => {
      await new Promise(later => setTimeout(later, 3000));
      await route.continue().catch(() => null);
    });
    await bring(text, 'drop', 'slow.png', png(20, 20, 40));
    await form.getByRole('progressbar', { name: 'Upload of slow.png' }).waitFor();
    await form.getByRole('button', { name: 'Cancel: slow.png' }).click();
    await form.getByText('Cancelled.').waitFor();
    await page.unroute('**/api/v1/admin/media?*');
    await bring(text, 'drop', 'broken.png', png(300, 300, 50).subarray(0, 400));
    await form.locator('.desk-uploads .desk-problem', { hasNotText: 'Cancelled' }).waitFor();
    const said = await form.locator('.desk-uploads .desk-problem').last().innerText();
    assert.ok(said.length > 20 && !/Exception|undefined/.test(said), said);
    await form.getByRole('button', { name: 'Dismiss: broken.png' }).click();
    assert.equal(await form.locator('.desk-uploads li').count(), 0);
    assert.equal(await text.inputValue(), before);
  });

  await step(page, 'the cover takes a picture, and readers get all of them', async () => {
    await form.getByText('Cover', { exact: true }).click();
    await bring(form.locator('#desk-createArticle-cover-url'), 'drop', 'cover.png', png(1500, 1000, 60));
    await page.waitForFunction(() => document.querySelector('#desk-createArticle-cover-url').value.startsWith('media:'));
    await desk.execute('createArticle', 201);
    await desk.go('Publish', 'publishArticle');
    await desk.execute('publishArticle');
    const article = await expecting(200, 'GET', '/api/v1/articles/with-pictures', undefined, null);
    assert.equal(article.body.html.match(/<figure><img [^>]*srcset=/g).length, 3);
    assert.equal(article.cover.width, 1500);
  });

  await step(page, 'nothing moves on the reader page while pictures are loaded, at three widths', async () => {
    await showsPictures(browser, `${BYLINE}/read/`, 1, 'reader-list');
    await showsPictures(browser, `${BYLINE}/read/with-pictures`, 4, 'reader-article');
  });
}
