import { address, call, read } from './api.js';
import { commentsOf } from './comments.js';
import { element, line, link } from './elements.js';
import { articleAddress, linksTo, ownLanguage, timeOf } from './lists.js';

function bodyOf(article) {
  const body = element('div', { class: 'body', ...ownLanguage(article), html: article.body.html });
  for (const box of body.querySelectorAll('input')) {
    box.setAttribute('aria-label', box.closest('li')?.textContent.trim().slice(0, 80) ?? '');
  }
  return body;
}

function moreAbout(site, { categories: [category], related }, texts) {
  return related.length > 0 && element('section', { class: 'more', 'aria-labelledby': 'more' },
    element('h2', { id: 'more' }, category
      ? link(address(`category/${category.slug}`), texts.moreAbout(category.name)) : texts.more),
    element('ul', {}, related.map(other => element('li', ownLanguage(other),
      link(articleAddress(site, other), other.title), timeOf(texts, other.publishedAt)))));
}

function neighborsOf(site, { neighbors: { previous, next } }, texts) {
  const to = (other, rel, label) => other && element('a', { href: articleAddress(site, other), rel, class: rel },
    element('span', { class: 'meta' }, label), ' ', other.title);
  return (previous || next) && element('nav', { class: 'neighbors', 'aria-label': texts.more },
    to(previous, 'prev', texts.previous), to(next, 'next', texts.next));
}

export async function articlePage(reader, slug, parameters) {
  const { site, signal } = reader;
  const article = await read(`articles/${slug}`,
    { include: 'related,neighbors,comments', locale: parameters.get('locale') }, signal);
  // All around the text speaks its language, as its readers do.
  const texts = reader.textsFor(article.locale);
  const published = timeOf(texts, article.publishedAt);
  const updated = timeOf(texts, article.updatedAt);
  const views = element('span', { id: 'views' });
  const comments = link('#comments');
  const body = bodyOf(article);
  const showCounts = counts => {
    views.textContent = texts.views(counts.views);
    comments.textContent = texts.comments(counts.comments);
  };
  showCounts(article.stats);

  async function countView() {
    if (document.prerendering) {
      await new Promise(shown => document.addEventListener('prerenderingchange', shown, { once: true }));
    }
    try {
      showCounts(await call('POST', `articles/${article.id}/views`, { body: {}, signal }));
    } catch {
      // The numbers that came with the article stay.
    }
  }

  const { seo, cover } = article;
  return {
    title: seo?.title ?? article.title,
    canonical: seo?.canonicalUrl,
    noIndex: seo?.noIndex,
    address: ![article.slug, article.id].includes(slug) && articleAddress(site, article),
    languages: Object.fromEntries([article, ...article.translations].map(translation =>
      [translation.locale, articleAddress(site, translation)])),
    language: article.locale,
    content: element('div', { lang: texts.lang, dir: texts.dir },
      element('article', {},
        element('header', { class: 'head' },
          line('kicker', linksTo('category', article.categories)),
          element('h1', { tabindex: '-1', ...ownLanguage(article) }, article.title),
          line('meta', linksTo('author', article.authors), published,
            published.textContent !== updated.textContent && element('span', {}, `${texts.updated}: `, updated),
            texts.minutes(article.readingMinutes))),
        cover && element('img', { srcset: cover.srcset, sizes: cover.sizes, src: cover.url, alt: cover.alt ?? '',
          width: cover.width, height: cover.height, class: 'cover' }),
        body,
        line('tags', linksTo('tag', article.tags)),
        line('stats', views, comments)),
      moreAbout(site, article, texts),
      neighborsOf(site, article, texts),
      commentsOf(reader, article, texts, showCounts)),
    shown: () => {
      countView();
      // The keyboard reaches what is wider than the page and scrolls.
      body.querySelectorAll('pre, table').forEach(wide =>
        wide.scrollWidth > wide.clientWidth && wide.setAttribute('tabindex', '0'));
    },
  };
}
