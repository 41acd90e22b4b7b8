// Runs the examples of src/docs/frontends.md that are JavaScript, in their order, in the folder of an application.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../..');
const [app] = process.argv.slice(2);
const document = readFileSync(path.join(ROOT, 'src/docs/frontends.md'), 'utf8');
const examples = [...document.matchAll(/^```js\n([\s\S]*?)^```$/gm)].map(([, code]) => code);
assert.ok(examples.length > 0);

examples.forEach((code, index) => {
  const file = path.join(app, `example-${index}.mjs`);
  writeFileSync(file, code.replaceAll('http://localhost:8080', process.env.BYLINE)
    .replaceAll('byline_…', process.env.BYLINE_ADMIN_KEY));
  try {
    execFileSync(process.execPath, [file], { cwd: app, stdio: 'pipe', encoding: 'utf8', timeout: 60_000 });
  } catch (error) {
    throw new Error(`Example ${index + 1} failed:\n${code}\n${error.stderr}`);
  }
});
console.log(`${examples.length} examples run.`);
