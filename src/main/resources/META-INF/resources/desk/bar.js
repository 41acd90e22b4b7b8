// The bar at the top: who is signed in, the article at hand, and the way to each piece of work.
(desk => {
  'use strict';
  /** Work that needs no article: the label, the operation, and for an operation that only reads its parameters. */
  const WORK = [
    ['Write', 'createArticle'],
    ['Articles', 'listWorkingCopies', {}],
    ['Comments', 'listCommentsForStaff', { waiting: 'true' }],
    ['Categories', 'listCategoriesForStaff', {}],
    ['Invite', 'createAccount'],
    ['Import', 'createImport'],
    ['Export', 'createExport'],
    ['Settings', 'patchSite'],
    ['Audit log', 'listAuditEntries', {}],
  ];
  /** Work on the article at hand, with the states that allow it. */
  const VERBS = [
    ['Edit', 'patchArticle', state => state !== 'trashed'],
    ['Publish', 'publishArticle', state => state !== 'trashed'],
    ['Plan', 'scheduleArticle', state => state !== 'trashed'],
    ['Unpublish', 'unpublishArticle', state => state === 'live'],
    ['Translate', 'startTranslation', state => state !== 'trashed'],
    ['Revisions', 'listRevisions', () => true, {}],
    ['Views', 'setViews', () => true],
    ['Trash', 'trashArticle', state => state !== 'trashed'],
    ['Out of the trash', 'restoreArticle', state => state === 'trashed'],
  ];

  const FOR_ADMINS = new Set(['createAccount', 'createImport', 'createExport', 'patchSite', 'listAuditEntries']);

  function allowed(operationId) {
    const found = desk.operation(operationId);
    const { me } = desk.state;
    if (!found) {
      return desk.hasDocuments() && !!me && (me.role === 'admin' || !FOR_ADMINS.has(operationId));
    }
    const scopes = found && (found.operation.security || []).map(one => Object.values(one)[0])[0];
    return (!me || !scopes || scopes.every(scope => me.scopes.includes(scope)));
  }

  function Action({ label, operationId, parameters }) {
    return desk.h('li', null, desk.h('button', {
      type: 'button', className: 'desk-action',
      onClick: () => parameters ? desk.read(operationId, parameters) : desk.open(operationId),
    }, label));
  }

  function Article() {
    const { h } = desk;
    const { useState } = desk.system.React;
    const [switching, setSwitching] = useState(false);
    const { current } = desk.useState();
    const article = current.articles;
    const schedule = article && article.data.schedule;
    return h('section', { className: 'desk-article', 'aria-label': 'Article at hand' },
      h('p', { role: 'status' }, article
        ? ['Editing ', h('strong', { key: 'name' }, article.name), `, version ${article.version} · ${article.state.replace('_', ' ')}`,
          article.data.hasUnpublishedChanges && ' · has unpublished changes',
          schedule && ` · planned: ${schedule.action} ${desk.time.show(schedule.at)} (${desk.time.zone()})`]
        : 'No article is at hand: write one, or choose one.'),
      h('ul', { className: 'desk-actions' },
        article && VERBS.filter(([, operationId, when]) => when(article.state) && allowed(operationId)).map(([label, operationId, , parameters]) =>
          h(Action, { key: label, label, operationId, parameters })),
        article && h('li', null, h(desk.PreviewLink, { id: article.id })),
        h('li', null, h('button', {
          type: 'button', className: 'desk-action', 'aria-expanded': switching, onClick: () => setSwitching(!switching),
        }, article ? 'Switch article' : 'Choose an article'))),
      switching && h('div', { className: 'desk-field' }, h('label', { htmlFor: 'desk-switch' }, 'Article'),
        h(desk.Picker, {
          id: 'desk-switch', kind: 'articles', value: [], placeholder: 'Search by title',
          onChange: ([ref]) => ref && desk.current.choose('articles', ref).then(() => setSwitching(false)),
        })));
  }

  desk.Bar = function Bar() {
    const { h } = desk;
    const { session, me, site, notice } = desk.useState();
    desk.spec();
    return h('header', { className: 'desk-bar' },
      h('div', { className: 'desk-who' },
        h('strong', { className: 'desk-title' }, site ? site.title : 'Byline'),
        session ? h('span', null, me ? `${me.name} · ${me.role}` : 'Signed in', ' ', h('button', {
          type: 'button', className: 'desk-action', onClick: desk.session.signOut,
        }, 'Sign out')) : h('button', {
          type: 'button', className: 'desk-main', onClick: () => desk.update({ signingIn: true, notice: null }),
        }, 'Sign in')),
      notice && h('p', { role: 'status', className: 'desk-notice' }, notice),
      session && h('nav', { 'aria-label': 'Work' }, h('ul', { className: 'desk-actions' },
        WORK.filter(([, operationId]) => allowed(operationId)).map(([label, operationId, parameters]) =>
          h(Action, { key: label, label, operationId, parameters })))),
      session && allowed('getWorkingCopy') && h(Article),
      h(desk.SignIn));
  };
})(window.BylineDesk);
