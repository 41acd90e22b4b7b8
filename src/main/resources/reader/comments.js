// The comments of an article: threads, and a form for guests and members.
import { address, call, keep, kept, read } from './api.js';
import { button, element, field, fill, form, line, link, sentenceFor, trap } from './elements.js';
import { timeOf } from './lists.js';
import { authorization, memberName } from './members.js';

const MAX_LENGTH = 5000;
const MAX_OWN = 50;
const DAY = 86_400_000;

/** The comments that were written here: id, article, token of a guest. */
const ownComments = () => kept('localStorage', 'comments') ?? [];
const forget = id => keep('localStorage', 'comments', ownComments().filter(own => own.id !== id));
const credentials = async ({ token }) => (token ? { 'Comment-Token': token } : authorization());

/** Returns an Idempotency-Key; `randomUUID` exists with TLS only. */
const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16)).join('-');

function policyOf({ publishedAt, commentsPolicy }, { commentsCloseAfterDays: days }) {
  return days && Date.parse(publishedAt) + days * DAY <= Date.now() ? 'closed' : commentsPolicy;
}

export function commentsOf({ site }, article, texts, showCounts) {
  const policy = policyOf(article, site);
  const mayWrite = policy === 'open' || (policy === 'members' && memberName());
  const heading = element('h2', { id: 'comments', tabindex: '-1' }, texts.commentsTitle);
  const status = element('p', { role: 'status', class: 'done' });
  const holder = element('div');
  const empty = element('p', { class: 'quiet' }, texts.noComments);
  const roots = element('ol', { class: 'comments' });
  const items = new Map();
  let replyTo = null;

  const tell = sentence => fill(status, sentence);

  async function changed() {
    empty.hidden = roots.children.length > 0;
    try {
      showCounts(await read(`articles/${article.id}/views`));
    } catch {
      // The former numbers stay.
    }
  }

  async function withdraw(own) {
    try {
      await call('DELETE', `comments/${own.id}`, { headers: await credentials(own) });
      forget(own.id);
      items.get(own.id).remove();
      tell(texts.withdrawn);
      changed();
    } catch (error) {
      tell(sentenceFor(error, texts));
    }
  }

  function itemOf(comment) {
    const { author, state } = comment;
    const own = ownComments().find(({ id }) => id === comment.id);
    return element('li', {}, element('div', { class: `comment ${state}` },
      line('meta', author && element(author.website ? 'a' : 'span', {
        class: 'name', href: author.website, rel: author.website && 'nofollow ugc noopener noreferrer',
      }, author.name), author?.verified && texts.member, timeOf(texts, comment.createdAt),
      comment.editedAt && texts.edited, state === 'pending' && texts.waitingLabel),
      state === 'deleted' ? element('p', { class: 'quiet' }, texts.deleted)
        : element('div', { class: 'body', html: comment.bodyHtml }),
      mayWrite && state === 'approved' && button(texts.reply, () => showForm(comment)),
      own && button(texts.withdraw, () => withdraw(own))), element('ol'));
  }

  function add(comment, own) {
    if (!items.has(comment.id)) {
      const item = itemOf(comment);
      const parent = items.get(comment.parentId);
      items.set(comment.id, item);
      (parent ? parent.querySelector('ol') : roots)[own && !parent ? 'prepend' : 'append'](item);
    }
  }

  function addThread(root) {
    add(root);
    root.replies?.forEach(reply => add(reply));
    if (root.repliesCursor) {
      items.get(root.id).append(more(texts.moreReplies(root.replyCount - root.replies.length),
        `comments/${root.id}/replies`, root.repliesCursor, add));
    }
  }

  /** Creates the button that loads page by page from a cursor. */
  function more(text, path, cursor, show) {
    const press = button(text, async () => {
      try {
        const { items: found, page } = await read(path, { cursor });
        found.forEach(comment => show(comment));
        cursor = page.next;
        press.hidden = !cursor;
        press.textContent = texts.moreComments;
      } catch (error) {
        tell(sentenceFor(error, texts));
      }
    });
    return press;
  }

  /** Shows what this reader wrote and no moderator has approved yet. */
  async function addOwn() {
    for (const own of ownComments().filter(({ id }) => !items.has(id))) {
      try {
        const comment = own.article === article.id
          && await call('GET', `comments/${own.id}/mine`, { headers: await credentials(own) });
        if (comment?.state === 'pending') {
          add(comment, true);
          empty.hidden = true;
        }
      } catch (error) {
        if (error.status === 404) {
          forget(own.id);
        }
      }
    }
  }

  function formOf() {
    const member = memberName();
    let key;
    let sentBefore;
    const send = async (body, { elements }) => {
      const headers = await authorization();
      if (member && !headers.Authorization) {
        // The session has ended: the text stays, and the form asks for a name.
        return showForm(replyTo);
      }
      const request = { ...body, parentId: replyTo?.id };
      // The same request again has the same key, so that it posts once.
      if (sentBefore !== JSON.stringify(request)) {
        sentBefore = JSON.stringify(request);
        key = newKey();
      }
      const comment = await call('POST', `articles/${article.id}/comments`,
        { body: request, headers: { ...headers, 'Idempotency-Key': key } });
      keep('localStorage', 'comments',
        [...ownComments(), { id: comment.id, article: article.id, token: comment.editToken }].slice(-MAX_OWN));
      add(comment, true);
      elements.namedItem('/body').value = '';
      showForm(null);
      tell(comment.state === 'pending' ? texts.waiting : texts.published);
      changed();
    };
    return form({ texts, text: texts.send, send, problems: { 409: texts.duplicate }, 'aria-labelledby': 'write' },
      member ? element('p', {}, texts.as(member)) : element('div', { class: 'pair' },
        field('/author/name', texts.name, { required: true, maxlength: 80, autocomplete: 'name' }),
        field('/author/email', texts.email,
          { type: 'email', hint: texts.emailHint, maxlength: 254, autocomplete: 'email' })),
      field('/body', texts.comment, { tag: 'textarea', rows: 5, required: true, maxlength: MAX_LENGTH }),
      trap(texts));
  }

  /** Shows the form below the comment that is answered, or at the top. What is typed stays. */
  function showForm(comment) {
    const typed = [...holder.querySelectorAll('[name]')];
    const moved = comment !== replyTo;
    replyTo = comment;
    fill(holder, element('h3', { id: 'write' }, comment ? texts.replyTo(comment.author.name) : texts.write),
      comment && button(texts.cancelReply, () => showForm(null)), formOf());
    holder.querySelectorAll('[name]').forEach(input => {
      input.value = typed.find(({ name }) => name === input.name)?.value ?? '';
    });
    if (moved) {
      (comment ? items.get(comment.id).firstElementChild : empty).after(holder);
      (comment ? holder.querySelector('[name]') : heading).focus();
    }
  }

  const { items: first, page } = article.comments;
  first.forEach(addThread);
  empty.hidden = first.length > 0;
  if (mayWrite) {
    showForm(null);
  } else {
    fill(holder, policy === 'closed' ? texts.closed
      : line('quiet', texts.membersOnly, link(address('sign-in'), texts.signIn), link(address('sign-up'), texts.signUp)));
  }
  addOwn();
  return element('section', { class: 'discussion', 'aria-labelledby': 'comments' }, heading, status, empty, holder,
    roots, page.next && more(texts.moreComments, `articles/${article.id}/comments`, page.next, addThread));
}
