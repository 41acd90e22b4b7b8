// What the tests in a browser share: requests to the service at BYLINE, mails, Chromium, and steps with a name.
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';

export const BYLINE = process.env.BYLINE;
export const ADMIN_KEY = process.env.BYLINE_ADMIN_KEY;
export const PASSWORD = 'a sentence that only you know';
export const PICTURES = process.env.TMPDIR ?? '/tmp';

export async function call(method, path, body, token = ADMIN_KEY, headers = {}) {
  const answer = await fetch(BYLINE + path, {
    method,
    headers: {
      ...(token ? { Authorization: `Bearer ${token}` } : {}),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      'If-Match': '*',
      ...headers,
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await answer.text();
  return { status: answer.status, body: text ? JSON.parse(text) : null };
}

export async function expecting(status, ...args) {
  const answer = await call(...args);
  assert.equal(answer.status, status, `${args[0]} ${args[1]}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/** The link of a page in the newest mail to an address. */
export async function link(to, page) {
  for (let tries = 0; tries < 100; tries++) {
    const mails = await expecting(200, 'GET', `/api/v1/admin/mailbox?to=${encodeURIComponent(to)}`);
    const found = mails.items.map(mail => mail.text.match(new RegExp(`http\\S*/pages/${page}\\?\\S*`))).find(Boolean);
    if (found) {
      return BYLINE + new URL(found[0]).pathname + new URL(found[0]).search;
    }
    await new Promise(later => setTimeout(later, 100));
  }
  throw new Error(`no mail to ${to} leads to ${page}`);
}

export const launch = () => chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
});

/** A window of its own: nothing is stored in it yet. What its console refuses is in `page.refused`. */
export async function window(browser, options = {}) {
  const page = await (await browser.newContext(options)).newPage();
  page.setDefaultTimeout(20_000);
  page.refused = [];
  page.on('console', line => line.type() === 'error' && page.refused.push(line.text()));
  page.on('pageerror', error => page.refused.push(String(error)));
  return page;
}

/** Runs a step; a failure leaves a picture of the page. */
export async function step(page, name, action) {
  try {
    const result = await action();
    console.log(`ok: ${name}`);
    return result;
  } catch (error) {
    const picture = `${PICTURES}/byline-browser.png`;
    await page.screenshot({ path: picture }).catch(() => null);
    console.error(`failed: ${name} (the picture is ${picture})`);
    throw error;
  }
}

/** Creates an account of the staff, whose owner then chooses the password by the link in a mail. */
export async function account(page, name, email, role, password = PASSWORD) {
  await expecting(201, 'POST', '/api/v1/admin/accounts', { name, email, role });
  await expecting(204, 'POST', '/api/v1/accounts/password-links', { email }, null);
  await page.goto(await link(email, 'staff-password'));
  await page.locator('input[type=password]').fill(password);
  await press(page);
}

/** Presses the only button of a page, and waits until the service has done what it does. */
export async function press(page) {
  await Promise.all([
    page.waitForResponse(response => response.request().method() === 'POST'),
    page.locator('button').click(),
  ]);
}
