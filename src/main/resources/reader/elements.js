// Elements, and forms that show problems at their fields.
import { Problem } from './api.js';

/** Replaces the children; what is missing is left out. */
export const fill = (parent, ...children) => {
  parent.replaceChildren(...children.flat(3).filter(Boolean));
  return parent;
};

/** Creates an element. Functions become listeners; `html` is from the API, which has sanitized it. */
export function element(tag, attributes, ...children) {
  const created = document.createElement(tag);
  fill(created, ...children);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (typeof value === 'function') {
      created.addEventListener(name, value);
    } else if (name === 'html') {
      created.innerHTML = value;
    } else if (value || value === '') {
      created.setAttribute(name, value === true ? '' : value);
    }
  }
  return created;
}

export const link = (href, ...children) => element('a', { href }, ...children);

export const button = (text, click, name = 'plain') => element('button', { type: 'button', class: name, click }, text);

/** Creates a line of parts with dots between them. */
export const line = (name, ...parts) => element('p', { class: name }, parts.flat().filter(Boolean).map((part, i) =>
  [i > 0 && element('span', { 'aria-hidden': 'true' }, ' · '), part.tagName ? part : element('span', {}, part)]));

let fields = 0;

/** Creates a labeled field. Its name is the JSON Pointer of its value in the body of the request. */
export function field(pointer, label, { hint, tag = 'input', ...attributes } = {}) {
  const id = `field-${++fields}`;
  return element('div', { class: 'field' },
    element('label', { for: id }, label),
    element(tag, { id, name: pointer, 'aria-describedby': `${id}-hint ${id}-error`, ...attributes }),
    element('p', { class: 'hint', id: `${id}-hint` }, hint),
    element('p', { class: 'error', id: `${id}-error` }));
}

/** Creates the field that only bots fill in. */
export const trap = texts => element('div', { class: 'trap', 'aria-hidden': 'true' },
  element('label', {}, texts.trap, element('input', { name: '/website2', tabindex: '-1', autocomplete: 'off' })));

/** Returns what is entered as the body of a request. */
function bodyOf(form) {
  const body = {};
  for (const [pointer, value] of new FormData(form)) {
    if (value) {
      const names = pointer.slice(1).split('/');
      const last = names.pop();
      names.reduce((parent, name) => (parent[name] ??= {}), body)[last] = value;
    }
  }
  return body;
}

/** Returns the sentence about a failed request; throws any other error. */
export function sentenceFor(error, texts) {
  if (!(error instanceof Problem)) {
    throw error;
  }
  return error.status === 429 ? texts.tooMany(error.retryAfter)
    : error.status === 0 || error.status >= 500 ? texts.failed : error.message;
}

/** Shows violations at their fields, and all else above the button. */
function showProblem(form, sentence, violations) {
  const unplaced = violations.filter(({ field: pointer, message }) => {
    const input = form.elements.namedItem(pointer);
    input?.setAttribute('aria-invalid', 'true');
    input?.parentElement.lastElementChild.append(message);
    return !input;
  });
  form.querySelector('[aria-invalid]')?.focus();
  if (unplaced.length > 0 || violations.length === 0) {
    form.querySelector('[role=alert]').append(unplaced.map(({ message }) => message).join(' ') || sentence);
  }
}

/** Creates a form. `send` gets the body and returns what to tell the reader; `problems` are sentences by status. */
export function form({ texts, text, send, problems, ...attributes }, ...content) {
  const submit = element('button', { class: 'main' }, text);
  const done = element('p', { role: 'status', class: 'done' });
  const created = element('form', {
    lang: texts.lang,
    dir: texts.dir,
    submit: async event => {
      event.preventDefault();
      created.querySelectorAll('.error, .done').forEach(shown => shown.replaceChildren());
      created.querySelectorAll('[aria-invalid]').forEach(input => input.removeAttribute('aria-invalid'));
      submit.disabled = true;
      try {
        fill(done, await send(bodyOf(created), created));
      } catch (error) {
        showProblem(created, problems?.[error.status] ?? sentenceFor(error, texts), error.violations);
      } finally {
        submit.disabled = false;
      }
    },
    ...attributes,
  }, content, element('p', { role: 'alert', class: 'error' }), submit, done);
  return created;
}
