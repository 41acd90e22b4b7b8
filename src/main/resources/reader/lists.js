// Lists of articles: all, those of a category, tag or author, and results of a search.
import { address, read } from './api.js';
import { element, line, link } from './elements.js';
import { directionOf } from './texts.js';

/** Names of pages: articles with such slugs are linked by id. */
const PAGES = ['search', 'sign-up', 'sign-in'];
const COLLECTIONS = { category: 'categories', tag: 'tags', author: 'authors' };

/** Returns the address of an article; a slug may exist in several locales. */
export const articleAddress = (site, { id, slug, locale }) =>
  address(PAGES.includes(slug) ? id ?? slug : slug, { locale: locale !== site.defaultLocale && locale });

export const ownLanguage = ({ locale }) => ({ lang: locale, dir: directionOf(locale) });

export const timeOf = (texts, time) => element('time', { datetime: time }, texts.date(time));

export const linksTo = (kind, refs, query) => refs.map(({ slug, name }) =>
  link(address(`${kind}/${slug}`, query), kind === 'tag' ? `#${name}` : name));

function card({ texts, site, query }, article) {
  const { highlights, stats, cover } = article;
  const title = link(articleAddress(site, article), article.title);
  const text = element('p', ownLanguage(article), article.excerpt);
  if (highlights) {
    title.innerHTML = highlights.title;
    text.innerHTML = highlights.text.join(' ') || text.innerHTML;
  }
  return element('li', {},
    cover && element('img', { srcset: cover.srcset, sizes: '13rem', src: cover.url, alt: '', loading: 'lazy',
      class: 'thumbnail' }),
    element('h2', ownLanguage(article), title), text,
    line('meta', article.pinned && !highlights && texts.pinned, timeOf(texts, article.publishedAt),
      linksTo('author', article.authors, query), linksTo('category', article.categories.slice(0, 1), query),
      texts.views(stats.views), texts.comments(stats.comments)));
}

function pageOf(reader, { items, page }, path, query, [empty, newer, older]) {
  const turn = (cursor, rel, text) => cursor && element('a', { href: address(path, { ...query, cursor }), rel }, text);
  return [
    items.length === 0 ? element('p', {}, empty)
      : element('ol', { class: 'cards' }, items.map(item => card(reader, item))),
    (page.next || page.previous) && element('nav', { class: 'pages', 'aria-label': reader.texts.articles },
      turn(page.previous, 'prev', `← ${newer}`), turn(page.next, 'next', `${older} →`)),
  ];
}

async function articles(reader, path, cursor, filter) {
  const { texts, query, signal } = reader;
  const found = await read('articles', { ...query, ...filter, cursor }, signal);
  return pageOf(reader, found, path, query, [texts.noArticles, texts.newer, texts.older]);
}

export const homePage = async (reader, parameters) => ({
  title: reader.site.title,
  content: [element('h1', { class: 'unseen', tabindex: '-1' }, reader.texts.articles),
    await articles(reader, '', parameters.get('cursor'))],
});

export async function collectionPage(reader, kind, slug, parameters) {
  const [found, list] = await Promise.all([
    read(`${COLLECTIONS[kind]}/${slug}`, { locale: reader.locale }, reader.signal),
    articles(reader, `${kind}/${slug}`, parameters.get('cursor'), { [kind]: slug }),
  ]);
  const text = found.description ?? found.bio;
  return {
    title: found.name,
    address: address(`${kind}/${found.slug}`, Object.fromEntries(parameters)),
    category: kind === 'category' && found,
    content: [
      element('header', { class: 'head' },
        element('h1', { tabindex: '-1' }, kind === 'tag' && '#', found.name), text && element('p', {}, text)),
      list,
    ],
  };
}

export async function searchPage(reader, parameters) {
  const { texts, query, signal } = reader;
  const q = parameters.get('q')?.trim();
  const found = q ? await read('search', { ...query, q, cursor: parameters.get('cursor') }, signal)
    : { items: [], page: {} };
  const title = q ? `${texts.search}: ${q}` : texts.search;
  return {
    title,
    noIndex: true,
    content: [
      element('h1', { tabindex: '-1' }, title),
      found.correctedQuery && element('p', {}, texts.corrected(found.correctedQuery)),
      pageOf(reader, found, 'search', { ...query, q }, [q && texts.nothingFound, texts.back, texts.moreResults]),
    ],
  };
}

export function searchForm({ texts, query }, q, go) {
  const list = element('datalist', { id: 'suggestions' });
  let timer;
  const suggest = async () => {
    const typed = input.value.trim();
    try {
      const { items } = await read('search/suggestions', { ...query, q: typed });
      if (typed === input.value.trim()) {
        list.replaceChildren(...items.map(({ title }) => element('option', { value: title })));
      }
    } catch {
      // A search works without suggestions.
    }
  };
  const input = element('input', {
    type: 'search', 'aria-label': texts.searchLabel, placeholder: texts.searchLabel, maxlength: 200,
    list: 'suggestions', autocomplete: 'off', value: q, input: () => {
      clearTimeout(timer);
      if (input.value.trim().length > 1) {
        timer = setTimeout(suggest, 150);
      }
    },
  });
  return element('form', {
    role: 'search', class: 'search', submit: event => {
      event.preventDefault();
      go(address('search', { ...query, q: input.value.trim() }));
    },
  }, input, list, element('button', { class: 'main' }, texts.search));
}
