// What a machine can see of a page: the findings of axe, and what is wider than the window.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The serious and critical findings of axe, each with its rule and its element. */
export async function seriousFindings(page) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  return violations.filter(one => ['serious', 'critical'].includes(one.impact)).flatMap(one =>
    one.nodes.map(node => ({ rule: one.id, html: node.html.slice(0, 200), target: node.target.join(' ') })));
}

/** Fails if the page can be scrolled sideways. */
export async function sideways(page) {
  const wide = await page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    return document.documentElement.scrollWidth <= width ? [] : [...document.querySelectorAll('body *')]
      .filter(one => one.getBoundingClientRect().right > width + 1).map(one => one.outerHTML.slice(0, 120)).slice(0, 5);
  });
  assert.deepEqual(wide, []);
}

/** Fails if the background is not that of the color scheme. */
export async function hasScheme(page, colorScheme) {
  const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor.match(/\d+/g).map(Number));
  assert.equal(background[0] < 80, colorScheme === 'dark', `the background is rgb(${background})`);
}
