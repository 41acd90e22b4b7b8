// What is being filled in. The request that Swagger UI holds is the only model: forms and the JSON view write it and
// read it. Each operation's request belongs to one resource; when another resource becomes current, the request is put
// away with its owner, and comes back with it.
(desk => {
  'use strict';
  const drafts = new Map();
  /** Fields whose JSON cannot be read yet, and are therefore no part of a request. */
  const unfinished = new Map();

  const bodyOf = operation => desk.system.oas3Selectors.requestBodyValue(operation.path, operation.method) ?? undefined;

  function setBody(operation, value) {
    desk.system.oas3Actions.setRequestBodyValue({ value, pathMethod: [operation.path, operation.method] });
  }

  function valueOf(operation, param) {
    return desk.system.specSelectors.parameterWithMetaByIdentity([operation.path, operation.method], param).get('value');
  }

  function setParam(operation, param, value) {
    if (valueOf(operation, param) !== value) {
      desk.system.specActions.changeParam([operation.path, operation.method], param.get('name'), param.get('in'), value, false);
      desk.system.specActions.changeParamByIdentity([operation.path, operation.method], param, value, false);
    }
  }

  /** What the form begins with: the content of the resource for PUT, the changes to make for PATCH, else nothing. */
  function initial(operation, record) {
    if (!operation.schema) {
      return undefined;
    }
    const input = operation.method === 'patch' ? {}
      : operation.method === 'put' && operation.whole
        ? desk.schema.toInput(operation.schema, record && record.data)
        : desk.schema.defaults(operation.schema);
    if (operation.operationId === 'startTranslation' && record && desk.state.site) {
      const taken = [record.data.locale, ...(record.data.translations || []).map(one => one.locale)];
      const free = desk.state.site.locales.find(locale => !taken.includes(locale));
      Object.assign(input, free && { locale: free });
    }
    return JSON.stringify(input, null, 2);
  }

  function put(operation, draft, record) {
    const kept = draft.kept.get(draft.owner);
    const from = kept || { text: initial(operation, record), revision: record ? record.revision : 0, version: record && record.version };
    Object.assign(draft, {
      dirty: !!kept, spent: false, text: from.text, initial: kept ? kept.initial : from.text, revision: from.revision, version: from.version,
    });
    draft.kept.delete(draft.owner);
    setBody(operation, from.text);
  }

  /** Whether a person has typed something that was not sent; what became as it was again is nothing. */
  const isTyped = draft => draft.dirty && typeof draft.text === 'string' && draft.text !== draft.initial;

  const place = (operation, path) => `${operation.key} ${(drafts.get(operation.key) || {}).owner || ''} ${path}`;

  // The browser asks before the page, and with it all that was typed, goes away.
  addEventListener('beforeunload', event => {
    if (desk.draft.unsaved()) {
      event.preventDefault();
    }
  });

  desk.draft = {
    of: operation => drafts.get(operation.key) || {},
    bodyOf,
    valueOf,
    setParam,

    /** Makes the request of an operation that of the current resource. Returns whether the resource is known enough. */
    sync(operation, params) {
      const record = operation.kind && desk.current.of(operation.kind);
      if (record && operation.schema && !record.complete) {
        if (!desk.current.chosen()) {
          desk.current.choose(record.kind, record.id);
        }
        return false;
      }
      const owner = record ? record.id : '';
      const draft = drafts.get(operation.key) || { kept: new Map(), owner: null };
      if (!drafts.has(operation.key)) {
        drafts.set(operation.key, draft);
        // Otherwise the JSON view would begin with an example.
        desk.system.oas3Actions.setRetainRequestBodyValueFlag({ value: true, pathMethod: [operation.path, operation.method] });
      }
      const text = bodyOf(operation);
      if (draft.owner !== owner) {
        if (isTyped(draft) && draft.owner !== null) {
          draft.kept.set(draft.owner, { text: draft.text, initial: draft.initial, revision: draft.revision, version: draft.version });
        }
        if (draft.owner !== null) {
          if (!draft.stays) {
            desk.system.specActions.clearResponse(operation.path, operation.method);
            desk.system.specActions.clearRequest(operation.path, operation.method);
          }
          params.forEach(param => setParam(operation, param, param.getIn(['schema', 'default'])));
        }
        draft.owner = owner;
        draft.stays = false;
        put(operation, draft, record);
      } else if (draft.spent || text === undefined && operation.schema && !isTyped(draft)
          || !draft.dirty && record && draft.data !== record.data) {
        if (draft.spent && draft.text instanceof File && operation.schema) {
          // The name and the text of a file are not those of the next one.
          params.filter(param => param.get('in') === 'query').forEach(param => setParam(operation, param, undefined));
        }
        put(operation, draft, record);
      } else if (text === undefined && draft.text !== undefined) {
        // Swagger UI has loaded another part of the contract, and forgotten the request.
        setBody(operation, draft.text);
      } else if (text !== draft.text) {
        // The JSON view has written it.
        desk.draft.edited(operation, text);
      }
      draft.data = record && record.data;
      params.forEach(param => {
        if (operation.param && param.get('in') === 'path' && param.get('name') === operation.param) {
          if (!draft.typed || record && [record.id, record.slug].includes(draft.typed)) {
            draft.typed = null;
            setParam(operation, param, record ? record.id : undefined);
          }
        } else if (param.get('in') === 'path' && param.get('name') === 'import' && draft.import !== desk.state.lastImport) {
          draft.import = desk.state.lastImport;
          setParam(operation, param, draft.import);
        } else if (operation.kind && param.get('name') === 'If-Match' && draft.matchFor !== (record && record.data)) {
          const moved = draft.dirty && record && draft.revision !== record.revision;
          draft.matchFor = null;
          setParam(operation, param, record && !draft.typed && record.version !== undefined
            ? `"${moved ? draft.version : record.version}"` : undefined);
        }
      });
      return true;
    },

    /** A person has typed a parameter in the JSON view. The name of another resource makes that one current. */
    typed(operation, param, value) {
      const draft = drafts.get(operation.key);
      const record = operation.kind && desk.current.of(operation.kind);
      if (!draft || valueOf(operation, param) === value) {
        return;
      }
      if (operation.param && param.get('in') === 'path' && param.get('name') === operation.param) {
        draft.typed = value;
        desk.current.chooseSoon(operation.kind, value);
      } else if (param.get('name') === 'If-Match') {
        draft.matchFor = record && record.data;
      }
    },

    /** Sets a parameter of an operation that is being opened, once its form is there. */
    choose(found, param, value, tries = 0) {
      const operation = desk.describe(found.path, found.method);
      const draft = drafts.get(operation.key);
      const record = desk.current.of(operation.kind);
      if (draft && record && draft.owner === record.id) {
        setParam(operation, param, value);
        desk.update({});
      } else if (tries < 100) {
        setTimeout(() => desk.draft.choose(found, param, value, tries + 1), 50);
      }
    },

    /** A person has changed the request. */
    edited(operation, text) {
      const draft = drafts.get(operation.key);
      draft.dirty = true;
      draft.text = text;
      if (bodyOf(operation) !== text) {
        setBody(operation, text);
      }
    },

    /** Whether text would be lost with the page. */
    unsaved: () => unfinished.size > 0 || [...drafts.values()].some(draft => isTyped(draft) || draft.kept.size > 0),

    /** Forgets all that was typed. */
    discard() {
      drafts.clear();
      unfinished.clear();
    },

    place,
    unfinished,

    /** Whether a field of the form of an operation has JSON that cannot be read yet. */
    isUnfinished: operation => [...unfinished.keys()].some(one => one.startsWith(place(operation, ''))),

    /** Whether another save has happened since the person began to write. */
    overtaken(operation) {
      const draft = drafts.get(operation.key);
      const record = operation.kind && desk.current.of(operation.kind);
      return !!(draft && draft.dirty && record && draft.owner === record.id && draft.revision !== record.revision);
    },

    /** The person wants these changes on top of the newest version. */
    rebase(operation) {
      const draft = drafts.get(operation.key);
      const record = desk.current.of(operation.kind);
      Object.assign(draft, { revision: record.revision, version: record.version });
    },

    /** Takes the request back to what is saved. */
    reset(operation) {
      const draft = drafts.get(operation.key);
      draft.dirty = false;
      draft.kept.delete(draft.owner);
      [...unfinished.keys()].filter(one => one.startsWith(place(operation, ''))).forEach(one => unfinished.delete(one));
      put(operation, draft, operation.kind && desk.current.of(operation.kind));
    },

    /** After a success, nothing of what was sent waits to be sent again. */
    answered(path, method, response) {
      const draft = drafts.get(`${method} ${path}`);
      if (draft && response && response.status >= 200 && response.status < 300 && method !== 'get') {
        const { kind } = desk.current.subject(path);
        const record = kind && desk.current.of(kind);
        draft.dirty = false;
        draft.spent = true;
        // The answer is about the resource that it made current, such as a translation.
        draft.stays = !!record && record.id !== draft.owner;
      }
    },
  };
})(window.BylineDesk);
