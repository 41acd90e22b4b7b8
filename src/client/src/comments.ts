import type { Client, Input, Item } from './client.js';
import { browserStorage } from './session.js';

type NewComment = Input<'post', '/articles/{article}/comments'>['body'];
/** A comment as its author sees it. */
export type OwnComment = Item<'/members/me/comments'>;
type Kept = { id: string; token: string };

export type CommentBox = ReturnType<typeof commentBox>;

/**
 * The comments of an article, for a form below it. The tokens with which guests see, edit and withdraw their comments
 * stay in the storage, which is that of the browser; give `null` to keep them in memory. With the client of a session
 * as `member`, comments are written as its member.
 */
export function commentBox(client: Client, { id: article }: { id: string },
  { member, storage = browserStorage('localStorage') }: { member?: Client | null; storage?: Storage | null } = {}) {
  const name = `byline.comments.${article}`;
  // A browser would show its copy of the list to a reader who has just written; other runtimes may not know the option.
  const init: RequestInit = typeof document === 'undefined' ? {} : { cache: 'no-cache' };
  let memory = '[]';
  // What damaged the entry of the storage must not fail a comment that is posted.
  const read = (): Kept[] => {
    try { return JSON.parse(storage ? storage.getItem(name) ?? '[]' : memory); } catch { return []; }
  };
  function keep(list: Kept[]) {
    memory = JSON.stringify(list);
    try {
      storage?.setItem(name, memory);
    } catch {
      // The storage is full: the reader cannot withdraw the comment later.
    }
  }
  const headers = (id: string): Record<string, string> => {
    const token = read().find(kept => kept.id === id)?.token;
    return token ? { 'Comment-Token': token } : {};
  };
  const forget = (id: string) => keep(read().filter(kept => kept.id !== id));

  return {
    /** Reads one page of threads. */
    list: (input: { cursor?: string; size?: number; sort?: '-createdAt' | 'createdAt' | '-likes' | 'likes' } = {}) =>
      client.get('/articles/{article}/comments', { article, ...input }, { init }),

    /** Reads replies that did not come with a root, from its `repliesCursor`. */
    replies: (root: { id: string; repliesCursor?: string }) =>
      client.get('/comments/{comment}/replies', { comment: root.id, cursor: root.repliesCursor }, { init }),

    /** Posts a comment. Its `state` is `pending` if it waits for a moderator. */
    async post(comment: NewComment, idempotencyKey?: string): Promise<OwnComment> {
      const posted = await (member ?? client).post('/articles/{article}/comments', { article, body: comment },
        { idempotencyKey });
      if (posted.editToken) {
        keep([...read(), { id: posted.id, token: posted.editToken }]);
      }
      return posted;
    },

    /** Reads the reader's own comments on the article, also those that wait for a moderator. */
    async own(): Promise<OwnComment[]> {
      const found: OwnComment[] = [];
      if (member) {
        for await (const comment of member.list('/members/me/comments', { size: 100 })) {
          if (comment.articleId === article) {
            found.push(comment);
          }
        }
        return found;
      }
      for (const { id } of read()) {
        try {
          found.push(await client.get('/comments/{comment}/mine', { comment: id }, { headers: headers(id) }));
        } catch (error) {
          if ((error as { status?: number }).status !== 404) {
            throw error;
          }
          forget(id);
        }
      }
      return found;
    },

    /** Changes the text of an own comment; possible until `editableUntil`. */
    edit: (comment: OwnComment, body: string): Promise<OwnComment> => (member ?? client)
      .patch('/comments/{comment}', { comment: comment.id, body: { body } },
        { ifMatch: comment, headers: headers(comment.id) }),

    /** Deletes an own comment; possible at any time. */
    async withdraw(comment: { id: string }): Promise<void> {
      await (member ?? client).delete('/comments/{comment}', { comment: comment.id }, { headers: headers(comment.id) });
      forget(comment.id);
    },
  };
}
