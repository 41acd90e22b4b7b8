// Answers for people, above the answer as it was sent: titles, names and times in the zone of the site.
(desk => {
  'use strict';
  const time = value => value ? desk.time.show(value) : '';
  const words = value => String(value ?? '').replace(/_/g, ' ');

  function Table({ caption, heads, rows }) {
    const { h } = desk;
    return h('div', { className: 'desk-table' }, h('table', null, h('caption', null, caption),
      h('thead', null, h('tr', null, heads.map(head => h('th', { key: head, scope: 'col' }, head)))),
      h('tbody', null, rows.map(row => h('tr', { key: row.key }, row.cells.map((cell, index) =>
        h('td', { key: heads[index], 'data-head': heads[index] }, cell)))))));
  }
  desk.Table = Table;

  const found = items => items.length === 1 ? '1 item' : `${items.length} items`;

  /** A list whose items can become current. */
  const chooser = kind => ({ items }) => {
    const current = desk.current.of(kind);
    const article = kind === 'articles';
    return desk.h(Table, {
      caption: found(items),
      heads: article ? ['Title', 'State', 'Planned', 'Saved', 'Work'] : ['Name', 'Slug', 'Work'],
      rows: items.map(item => {
        const name = item.title || item.name || item.slug;
        const work = current && current.id === item.id ? desk.h('strong', null, 'at hand') : desk.h('button', {
          type: 'button', 'aria-label': `Work on this: ${name}`, onClick: () => desk.current.choose(kind, item.id),
        }, 'Work on this');
        return {
          key: item.id,
          cells: article ? [name, `${words(item.state)}${item.hasUnpublishedChanges ? ', unpublished changes' : ''}`,
            item.schedule ? `${item.schedule.action} ${time(item.schedule.at)}` : '', time(item.savedAt), work]
            : [name, item.slug || item.email || item.role || '', work],
        };
      }),
    });
  };

  function Revisions({ items }) {
    const article = desk.current.of('articles');
    const restore = async version => {
      await desk.open('restoreRevision');
      const found = desk.operation('restoreRevision');
      const params = desk.system.Im.fromJS(found.operation.parameters);
      desk.draft.choose(found, params.find(param => param.get('name') === 'version'), String(version));
    };
    return desk.h(Table, {
      caption: `Saves of “${article ? article.name : ''}”`, heads: ['Version', 'Title', 'Saved', 'By', 'Restore'],
      rows: items.map(save => ({
        key: save.version,
        cells: [save.version, save.title, time(save.savedAt), save.savedBy, save.current ? 'as it is now' : desk.h('button', {
          type: 'button', 'aria-label': `Restore version ${save.version}`, onClick: () => restore(save.version),
        }, 'Restore')],
      })),
    });
  }

  function AuditLog({ items }) {
    return desk.h(Table, {
      caption: `${found(items)}, times in ${desk.time.zone()}`, heads: ['When', 'Who', 'What', 'On'],
      rows: items.map(entry => ({
        key: entry.id, cells: [time(entry.at), entry.accountName || entry.actor, entry.action, entry.entityName || `${entry.entity} ${entry.entityId}`],
      })),
    });
  }

  function ImportItems({ items }) {
    return desk.h(Table, {
      caption: found(items), heads: ['Place', 'What', 'Title', 'Outcome', 'Why'],
      rows: items.map(item => ({
        key: item.number, cells: [item.place, item.type || '', item.title || item.externalId || '', words(item.outcome), item.message || ''],
      })),
    });
  }

  /** An import that goes on, read again until it is done. */
  function ImportJob(sent) {
    const { useState, useEffect } = desk.system.React;
    const [job, setJob] = useState(sent);
    const done = !!job.finishedAt;
    useEffect(() => {
      if (done) {
        desk.pickers.changed();
        return undefined;
      }
      const timer = setTimeout(async () => {
        const answer = await desk.call('GET', `${desk.ADMIN}/imports/${job.id}`).catch(() => null);
        setJob(answer && answer.ok ? answer.body : { ...job });
      }, 500);
      return () => clearTimeout(timer);
    }, [job]);
    const outcomes = Object.entries(job.outcomes).filter(([, count]) => typeof count === 'number' && count > 0);
    return desk.h('div', { role: 'status', className: 'desk-summary' },
      desk.h('p', null, desk.h('strong', null, `Import from ${job.source}: ${words(job.state)}`),
        done ? `, ${time(job.finishedAt)}` : ` (${Math.round(job.progress * 100)} %)`),
      desk.h('p', null, outcomes.length ? outcomes.map(([name, count]) => `${words(name)}: ${count}`).join(' · ') : `${job.items} items`),
      (job.notes || []).map((note, index) => desk.h('p', { key: index }, Object.values(note).filter(one => typeof one !== 'object').join(': '))),
      job.message && desk.h('p', { className: 'desk-problem' }, job.message),
      done && desk.h('button', {
        type: 'button', onClick: () => desk.read('listImportItems'),
      }, 'What became of each item'));
  }

  function WorkingCopy(article) {
    const { h } = desk;
    return h('div', { className: 'desk-summary', role: 'status' },
      h('p', null, h('strong', null, article.title), `, version ${article.version} · ${words(article.state)}`,
        article.hasUnpublishedChanges && ' · has unpublished changes',
        article.schedule && ` · planned: ${article.schedule.action} ${time(article.schedule.at)} (${desk.time.zone()})`,
        ' ', h(desk.PreviewLink, { id: article.id })),
      article.cancelledSchedule && h('p', null, `The plan for ${time(article.cancelledSchedule.at)} was cancelled.`));
  }

  /** A new account has no password: the invitation is one click away. */
  function Account(account) {
    const { useState } = desk.system.React;
    const [said, setSaid] = useState('');
    return desk.h('div', { className: 'desk-summary', role: 'status' },
      desk.h('p', null, desk.h('strong', null, account.name), ` · ${account.role}, version ${account.version}`,
        account.hasPassword || account.external ? '' : ' · has no password yet'),
      !account.hasPassword && !account.external && account.email && desk.h('p', null, said || desk.h('button', {
        type: 'button', className: 'desk-main',
        onClick: async () => {
          const answer = await desk.call('POST', '/api/v1/accounts/password-links', { email: account.email });
          setSaid(answer.ok ? `The invitation to ${account.email} is on its way.` : desk.problem(answer));
        },
      }, `Send ${account.name} the invitation`)));
  }

  const Named = resource => desk.h('p', { className: 'desk-summary', role: 'status' },
    desk.h('strong', null, resource.title || resource.name || 'Saved'), resource.version !== undefined && `, version ${resource.version}`);

  const Views = counts => desk.h('p', { className: 'desk-summary', role: 'status' },
    desk.h('strong', null, `${counts.views} views`), counts.visitorDays !== undefined && ` · ${counts.visitorDays} visitor days`);

  const VIEWS = {
    PageWorkingCopySummary: chooser('articles'), PageCategoryDetail: chooser('categories'), PageTagDetail: chooser('tags'),
    PageAuthorDetail: chooser('authors'), PageMenuDetail: chooser('menus'), PageAccountDetail: chooser('accounts'), PageApiKeyDetail: chooser('api-keys'),
    PageRevisionSummary: Revisions, PageAuditEntry: AuditLog, PageImportedItem: ImportItems,
    PageModeratedComment: props => desk.h(desk.Queue, props),
    ImportJob, WorkingCopy, AccountDetail: Account, CategoryDetail: Named, TagDetail: Named, AuthorDetail: Named, MenuDetail: Named,
    SiteDetail: Named, ViewCount: Views, ModeratedComment: comment => desk.h(desk.Queue, { items: [comment] }),
  };

  function Problem({ status, body }) {
    return desk.h('div', { className: 'desk-problem desk-summary', role: 'alert' },
      desk.h('p', null, desk.h('strong', null, body.title || `The server answered ${status}`), ` (${status})`),
      desk.h('p', null, body.detail),
      body.violations && desk.h('ul', null, body.violations.map((one, index) =>
        desk.h('li', { key: index }, `${one.field.replace(/^\//, '')}: ${one.message}`))));
  }

  /** The view of an answer, or null if it has none. */
  function view(path, method, response) {
    const status = response.get('status');
    const error = response.get('err');
    if (response.get('error') && error) {
      return desk.h('div', { className: 'desk-problem desk-summary', role: 'alert' }, error.message || error.get && error.get('message'));
    }
    const operation = (desk.spec().paths[path] || {})[method];
    const body = desk.body(response.toJS());
    if (!operation || !body) {
      return status === 204 ? desk.h('p', { className: 'desk-summary', role: 'status' }, 'Done.') : null;
    }
    if (status >= 400) {
      return desk.h(Problem, { status, body });
    }
    const content = (operation.responses[status] || {}).content || {};
    const schema = (content['application/json'] || {}).schema;
    const View = schema && VIEWS[(schema.$ref || '').split('/').pop()];
    return View ? desk.h(View, body) : null;
  }

  /** What the plugin puts in place of the component "liveResponse" of Swagger UI. */
  desk.LiveResponse = function LiveResponse({ Original, original }) {
    desk.useState();
    const { response, path, method } = original;
    const shown = path.startsWith(desk.ADMIN) ? view(path, method, response) : null;
    if (!shown) {
      return desk.h(Original, original);
    }
    const answer = response.toJS();
    return desk.h('div', { className: 'desk-answer' },
      desk.h(desk.system.React.Fragment, { key: `${answer.duration} ${(answer.text || '').length} ${(answer.headers || {}).date}` }, shown),
      desk.h('details', null, desk.h('summary', null, `The answer as it was sent${answer.status ? ` (${answer.status})` : ''}`),
        desk.h(Original, original)));
  };

  /** The answers that the contract documents, folded after the real one. */
  desk.Responses = function Responses({ Original, original }) {
    const { useState } = desk.system.React;
    const [open, setOpen] = useState(false);
    return desk.h('div', { className: `desk-responses${open ? ' desk-open' : ''}` }, desk.h(Original, original),
      desk.h('button', { type: 'button', className: 'desk-plain', 'aria-expanded': open, onClick: () => setOpen(!open) }, 'Documented responses'));
  };
})(window.BylineDesk);
