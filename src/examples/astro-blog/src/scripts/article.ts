// An article in the browser: the view is counted, and readers write, edit and withdraw comments.
import { commentBox, type Item, type OwnComment } from '@byline/client';
import { byline, onSubmit, session, texts } from './page';

type Comment = Item<'/articles/{article}/comments'> | OwnComment;

const id = document.querySelector<HTMLElement>('article')!.dataset.id;
const section = document.querySelector<HTMLElement>('#comments');

if (id) {
  byline.countView({ id }).then(counters => {
    if (counters) {
      document.querySelector('#views')!.textContent = texts.count(texts.views, counters.views);
    }
  });
}

async function comments(article: { id: string }, section: HTMLElement) {
  const { policy } = section.dataset;
  const member = await session.me().catch(() => null);
  const box = commentBox(byline, article, { member: member && session.client });
  const threads = section.querySelector('ol')!;
  const form = section.querySelector('form');
  const more = section.querySelector<HTMLButtonElement>('.more')!;
  let parentId: string | undefined;

  function button(item: Element, text: string, action: () => unknown) {
    const made = document.createElement('button');
    made.textContent = text;
    made.onclick = action;
    item.querySelector('.actions')!.append(made);
  }

  /** Shows a comment in its thread, or anew where it is shown already. */
  function show(comment: Comment, first = false): Element {
    const made = document.importNode(section.querySelector('template')!.content, true).firstElementChild as HTMLElement;
    const former = document.getElementById(`comment-${comment.id}`);
    const above = comment.parentId && document.getElementById(`comment-${comment.parentId}`);
    made.id = `comment-${comment.id}`;
    made.style.setProperty('--depth', String(comment.depth - 1));
    made.querySelector('.author')!.textContent = comment.author?.name ?? '';
    made.querySelector('time')!.textContent = texts.date(comment.createdAt);
    made.querySelector('.text')!.innerHTML = comment.bodyHtml ?? texts.deleted; // Byline has sanitized it.
    former ? former.replaceWith(made) : above ? above.after(made) : threads[first ? 'prepend' : 'append'](made);
    return made;
  }

  /** Shows a comment of this reader, with what its author may do. */
  function showOwn(comment: OwnComment, first = false) {
    const item = show(comment, first);
    item.querySelector('.state')!.textContent = comment.state === 'pending' ? texts.waits : '';
    if (Date.parse(comment.editableUntil) > Date.now()) {
      button(item, texts.edit, () => edit(item, comment));
    }
    button(item, texts.withdraw, async () => {
      await box.withdraw(comment);
      item.remove();
    });
  }

  function edit(item: Element, comment: OwnComment) {
    const area = document.createElement('textarea');
    area.value = comment.waitingBody ?? comment.body ?? '';
    item.querySelector('.text')!.replaceChildren(area);
    item.querySelector('.actions')!.replaceChildren();
    button(item, texts.save, async () => showOwn(await box.edit(comment, area.value)));
  }

  /** Lets a reader who may write reply to a comment that is published. */
  function offerReply(item: Element) {
    if (form && !form.hidden && !item.querySelector('.state')!.textContent) {
      button(item, texts.reply, () => {
        parentId = item.id.replace('comment-', '');
        form.querySelector('textarea')!.focus();
      });
    }
  }

  for (const comment of await box.own().catch(() => [])) {
    showOwn(comment, true);
  }
  more.onclick = async () => {
    const { items, page } = await box.list({ cursor: section.dataset.next });
    items.flatMap(root => [root, ...root.replies ?? []]).map(comment => show(comment)).forEach(offerReply);
    section.dataset.next = page.next;
    more.hidden = !page.next;
  };
  const mayWrite = policy === 'open' || policy === 'members' && member;
  section.querySelector<HTMLElement>('.members')?.toggleAttribute('hidden', !!mayWrite);
  if (!form || !mayWrite) {
    return;
  }
  form.hidden = false;
  form.querySelectorAll<HTMLElement>('.guest').forEach(field => {
    field.hidden = !!member;
    field.querySelector('input')!.disabled = !!member;
  });
  threads.querySelectorAll('.comment').forEach(offerReply);
  onSubmit(form, async ({ body, name, email, website2 }) => {
    const author = member ? undefined : { name: name!, email: email || undefined };
    const posted = await box.post({ body: body!, author, website2, parentId });
    parentId = undefined;
    showOwn(posted, true);
    return posted.state === 'pending' ? texts.waits : '';
  });
}

if (id && section) {
  comments({ id }, section);
}
