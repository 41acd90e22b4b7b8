// The pages beside Swagger UI: the one at the root, and the page of a preview, on phones and in the dark.
import assert from 'node:assert/strict';
import { hasScheme, seriousFindings, sideways } from './axe.mjs';
import { BYLINE, expecting, PICTURES, step, window } from './service.mjs';

const SIZES = [{ width: 390, height: 844 }, { width: 1280, height: 900 }];
const BODY = ['A paragraph with a [link](https://example.com), **strong** words and `code`.', '## A heading',
  `A word without an end: ${'x'.repeat(120)}`, '- [x] done\n- [ ] to do', '> A quote', `    ${'code '.repeat(40)}`,
  `| a | b | c | d | e |\n|---|---|---|---|---|\n| ${Array(5).fill('a long cell of a table').join(' | ')} |`,
  '> [!NOTE]\n> A note.', '[^1] ~~gone~~\n\n[^1]: The footnote.'];

export async function pages(browser) {
  const article = await expecting(201, 'POST', '/api/v1/admin/articles', {
    title: 'Đăng ký nhận một bản tin với một tựa đề rất dài', locale: 'en', authors: ['linh-tran'], categories: ['publishing'],
    cover: { url: `${BYLINE}/favicon.svg`, alt: 'The sign of Byline', width: 600, height: 300 },
    body: { format: 'markdown', source: BODY.join('\n\n') },
  });
  const preview = await expecting(201, 'POST', `/api/v1/admin/articles/${article.id}/previews`, {});
  for (const colorScheme of ['light', 'dark']) {
    for (const viewport of SIZES) {
      const page = await window(browser, { colorScheme, viewport });
      for (const [name, address] of [['home', `${BYLINE}/`], ['preview', preview.url], ['ended preview', `${preview.url}x`]]) {
        await step(page, `${name}, ${colorScheme}, ${viewport.width} px: nothing is cut off, and axe finds nothing serious`, async () => {
          await page.goto(address);
          await sideways(page);
          await hasScheme(page, colorScheme);
          assert.deepEqual(await seriousFindings(page), []);
          await page.screenshot({ path: `${PICTURES}/${name.replace(' ', '-')}-${viewport.width}-${colorScheme}.png`, fullPage: true });
        });
      }
      await page.context().close();
    }
  }
}
