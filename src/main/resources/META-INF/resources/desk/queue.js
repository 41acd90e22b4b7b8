// The moderation queue: each comment with the title of its article, and the verdicts beside it.
(desk => {
  'use strict';
  const VERDICTS = [['approve', 'Approve'], ['reject', 'Reject'], ['spam', 'Spam']];
  const DONE = { approve: 'approved', reject: 'rejected', spam: 'spam' };
  const HELD = {
    policy: 'the policy of the site', links: 'more than 2 links', word: 'a banned word', repeat: 'the same text again',
    external: 'the external check', external_unavailable: 'the external check gave no result',
  };

  function Comment({ sent }) {
    const { h } = desk;
    const { useState } = desk.system.React;
    const [comment, setComment] = useState(sent);
    const [said, setSaid] = useState(null);
    const [busy, setBusy] = useState(false);
    const author = comment.author ? comment.author.name : 'deleted';
    async function decide(verb) {
      setBusy(true);
      // The version of this comment, which came with it.
      const answer = await desk.call('POST', `${desk.ADMIN}/comments/${comment.id}/${verb}`, {}, { 'If-Match': `"${comment.version}"` })
        .catch(() => ({ status: 0, body: { detail: 'The server cannot be reached.' } }));
      setBusy(false);
      if (answer.ok) {
        setComment(answer.body);
        desk.current.learn('comments', answer.body, false);
        setSaid({ text: `${DONE[verb]}, version ${answer.body.version}` });
      } else if (answer.status === 412) {
        const newest = await desk.call('GET', `${desk.ADMIN}/comments/${comment.id}`);
        if (newest.ok) {
          setComment(newest.body);
        }
        setSaid({ wrong: true, text: 'This comment was changed meanwhile. Look at it again, and decide.' });
      } else {
        setSaid({ wrong: true, text: desk.problem(answer) });
      }
    }
    return h('li', { className: 'desk-comment' },
      h('p', null, h('strong', null, author), comment.author && comment.author.email ? ` (${comment.author.email})` : '', ' on ',
        h('em', null, comment.articleTitle || 'an article'), ` · ${desk.time.show(comment.createdAt)} · `,
        h('span', { className: 'desk-state' }, comment.state)),
      h('blockquote', null, comment.waitingBody || comment.body),
      comment.waitingBody && h('p', { className: 'desk-hint' }, `An edit. Readers see: ${comment.body}`),
      (comment.heldFor || []).length > 0 && h('p', { className: 'desk-hint' }, `Held for ${comment.heldFor.map(one => HELD[one] || one).join(', ')}.`),
      comment.openReports > 0 && h('p', { className: 'desk-hint' }, `${comment.openReports} reports by readers.`),
      h('p', { className: 'desk-verdicts' }, VERDICTS.filter(([verb]) => DONE[verb] !== comment.state || comment.waitingBody).map(([verb, label]) =>
        h('button', {
          key: verb, type: 'button', disabled: busy, 'aria-label': `${label} the comment by ${author}`, onClick: () => decide(verb),
        }, label)),
      h('span', { role: 'status', className: said && said.wrong ? 'desk-problem' : '' }, said ? ` ${said.text}` : '')));
  }

  desk.Queue = function Queue({ items }) {
    const { h } = desk;
    return items.length ? h('ul', { className: 'desk-queue' }, items.map(comment => h(Comment, { key: comment.id, sent: comment })))
      : h('p', { className: 'desk-summary', role: 'status' }, 'No comments wait here.');
  };
})(window.BylineDesk);
