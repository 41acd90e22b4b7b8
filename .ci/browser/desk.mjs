// The desk in Swagger UI, as people use it. Each click and each field that is filled in counts.
import assert from 'node:assert/strict';
import { Counter } from './counter.mjs';
import { BYLINE, PASSWORD } from './service.mjs';

export class Desk extends Counter {
  constructor(page) {
    super(page);
    /** The requests that change something: what was really sent. */
    this.sent = [];
    page.on('request', request => {
      const path = new URL(request.url()).pathname;
      if (path.startsWith('/api/') && request.method() !== 'GET' && !/\/(render|previews)$/.test(path)) {
        this.sent.push({ method: request.method(), path, version: request.headers()['if-match'], body: request.postData() });
      }
    });
  }

  async open() {
    await this.page.goto(`${BYLINE}/q/swagger-ui/`);
    await this.page.locator('.desk-bar').waitFor();
  }

  async click(name, within = this.page) {
    await this.press(typeof name === 'string' ? within.getByRole('button', { name, exact: true }) : name);
  }

  /** Chooses in a list of matches by name. */
  async pick(field, text, name) {
    await this.fill(field, text);
    await this.press(this.page.getByRole('option', { name }));
  }

  /** The form of an operation. */
  form(operationId) {
    return this.page.locator(`[id$="-${operationId}"]`);
  }

  field(operationId, label) {
    return this.form(operationId).locator('.desk-form').getByLabel(new RegExp(`^${label}`)).first();
  }

  /** Opens an operation by a button of the bar. */
  async go(name, operationId) {
    await this.click(name, this.page.locator('.desk-bar'));
    await this.form(operationId).locator('.btn.execute').waitFor();
  }

  async execute(operationId, status = 200) {
    const [answer] = await Promise.all([
      this.page.waitForResponse(response => response.url().includes('/api/v1/') && response.request().resourceType() === 'fetch'
        && !/\/(render|previews|revisions\?size)/.test(response.url())),
      this.press(this.form(operationId).locator('.btn.execute')),
    ]);
    assert.equal(answer.status(), status, `${operationId}: ${await answer.text().catch(() => '')}`);
    await this.form(operationId).locator('.live-responses-table').first().waitFor({ state: 'attached' });
    return answer;
  }

  async signIn(email, password = PASSWORD, stay = false) {
    await this.click('Sign in', this.page.locator('.desk-who'));
    await this.fill(this.page.getByLabel('Email', { exact: true }), email);
    await this.fill(this.page.getByLabel('Password', { exact: true }), password);
    if (stay) {
      await this.page.locator('.desk-way:not([hidden])').getByLabel('Stay signed in').check();
    }
    await this.click(this.page.locator('.desk-way:not([hidden]) .desk-main'));
  }

  /** The article at hand, as the bar says it. */
  atHand() {
    return this.page.locator('.desk-article [role=status]');
  }
}
