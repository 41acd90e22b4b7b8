// The resource at hand, one of each kind: what the last answer was about, or what the person chose. Everything here goes
// by the id of the resource; the name of a parameter alone says nothing.
(desk => {
  'use strict';
  const { ADMIN } = desk;
  const TYPING = 400;

  /** The kinds of resources with a version: where they are, and the parameter of the path that names one. */
  const KINDS = {
    articles: { noun: 'article', param: 'article' },
    categories: { noun: 'category', param: 'category' },
    tags: { noun: 'tag', param: 'tag' },
    authors: { noun: 'author', param: 'author' },
    menus: { noun: 'menu', param: 'menu' },
    comments: { noun: 'comment', param: 'comment' },
    accounts: { noun: 'account', param: 'account' },
    'api-keys': { noun: 'API key', param: 'key' },
    site: { noun: 'site', path: `${ADMIN}/site` },
    me: { noun: 'account', path: `${ADMIN}/accounts/me` },
  };

  /** The schemas of answers that are one resource. */
  const SCHEMAS = {
    WorkingCopy: 'articles', WorkingCopySummary: 'articles', CategoryDetail: 'categories', TagDetail: 'tags',
    AuthorDetail: 'authors', MenuDetail: 'menus', ModeratedComment: 'comments', AccountDetail: 'accounts', ApiKey: 'api-keys',
    SiteDetail: 'site', OwnAccount: 'me',
  };
  /** Lists have the less complete schema; a form needs the other one. */
  const SUMMARIES = new Set(['WorkingCopySummary']);

  const known = new Map();
  let choosing = null;

  const idOf = (kind, data) => data.id || kind;

  function nameOf(kind, data) {
    const name = kind === 'comments' ? `comment by ${data.author ? data.author.name : 'someone'}` : data.title || data.name;
    return name || data.slug || kind;
  }

  /** The kind that a path of the contract is about, and the parameter that names the resource. */
  function subject(path) {
    for (const [kind, { param, path: own }] of Object.entries(KINDS)) {
      if (path === own) {
        return { kind, param: null };
      }
      const start = `${ADMIN}/${kind}/{${param}}`;
      if (param && (path === start || path.startsWith(`${start}/`))) {
        return { kind, param };
      }
    }
    return { kind: null, param: null };
  }

  function show(kind, record) {
    desk.update({ current: { ...desk.state.current, [kind]: record } });
  }

  desk.current = {
    KINDS,
    subject,

    of: kind => desk.state.current[kind] || null,

    /** A resource that an answer contained, by its id or slug. */
    known(kind, ref) {
      const record = known.get(`${kind}/${ref}`);
      return record || [...known.values()].find(one => one.kind === kind && one.slug === ref) || null;
    },

    /** Remembers what an answer says about a resource. A summary does not replace a complete resource of that version. */
    learn(kind, data, makeCurrent, complete = true) {
      const id = idOf(kind, data);
      const before = known.get(`${kind}/${id}`);
      const current = desk.current.of(kind);
      const sameContent = before && before.complete && !complete && before.version === data.version;
      const record = sameContent ? before : {
        kind, id, slug: data.slug, name: nameOf(kind, data), version: data.version, state: data.state,
        revision: data.revision || (before && before.version === data.version ? before.revision : data.version),
        data, complete,
      };
      known.set(`${kind}/${id}`, record);
      if (makeCurrent || current && current.id === id) {
        show(kind, record);
      }
      return record;
    },

    forget(kind, id) {
      known.delete(`${kind}/${id}`);
      if ((desk.current.of(kind) || {}).id === id) {
        show(kind, null);
      }
    },

    /** Reads a resource and makes it current; null if there is none that this person may see. */
    choose(kind, ref) {
      const path = KINDS[kind].path || `${ADMIN}/${kind}/${encodeURIComponent(ref)}`;
      const mine = desk.call('GET', path).then(answer => {
        if (choosing === mine) {
          choosing = null;
        }
        if (answer.ok) {
          return desk.current.learn(kind, answer.body, true);
        }
        if (answer.status === 404) {
          desk.current.forget(kind, ref);
        }
        return null;
      });
      choosing = mine;
      return mine;
    },

    /** Makes the resource current that is being typed, once the typing pauses. */
    chooseSoon(kind, ref) {
      const mine = new Promise(resolve => setTimeout(resolve, TYPING)).then(() =>
        choosing === mine ? desk.current.choose(kind, ref) : choosing);
      choosing = mine;
    },

    /** Ends when the resource that was asked for last is current. */
    chosen: () => choosing,

    /** Takes over what an answer to an operation of the contract says. */
    answered(path, method, response) {
      const { kind, param } = subject(path);
      const own = kind && (param ? desk.current.of(kind) : { id: kind });
      if (own && response && response.status === 412) {
        desk.current.choose(kind, own.id);
      }
      if (!response || response.error || !response.status || response.status >= 300) {
        return;
      }
      if (response.status === 204) {
        if (own && path.endsWith(`{${param}}`) && method === 'delete' && kind !== 'articles' || /\/purge$/.test(path)) {
          desk.current.forget(kind, own.id);
        } else if (own && /\/\{article\}$/.test(path)) {
          desk.current.choose(kind, own.id);
        }
        return;
      }
      const content = desk.spec().paths[path][method].responses[response.status];
      const schema = content && content.content && content.content['application/json']
        && content.content['application/json'].schema;
      const name = schema && schema.$ref ? schema.$ref.split('/').pop() : '';
      const body = desk.body(response);
      if (!body) {
        return;
      }
      if (name === 'ImportJob') {
        desk.update({ lastImport: body.id });
      }
      if (SCHEMAS[name]) {
        desk.current.learn(name === 'AccountDetail' && kind === 'me' ? 'me' : SCHEMAS[name], body, true);
        if (name === 'SiteDetail') {
          desk.update({ site: body });
        }
      } else if (Array.isArray(body.items)) {
        const items = schema && desk.schema.resolve(schema).properties.items.items.$ref.split('/').pop();
        const listed = SCHEMAS[items];
        if (listed) {
          body.items.forEach(item => desk.current.learn(listed, item, false, !SUMMARIES.has(items)));
          if (!desk.current.of(listed) && body.items.length) {
            show(listed, known.get(`${listed}/${body.items[0].id}`));
          }
        }
      } else if (/\/bulk\//.test(path)) {
        ['articles', 'comments'].map(desk.current.of).filter(Boolean).forEach(one => desk.current.choose(one.kind, one.id));
      }
    },
  };

  /** The JSON of an answer that Swagger UI has stored. */
  desk.body = response => {
    try {
      return response.body && typeof response.body === 'object' ? response.body : JSON.parse(response.text || response.data);
    } catch {
      return null;
    }
  };

  /** The resource of a request's path, if it is one of the admin API: its kind and what the path says. */
  function named(url) {
    const [, kind, ref] = url.pathname.match(/^\/api\/v1\/admin\/([a-z-]+)\/([^/]+)/) || [];
    return KINDS[kind] && KINDS[kind].param && !(kind === 'accounts' && ref === 'me')
      ? { kind, ref: decodeURIComponent(ref) } : null;
  }

  /**
   * Sees each request before Swagger UI sends it: brings the newest token, and stops a change of a resource that is not
   * the current one, because the version and the text of its form belong to the current one.
   */
  desk.intercept = async request => {
    const url = new URL(request.url, location.href);
    if (url.origin !== location.origin || !url.pathname.startsWith('/api/')) {
      return request;
    }
    const headers = request.headers || {};
    if (/^Bearer byline_at_/.test(headers.Authorization || '')) {
      headers.Authorization = await desk.session.authorization();
    }
    const target = named(url);
    if (target && (request.method || 'GET').toUpperCase() !== 'GET') {
      const waited = choosing;
      await choosing;
      const current = desk.current.of(target.kind);
      const { noun } = KINDS[target.kind];
      if (waited && current) {
        throw new Error(`Nothing was sent: “${current.name}” is now current. Look at the form, and execute again.`);
      }
      if (!current || ![current.id, current.slug].includes(target.ref)) {
        throw new Error(`Nothing was sent: there is no ${noun} “${target.ref}” that you may change, or it is not the `
          + `${noun} of this form${current ? `, which is “${current.name}”` : ''}.`);
      }
    }
    return request;
  };
})(window.BylineDesk);
