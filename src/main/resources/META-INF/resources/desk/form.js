// A form in place of parameters and JSON, for the operations of the admin API. The JSON view is one click away.
(desk => {
  'use strict';
  /** The fields of an article that are seen at first, in the order of writing. */
  const ARTICLE_FIELDS = ['title', 'body', 'excerpt', 'categories', 'tags', 'authors', 'cover', 'locale'];
  /** Parameters that only programs need; the JSON view has them. */
  const PROGRAMS = new Set(['Idempotency-Key', 'If-Match']);
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  const operations = new Map();

  /** An operation of the contract, with what forms need to know about it. */
  desk.describe = (path, method) => {
    const operation = (desk.spec().paths[path] || {})[method];
    if (!operation) {
      return null;
    }
    const cached = operations.get(operation);
    if (cached) {
      return cached;
    }
    const content = operation.requestBody ? operation.requestBody.content : {};
    const type = Object.keys(content).find(one => /json$/.test(one) && !/ndjson$/.test(one));
    const schema = type ? content[type].schema : null;
    const { kind, param } = desk.current.subject(path);
    const described = {
      path, method, operation, operationId: operation.operationId, key: `${method} ${path}`, kind, param, schema,
      file: 'application/octet-stream' in content,
      whole: kind && (param ? path.endsWith(`{${param}}`) : true),
      isArticle: !!schema && /\/Article(Input|Patch)$/.test(schema.$ref || ''),
    };
    if (!kind) {
      described.kind = null;
    }
    operations.set(operation, described);
    return described;
  };

  /** The fields of an object. With `base`, the value is a merge patch over it: only changes are in the request. */
  desk.Fields = function Fields({ schema, value, base, onChange, operation, path, problems, first }) {
    const { h } = desk;
    const resolved = desk.schema.resolve(schema);
    const names = Object.keys(resolved.properties || {}).filter(name => !resolved.properties[name].deprecated
      && !desk.schema.resolve(resolved.properties[name]).deprecated);
    const required = new Set(base ? [] : resolved.required || []);
    const ordered = operation.isArticle && !path ? [...ARTICLE_FIELDS, ...names.filter(name => !ARTICLE_FIELDS.includes(name))] : names;
    const main = operation.isArticle && !path ? ARTICLE_FIELDS : ordered;
    const focus = ordered.find(name => !desk.schema.resolve(resolved.properties[name]).enum) || ordered[0];

    function change(name, next) {
      const { [name]: before, ...others } = value;
      if (base) {
        const from = base[name];
        if (same(next, from) || next === undefined && from === undefined) {
          onChange(others);
        } else if (next && from && typeof next === 'object' && !Array.isArray(next)) {
          const cleared = Object.keys(from).filter(key => next[key] === undefined).map(key => [key, null]);
          onChange({ ...others, [name]: { ...next, ...Object.fromEntries(cleared) } });
        } else {
          onChange({ ...others, [name]: next === undefined ? null : next });
        }
      } else {
        onChange(next === undefined || next === null ? others : { ...value, [name]: next });
      }
    }
    const present = name => {
      const own = value[name] === undefined && base ? base[name] : value[name];
      return own === null ? undefined : own;
    };
    const field = name => h(desk.Field, {
      key: name, name, schema: resolved.properties[name], value: present(name), operation, path: `${path}/${name}`,
      problems, required: required.has(name), first: first && name === focus,
      changed: !!base && value[name] !== undefined, undo: () => change(name, base[name]), onChange: next => change(name, next),
    });
    const more = ordered.filter(name => !main.includes(name));
    return h(desk.system.React.Fragment, null, main.map(field), more.length > 0 && h('details', {
      className: 'desk-group', open: problems && problems.some(one => more.includes(one.field.split('/')[1])),
    }, h('summary', null, 'More fields'), more.map(field)));
  };

  /** The resource that the operation is about, and the way to another one. */
  function Subject({ operation, first }) {
    const { h } = desk;
    const { useState } = desk.system.React;
    const [choosing, setChoosing] = useState(false);
    const record = desk.current.of(operation.kind);
    const { noun } = desk.current.KINDS[operation.kind];
    if (!operation.param) {
      return null;
    }
    const id = `desk-${operation.operationId}-subject`;
    const picks = ['articles', 'categories', 'tags', 'authors', 'accounts', 'api-keys'].includes(operation.kind);
    return h('div', { className: 'desk-subject' },
      record && h('p', null, h('strong', null, record.name), ` · version ${record.version}`, record.state && ` · ${record.state.replace('_', ' ')}`,
        picks && h('button', {
          type: 'button', className: 'desk-plain', 'aria-expanded': choosing, onClick: () => setChoosing(!choosing),
        }, `another ${noun}`)),
      (!record || choosing) && picks && h('div', { className: 'desk-field' }, h('label', { htmlFor: id }, `Which ${noun}`),
        h(desk.Picker, {
          id, kind: operation.kind, value: [], first: first && !record,
          onChange: ([ref]) => ref && desk.current.choose(operation.kind, ref).then(() => setChoosing(false)),
        })),
      !record && !picks && h('p', { className: 'desk-hint' }, `Choose a ${noun} in a list first.`));
  }

  /** The saves of the current article, instead of numbers to type. */
  function Revision({ id, value, onChange, first }) {
    const { h } = desk;
    const { useState, useEffect } = desk.system.React;
    const [saves, setSaves] = useState([]);
    const record = desk.current.of('articles');
    useEffect(() => {
      let gone = false;
      setSaves([]);
      if (record) {
        desk.call('GET', `${desk.ADMIN}/articles/${record.id}/revisions?size=100`).then(answer => {
          if (answer.ok && !gone) {
            setSaves(answer.body.items);
          }
        });
      }
      return () => {
        gone = true;
      };
    }, [record && record.id, record && record.revision]);
    return h('select', { id, value: value || '', 'data-first': first, onChange: event => onChange(event.target.value || undefined) },
      h('option', { value: '' }, '—'), saves.map(save => h('option', { key: save.version, value: save.version },
        `Version ${save.version}: ${save.title}, ${desk.time.show(save.savedAt)}, ${save.savedBy}${save.current ? ' (as it is now)' : ''}`)));
  }

  function Parameter({ operation, param, first, problems }) {
    const { h } = desk;
    const name = param.get('name');
    const stored = desk.draft.valueOf(operation, param);
    // Swagger UI keeps lists in a type of its own.
    const value = stored && stored.toJS ? stored.toJS() : stored;
    const set = next => desk.draft.setParam(operation, param, next === undefined || next === '' ? undefined : next);
    const schema = { ...desk.schema.resolve(param.get('schema') ? param.get('schema').toJS() : {}) };
    const described = { ...schema, description: param.get('description') || schema.description };
    if (operation.kind === 'articles' && name === 'version') {
      const id = `desk-${operation.operationId}-version`;
      return h('div', { className: 'desk-field' }, h('label', { htmlFor: id }, 'Which save'), h(Revision, { id, value, onChange: set, first }));
    }
    if (schema.type === 'boolean') {
      Object.assign(described, { type: 'string', enum: ['true', 'false'] });
    }
    return h(desk.Field, {
      name, schema: described, value: value === '' ? undefined : value === undefined ? undefined : schema.type === 'boolean' ? String(value) : value,
      onChange: set, operation, path: `?${name}`, required: param.get('in') === 'path', first,
      problems: problems.filter(one => one.in !== 'body').map(one => ({ ...one, field: `?${one.field}` })),
    });
  }

  const setType = (operation, value) =>
    desk.system.oas3Actions.setRequestContentType({ value, pathMethod: [operation.path, operation.method] });

  /** Takes a file as the body of the request; its name becomes the parameter for names, where there is one. */
  function FileField({ operation, params }) {
    const { h } = desk;
    const id = `desk-${operation.operationId}-file`;
    const file = desk.draft.bodyOf(operation);
    const named = params.find(param => param.get('name') === 'filename');
    return h('div', { className: 'desk-field' }, h('label', { htmlFor: id }, 'File'), h('input', {
      id, type: 'file', 'data-first': true,
      // After an upload nothing is chosen any more.
      ref: input => {
        if (input && !(file instanceof File)) {
          input.value = '';
        }
      },
      onChange: event => {
        const [chosen] = event.target.files;
        setType(operation, 'application/octet-stream');
        desk.draft.edited(operation, chosen);
        if (named && chosen) {
          desk.draft.setParam(operation, named, chosen.name);
        }
      },
    }), h('p', { className: 'desk-hint' }, file instanceof File ? `${file.name}, ${Math.ceil(file.size / 1024)} KiB`
      : operation.schema ? 'A picture or another file. Without one, the file is fetched from the URL.'
        : 'A WordPress or Ghost export, a zip of Markdown, a feed, or an export of Byline: the format is detected.'));
  }

  /** Brings an offer into view when it appears; the button that was pressed may be far below it. */
  const reveal = node => node && node.scrollIntoView({ block: 'center' });

  function Overtaken({ operation }) {
    const { h } = desk;
    const record = desk.current.of(operation.kind);
    return h('div', { className: 'desk-notice', role: 'alert', ref: reveal },
      h('p', null, `“${record.name}” was saved meanwhile: it is version ${record.version} now. What you changed here began before that.`),
      h('button', { type: 'button', onClick: () => {
        desk.draft.rebase(operation);
        desk.update({});
      } }, `Put my changes on version ${record.version}`), ' ',
      h('button', { type: 'button', onClick: () => desk.draft.reset(operation) }, 'Discard my changes'));
  }

  function Form({ operation, params, body, known }) {
    const { h } = desk;
    const record = operation.kind && desk.current.of(operation.kind);
    const response = desk.system.specSelectors.responseFor(operation.path, operation.method);
    const status = response && response.get('status');
    const problems = status >= 400 ? (desk.body(response.toJS()) || {}).violations || [] : [];
    const own = params.filter(param => !(operation.param && param.get('in') === 'path' && param.get('name') === operation.param)
      && !PROGRAMS.has(param.get('name')) && !param.get('deprecated'));
    const paths = own.filter(param => param.get('in') === 'path');
    const others = own.filter(param => param.get('in') !== 'path');
    const isFile = body instanceof File;
    const schema = operation.schema && !isFile && desk.schema.resolve(operation.schema);
    let value = null;
    try {
      value = body ? JSON.parse(body) : {};
    } catch {
      // Said below.
    }
    const base = operation.method === 'patch' && record && record.complete ? desk.schema.toInput(operation.schema, record.data) : null;
    return h('div', {
      className: 'desk-form',
      onKeyDown: event => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
          event.preventDefault();
          event.currentTarget.closest('.opblock').querySelector('.btn.execute').click();
        }
      },
    },
    operation.kind && h(Subject, { operation, first: !paths.size }),
    operation.kind && desk.draft.overtaken(operation) && h(Overtaken, { operation }),
    paths.map(param => h(Parameter, { key: param.get('name'), operation, param, problems, first: !!record || !operation.kind })),
    operation.file && h(FileField, { operation, params }),
    desk.isDownload(operation.operation) && h(desk.Download, { operation, params }),
    schema && !known && h('p', { role: 'status' }, 'Loading …'),
    schema && known && (value === null || typeof value !== 'object' || Array.isArray(value)
      ? h('p', { className: 'desk-problem', role: 'alert' }, 'The request is not a JSON object. Mend it in the JSON view, or reset it.')
      : schema.properties ? h(desk.Fields, {
        schema, value, base, operation, path: '', problems, first: !paths.size,
        onChange: next => {
          if (operation.file) {
            setType(operation, 'application/json');
          }
          desk.draft.edited(operation, JSON.stringify(next, null, 2));
        },
      }) : null),
    others.size > 0 && h('details', { className: 'desk-group', open: isFile || problems.some(one => one.in === 'query') },
      h('summary', null, operation.method === 'get' ? 'Filters and pages' : 'Options'),
      others.map(param => h(Parameter, { key: param.get('name'), operation, param, problems }))));
  }

  /** What the plugin puts in place of the component "parameters" of Swagger UI. */
  desk.Parameters = function Parameters({ Original, original }) {
    const { h } = desk;
    const { useState, useEffect } = desk.system.React;
    const [json, setJson] = useState(false);
    const [known, setKnown] = useState(true);
    desk.useState();
    const [path, method] = original.pathMethod;
    const operation = desk.describe(path, method);
    const params = original.parameters;
    const ready = original.tryItOutEnabled && original.allowTryItOut !== false && operation;
    useEffect(() => {
      if (ready) {
        const found = desk.draft.sync(operation, params);
        if (found !== known) {
          setKnown(found);
        }
      }
    });
    if (!ready) {
      return h(Original, original);
    }
    const body = desk.draft.bodyOf(operation);
    const nothing = !operation.schema && !operation.file && !params.size;
    if (nothing) {
      return null;
    }
    const specActions = {
      ...original.specActions,
      changeParamByIdentity: (pathMethod, param, value, isXml) => {
        desk.draft.typed(operation, param, value);
        return original.specActions.changeParamByIdentity(pathMethod, param, value, isXml);
      },
    };
    return h('div', { className: 'desk-parameters' },
      h('p', { className: 'desk-views' }, h('button', {
        type: 'button', className: 'desk-tab', 'aria-pressed': json, onClick: () => setJson(!json),
      }, 'JSON')),
      json ? h(Original, { ...original, specActions, onResetClick: () => desk.draft.reset(operation) }) : h(Form, { operation, params, body, known }));
  };
})(window.BylineDesk);
