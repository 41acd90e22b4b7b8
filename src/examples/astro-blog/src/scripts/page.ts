// What every page does in the browser: suggestions while a reader types a search, and the subscription.
import { createClient, createSession, webStore } from '@byline/client';
import { textsFor } from '../texts';

export const { lang } = document.documentElement;
export const texts = textsFor(lang);
export const byline = createClient({ url: document.documentElement.dataset.byline! });
/** The session stays in the tab of the browser. */
export const session = createSession(byline, webStore('sessionStorage'));

/** Sends what a form has when it is submitted, and says in its `output` what became of it. */
export function onSubmit(form: HTMLFormElement | null, send: (fields: Record<string, string>) => Promise<string>) {
  form?.addEventListener('submit', async event => {
    event.preventDefault();
    const output = form.querySelector('output')!;
    const button = form.querySelector('button')!;
    button.disabled = true;
    try {
      const message = await send(Object.fromEntries(new FormData(form)) as Record<string, string>);
      form.reset(); // This empties the output, too.
      output.value = message;
    } catch (error) {
      // A problem of Byline says in one sentence what would be right.
      output.value = error instanceof Error && error.name === 'ProblemError' ? error.message : texts.failed;
    } finally {
      button.disabled = false;
    }
  });
}

onSubmit(document.querySelector('form.subscribe'), async ({ email, website2 }) => {
  await byline.post('/subscriptions', { body: { email: email!, website2, locale: lang } });
  return texts.mailed;
});

const search = document.querySelector<HTMLInputElement>('input[type=search]')!;
let typing: AbortController | undefined;
search.addEventListener('input', async () => {
  typing?.abort();
  typing = new AbortController();
  const q = search.value.trim();
  const { items } = q.length < 2 ? { items: [] } : await byline
    .get('/search/suggestions', { q, locale: lang }, { signal: typing.signal }).catch(() => ({ items: [] }));
  document.querySelector('#suggestions')!.replaceChildren(...items.map(({ title }) => new Option(title, title)));
});

session.me().then(member => {
  if (member) {
    document.querySelector('.account')!.textContent = member.name;
  }
}).catch(() => { /* The page is as for a reader who is not signed in. */ });
