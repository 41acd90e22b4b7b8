// Counts what a person does in a page: clicks, fields that are filled in or chosen, and among these the ids that are
// copied from an answer and the versions that are typed.

const COUNTED = ['clicks', 'fields', 'ids', 'versions'];

export class Counter {
  constructor(page) {
    this.page = page;
    this.counts = new Map();
    this.start();
  }

  start() {
    COUNTED.forEach(what => {
      this[what] = 0;
    });
  }

  async press(target) {
    this.clicks++;
    // The steps wait for what they need next. Waiting for navigations hung once: the desk changes only the fragment.
    await target.first().click({ noWaitAfter: true });
  }

  /** Fills a field. `from` is "ids" for an id that is copied, and "versions" for a version that is typed. */
  async fill(field, value, from) {
    this.fields++;
    if (from) {
      this[from]++;
    }
    await field.fill(value);
  }

  async select(field, value) {
    this.fields++;
    await field.selectOption(value);
  }

  async file(field, path) {
    this.fields++;
    await field.setInputFiles(path);
  }

  /** Counts a piece of work. */
  async task(name, action) {
    this.start();
    await action();
    this.counts.set(name, COUNTED.map(what => this[what]));
  }
}

/** The rows of the table in src/docs/desk.md: without the desk, and with it. */
export function rows(plain, desk) {
  return [...desk.counts].map(([name, [clicks, fields]]) =>
    `| ${[name, ...plain.counts.get(name), clicks, fields].join(' | ')} |`);
}
