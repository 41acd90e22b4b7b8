// Shows the page of an address between header and footer, by the public API.
import { HOME, address, apiAddress, keep, kept, read } from './api.js';
import { articlePage } from './article.js';
import { button, element, fill, link, sentenceFor } from './elements.js';
import { collectionPage, homePage, searchForm, searchPage } from './lists.js';
import { memberName, signInPage, signOut, signUpPage, subscription } from './members.js';
import { languageName, textsFor } from './texts.js';

const [header, main, footer, skip] = ['header', 'content', 'footer', 'skip'].map(id => document.getElementById(id));

const MAX_CATEGORIES = 8;
const PAGES = { '': homePage, search: searchPage, 'sign-up': signUpPage, 'sign-in': signInPage };

let site = null;
let shownAddress = null;
let cameFrom = null;
let running = null;

function load(reader, url, [first, second]) {
  return second ? collectionPage(reader, first, second, url.searchParams)
    : PAGES[first] ? PAGES[first](reader, url.searchParams)
      : articlePage(reader, first, url.searchParams);
}

function readerFor(chosen, signal) {
  const locale = chosen ?? site?.defaultLocale ?? 'en';
  const forLocale = other => textsFor(other, site?.timeZone);
  return {
    site, signal, locale, texts: forLocale(locale), textsFor: forLocale,
    // Lists are of all locales unless the reader chose one.
    query: { locale: chosen },
    goBack: () => go(cameFrom ?? address('')),
  };
}

function languagesOf({ texts, query }, page) {
  const current = page.language ?? query.locale;
  const languages = [undefined, ...site.locales].map(locale => element('a', {
    href: page.languages?.[locale] ?? address('', { locale }), lang: locale, hreflang: locale,
    'aria-current': locale === current && 'true', click: () => keep('localStorage', 'locale', locale ?? null),
  }, locale ? languageName(locale) : texts.allLanguages));
  return site.locales.length > 1
    ? element('nav', { class: 'languages', 'aria-label': texts.languages }, languages) : element('span');
}

function showFrame(reader, page, url, categories) {
  const { texts, query } = reader;
  const name = memberName();
  Object.assign(document.documentElement, { lang: texts.lang, dir: texts.dir });
  skip.textContent = texts.skip;
  fill(header,
    element('a', { class: 'site', href: address('', query) }, site.title),
    element('div', { class: 'account' }, name
      ? [name, button(texts.signOut, async () => {
        await signOut(texts);
        show();
      })]
      : [link(address('sign-in'), texts.signIn), element('a', { href: address('sign-up'), class: 'main' }, texts.signUp)]),
    element('nav', { class: 'categories', 'aria-label': texts.categories }, categories.map(({ id, slug, name: title }) =>
      element('a', {
        href: address(`category/${slug}`, query), 'aria-current': page.category?.id === id && 'page',
      }, title))),
    searchForm(reader, url.searchParams.get('q'), go));
  fill(footer, subscription(reader, page.category), element('div', { class: 'end' }, languagesOf(reader, page),
    link(apiAddress('feeds/atom', query), 'Atom')));
}

function showHead({ title, canonical, noIndex }) {
  document.title = title === site.title ? title : `${title} – ${site.title}`;
  document.querySelectorAll('[data-page]').forEach(former => former.remove());
  document.head.append(...[
    canonical && element('link', { rel: 'canonical', href: canonical, 'data-page': '' }),
    noIndex && element('meta', { name: 'robots', content: 'noindex', 'data-page': '' }),
  ].filter(Boolean));
}

function problemPage({ texts }, error) {
  const missing = error.status === 404;
  const title = missing ? texts.notFound : sentenceFor(error, texts);
  return {
    title,
    noIndex: true,
    content: [element('h1', { tabindex: '-1' }, title), missing && element('p', {}, texts.notFoundText),
      missing ? link(address(''), texts.articles) : button(texts.retry, () => show(), 'main')],
  };
}

async function loadCategories({ locale, signal }) {
  const { items } = await read('categories', { size: 100, locale }, signal);
  return items.filter(({ level, publishedArticlesInTree: count }) => level === 1 && count > 0).slice(0, MAX_CATEGORIES);
}

async function show(moved, scroll) {
  running?.abort();
  running = new AbortController();
  const { signal } = running;
  const url = new URL(location.href);
  const names = url.pathname.slice(HOME.pathname.length).split('/');
  shownAddress = url.pathname + url.search;
  main.setAttribute('aria-busy', 'true');
  if (['', 'search'].includes(names[0]) || names[1]) {
    // A list has the locale of its address; other pages keep the last one.
    keep('localStorage', 'locale', url.searchParams.get('locale'));
  }
  const chosen = kept('localStorage', 'locale');
  let reader = readerFor(chosen, signal);
  let page;
  let categories = [];
  try {
    site ??= await read('site');
    reader = readerFor(site.locales.includes(chosen) ? chosen : undefined, signal);
    [page, categories] = await Promise.all([load(reader, url, names), loadCategories(reader)]);
  } catch (error) {
    if (error.name !== 'AbortError') {
      page = problemPage(reader, error);
    }
  }
  if (signal.aborted) {
    return;
  }
  if (page.address && page.address !== shownAddress) {
    // A former slug leads to the current one.
    shownAddress = page.address;
    history.replaceState(null, '', page.address + url.hash);
  }
  if (![signUpPage, signInPage].includes(PAGES[names[0]])) {
    cameFrom = shownAddress;
  }
  if (site) {
    showFrame(reader, page, url, categories);
    showHead(page);
  }
  fill(main, page.content);
  main.removeAttribute('aria-busy');
  const target = url.hash && document.getElementById(url.hash.slice(1));
  if (moved) {
    main.querySelector('h1').focus({ preventScroll: true });
    window.scrollTo(0, scroll ?? 0);
  }
  if (target && scroll === undefined) {
    target.scrollIntoView();
  }
  page.shown?.();
}

function go(to) {
  // Relative addresses would change with the address of the page.
  document.querySelectorAll('[rel=icon], [rel=alternate]').forEach(file => file.setAttribute('href', file.href));
  history.replaceState({ scroll: window.scrollY }, '');
  history.pushState(null, '', to);
  show(true);
}

document.addEventListener('click', event => {
  const { href, target } = event.target.closest?.('a[href]') ?? {};
  if (!href || target || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) {
    return;
  }
  const [page, hash] = href.split('#');
  if (page.startsWith(HOME.href) && !(hash && page === location.href.split('#')[0])) {
    event.preventDefault();
    go(href);
  }
});
window.addEventListener('popstate', event => {
  if (location.pathname + location.search !== shownAddress) {
    show(true, event.state?.scroll ?? 0);
  }
});
history.scrollRestoration = 'manual';
show();
