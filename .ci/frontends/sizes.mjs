// The bounds of the client: the bytes that a page loads, and the lines that a person has to read.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

const CLIENT = path.resolve(import.meta.dirname, '../../src/client');
const MAX_BYTES = 6 * 1024;
const MAX_LINES = 400;
const SUBPATHS = ['astro.ts', 'next.ts', 'sync.ts', 'webhook.ts'];
const GENERATED = 'contract.ts';

const { buildSync } = createRequire(`${CLIENT}/`)('esbuild');
const [app] = process.argv.slice(2);

/** The bytes of a page's script after bundling and gzip. */
function bytesOf(script) {
  const { outputFiles: [file] } = buildSync({
    stdin: { contents: script, resolveDir: app }, bundle: true, minify: true, format: 'esm', write: false,
  });
  return gzipSync(file.contents, { level: 9 }).length;
}

/** The lines that have code. */
function linesOf(file) {
  return readFileSync(path.join(CLIENT, 'src', file), 'utf8').split('\n')
    .filter(line => !/^\s*(\/\/|\/\*|\*|$)/.test(line)).length;
}

const all = bytesOf("export * from '@byline/client'");
const counter = bytesOf("import { createClient } from '@byline/client'; createClient({ url: '/' }).countView('a')");
const files = readdirSync(path.join(CLIENT, 'src')).filter(file => file !== GENERATED);
const core = files.filter(file => !SUBPATHS.includes(file)).reduce((sum, file) => sum + linesOf(file), 0);
console.log(`${all} bytes with gzip, ${counter} with the counter alone, ${core} lines of code, ${
  SUBPATHS.map(file => `${linesOf(file)} in ${file}`).join(', ')}`);
assert.ok(all < MAX_BYTES, 'the core is too large');
assert.ok(counter < all * 0.75, 'bundlers cannot leave out what a page does not use');
assert.ok(core < MAX_LINES, 'the core has too many lines');
