// Signing up and in, the session of a member, subscriptions. Tokens stay in this tab, passwords nowhere.
import { address, call, keep, kept } from './api.js';
import { element, field, form, link, sentenceFor, trap } from './elements.js';

/** Milliseconds before the end of an access token at which it is exchanged. */
const EARLY = 60_000;

let session = kept('sessionStorage', 'session');
let refreshing = null;

function setSession(next) {
  session = next;
  keep('sessionStorage', 'session', next);
}

/** Returns the name of the signed-in member. */
export const memberName = () => session?.name;

async function refresh({ refreshToken, name }) {
  try {
    setSession({ ...await call('POST', 'sessions/refresh', { body: { refreshToken } }), name });
  } catch (error) {
    if (![400, 401].includes(error.status)) {
      throw error;
    }
    setSession(null);
  } finally {
    refreshing = null;
  }
}

export async function authorization() {
  if (session && Date.parse(session.expiresAt) - Date.now() < EARLY) {
    // Callers wait for one exchange, because a second use of the token would end the session.
    await (refreshing ??= refresh(session));
  }
  return session ? { Authorization: `Bearer ${session.accessToken}` } : {};
}

export async function signOut(texts) {
  try {
    await call('DELETE', 'sessions/current', { headers: await authorization() });
  } catch (error) {
    sentenceFor(error, texts);
  }
  setSession(null);
}

const emailField = (texts, autocomplete = 'email') =>
  field('/email', texts.email, { type: 'email', required: true, maxlength: 254, autocomplete });

const passwordField = (texts, attributes) =>
  field('/password', texts.password, { type: 'password', required: true, maxlength: 200, ...attributes });

const formPage = (title, ...content) =>
  ({ title, content: element('div', { class: 'narrow' }, element('h1', { tabindex: '-1' }, title), content) });

export const signUpPage = ({ texts, locale }) => formPage(texts.signUp,
  form({
    texts, text: texts.signUp, send: async body => {
      await call('POST', 'members', { body: { ...body, locale } });
      return texts.mailSent;
    },
  },
  field('/name', texts.name, { required: true, maxlength: 80, autocomplete: 'name' }), emailField(texts),
  passwordField(texts, { minlength: 12, autocomplete: 'new-password' })),
  element('p', {}, link(address('sign-in'), texts.signIn)));

/** Opens a session. Accounts of the staff are no members: 403. */
async function open(tokens) {
  const headers = { Authorization: `Bearer ${tokens.accessToken}` };
  const { name } = await call('GET', 'members/me', { headers }).catch(async error => {
    await call('DELETE', 'sessions/current', { headers });
    throw error;
  });
  setSession({ ...tokens, name });
}

export async function signInPage({ texts, goBack }) {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token) {
    // It works once, and must not stay in the history.
    history.replaceState(history.state, '', location.pathname);
    await open(await call('POST', 'members/sign-in', { body: { token } }));
    return formPage(memberName(), link(address(''), texts.articles));
  }
  return formPage(texts.signIn,
  form({
    texts, text: texts.signIn, problems: { 400: texts.refused, 401: texts.refused, 403: texts.refused },
    send: async body => {
      await open(await call('POST', 'sessions', { body }));
      goBack();
    },
  },
  emailField(texts, 'username'), passwordField(texts, { autocomplete: 'current-password' })),
  element('p', {}, link(address('sign-up'), texts.signUp)),
  element('details', {}, element('summary', {}, texts.forgot), form({
    texts, text: texts.newPassword, send: async body => {
      await call('POST', 'members/password-links', { body });
      return texts.forgotDone;
    },
  }, emailField(texts))));
}

/** Creates the form that subscribes to all articles, or to a category. */
export const subscription = ({ texts, locale }, category) =>
  element('section', { class: 'subscription', 'aria-labelledby': 'subscribe' },
    element('h2', { id: 'subscribe' }, texts.subscribe, category && `: ${category.name}`),
    element('p', {}, texts.subscribeText),
    form({
      texts, text: texts.subscribeButton, send: async (body, sent) => {
        await call('POST', 'subscriptions', { body: { ...body, locale, categories: category && [category.id] } });
        sent.reset();
        return texts.mailSent;
      },
    }, emailField(texts), trap(texts)));
