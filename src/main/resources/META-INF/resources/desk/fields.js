// One field of a form, by what the contract says about it.
(desk => {
  'use strict';
  const LONG = new Set(['excerpt', 'description', 'bio', 'reason', 'note', 'text', 'body']);
  const TEXT_SCHEMES = { email: 'email', password: 'password', newPassword: 'password', currentPassword: 'password' };

  const WORDS = { true: 'yes', false: 'no' };

  /** A list of words, one per line or separated by commas. What is typed stays as it is until the field is left. */
  function Words({ value, onChange, ...input }) {
    const { useState } = desk.system.React;
    const [text, setText] = useState(null);
    return desk.h('input', {
      ...input, type: 'text', placeholder: 'separated by commas', value: text === null ? value.join(', ') : text,
      onChange: event => {
        setText(event.target.value);
        onChange(event.target.value.split(/[,\n]/).map(word => word.trim()).filter(Boolean));
      },
      onBlur: () => setText(null),
    });
  }

  /**
   * JSON for what has no form: lists of objects, and the site's own data. What cannot be read yet stays with its place,
   * a field of one resource, while the form is closed or shows another resource.
   */
  function Json({ value, onChange, place, ...input }) {
    const { useState } = desk.system.React;
    const { unfinished } = desk.draft;
    const [text, setText] = useState(unfinished.get(place) ?? null);
    let wrong = '';
    try {
      JSON.parse(text === null || text === '' ? 'null' : text);
    } catch (error) {
      wrong = `This is not JSON yet: ${error.message}`;
    }
    return desk.h('div', null, desk.h('textarea', {
      ...input, rows: 4, spellCheck: false, className: 'desk-code', 'aria-invalid': !!wrong,
      value: text !== null ? text : value === undefined || value === null ? '' : JSON.stringify(value, null, 2),
      onChange: event => {
        setText(event.target.value);
        try {
          const read = event.target.value === '' ? undefined : JSON.parse(event.target.value);
          unfinished.delete(place);
          onChange(read);
        } catch {
          // Said below the field.
          unfinished.set(place, event.target.value);
        }
      },
      onBlur: () => wrong || setText(null),
    }), wrong && desk.h('p', { className: 'desk-problem', role: 'status' }, wrong));
  }

  function DateTime({ value, onChange, id, ...input }) {
    const zone = desk.time.zone();
    return desk.h('div', { className: 'desk-time' }, desk.h('input', {
      ...input, id, type: 'datetime-local', value: value ? desk.time.toLocal(value) : '',
      onChange: event => onChange(event.target.value ? desk.time.toRfc3339(event.target.value) : undefined),
    }), desk.h('small', null, value ? `${desk.time.show(value)}, ${zone} (sent as ${value})` : `Time in ${zone}`));
  }

  function Choice({ value, onChange, options, required, ...input }) {
    return desk.h('select', { ...input, value: value ?? '', onChange: event => onChange(event.target.value || undefined) },
      !(required && value !== undefined) && desk.h('option', { value: '' }, '—'),
      options.map(one => desk.h('option', { key: one, value: one }, WORDS[one] || String(one).replace(/_/g, ' '))));
  }

  function Checks({ id, value, onChange, options }) {
    return desk.h('div', { id, role: 'group', className: 'desk-checks' }, options.map(one => desk.h('label', { key: one },
      desk.h('input', {
        type: 'checkbox', checked: value.includes(one),
        onChange: event => onChange(event.target.checked ? [...value, one] : value.filter(other => other !== one)),
      }), ` ${one}`)));
  }

  /** A text for each locale of the site, such as the names of a category. */
  function PerLocale({ id, value, onChange }) {
    const locales = [...new Set([...((desk.state.site || {}).locales || []), ...Object.keys(value || {})])];
    return desk.h('div', { id, role: 'group', className: 'desk-locales' }, locales.map(locale => desk.h('label', { key: locale },
      desk.h('span', null, locale), desk.h('input', {
        type: 'text', value: (value || {})[locale] || '',
        onChange: event => {
          const { [locale]: removed, ...others } = value || {};
          onChange(event.target.value ? { ...others, [locale]: event.target.value } : others);
        },
      }))));
  }

  const isTime = schema => schema.format === 'date-time';

  /** The control of a field. An empty control gives undefined. */
  function control({ name, schema, value, onChange, operation, path, common, required }) {
    const { h } = desk;
    const kind = desk.schema.reference(name, operation);
    const site = desk.state.site || {};
    const place = desk.draft.place(operation, path);
    const json = { ...common, key: place, place, value, onChange };
    if (kind && schema.type === 'array') {
      return h(desk.Picker, { ...common, kind, many: true, value: value || [], onChange: next => onChange(next.length ? next : undefined) });
    }
    if (kind && schema.type === 'string') {
      return h(desk.Picker, { ...common, kind, value: value ? [value] : [], onChange: ([next]) => onChange(next) });
    }
    if (isTime(schema)) {
      return h(DateTime, { ...common, value, onChange });
    }
    if (schema.enum) {
      return h(Choice, { ...common, value, onChange, required, options: schema.enum.filter(one => one !== null) });
    }
    if ((name === 'locale' || name === 'defaultLocale') && site.locales) {
      return h(Choice, { ...common, value, onChange, required, options: site.locales });
    }
    if (schema.type === 'boolean') {
      return h('input', {
        ...common, type: 'checkbox', checked: value === undefined ? schema.default === true : value === true,
        onChange: event => onChange(event.target.checked),
      });
    }
    if (schema.type === 'integer' || schema.type === 'number') {
      return h('input', {
        ...common, type: 'number', value: value ?? '', min: schema.minimum, max: schema.maximum, inputMode: 'numeric',
        onChange: event => onChange(event.target.value === '' ? undefined : Number(event.target.value)),
      });
    }
    if (schema.type === 'array') {
      const items = desk.schema.resolve(schema.items);
      if (items.enum) {
        return h(Checks, { ...common, value: value || [], options: items.enum, onChange: next => onChange(next.length ? next : undefined) });
      }
      if (items.type === 'string') {
        return h(Words, { ...common, value: value || [], onChange: next => onChange(next.length ? next : undefined) });
      }
      return h(Json, json);
    }
    if (schema.type === 'object') {
      const items = schema.additionalProperties && desk.schema.resolve(schema.additionalProperties);
      return items && items.type === 'string' ? h(PerLocale, { ...common, value, onChange }) : h(Json, json);
    }
    if (name === 'source' && operation.isArticle) {
      return h(desk.TextWithPreview, { ...common, value, onChange, operation });
    }
    if (desk.isPictureAddress(path)) {
      return h(desk.PictureAddress, { ...common, value, onChange });
    }
    const text = { ...common, value: value ?? '', maxLength: undefined, onChange: event => onChange(event.target.value || undefined) };
    if (LONG.has(name)) {
      return h('textarea', { ...text, rows: name === 'body' ? 6 : 3 });
    }
    if (name === 'timeZone' && Intl.supportedValuesOf) {
      return h('div', null, h('input', { ...text, type: 'text', list: `${common.id}-zones` }),
        h('datalist', { id: `${common.id}-zones` }, Intl.supportedValuesOf('timeZone').map(zone => h('option', { key: zone, value: zone }))));
    }
    return h('input', { ...text, type: TEXT_SCHEMES[name] || 'text', autoComplete: TEXT_SCHEMES[name] ? 'new-password' : 'off' });
  }

  function limits(schema, value) {
    const length = typeof value === 'string' ? value.length : 0;
    return [
      schema.maxLength && (length > schema.maxLength * 0.8 ? `${length} of ${schema.maxLength} characters.`
        : `At most ${schema.maxLength} characters.`),
      schema.minimum !== undefined && schema.type !== 'string' && `At least ${schema.minimum}.`,
      schema.maxItems && `At most ${schema.maxItems}.`,
    ].filter(Boolean).join(' ');
  }

  /** A labelled control with its description, its limits and what the server said about it. */
  desk.Field = function Field({ name, schema: raw, value, onChange, operation, path, required, first, problems, changed, undo }) {
    const { h } = desk;
    const schema = desk.schema.resolve(raw);
    const id = `desk-${operation.operationId}${path.replace(/\W/g, '-')}`;
    const said = (problems || []).filter(one => one.field === path || one.field === path.slice(1));
    const label = [desk.schema.label(name), required && h('span', { key: 'required', className: 'desk-required' }, ' (required)')];
    if (schema.type === 'object' && schema.properties) {
      const shown = h(desk.Fields, {
        schema, value: value || desk.schema.defaults(schema), operation, path, problems, first,
        // What an object needs beside the field that is filled in is its first choice.
        onChange: next => onChange(Object.keys(next).length ? { ...desk.schema.defaults(schema), ...next } : undefined),
      });
      return name === 'body' ? shown : h('details', { className: 'desk-group', open: (problems || []).some(one => one.field.startsWith(path)) },
        h('summary', null, desk.schema.label(name)), h('p', { className: 'desk-hint' }, desk.text(schema.description)), shown);
    }
    const hint = [desk.text(schema.description), ' ', limits(schema, value)];
    const common = {
      id, 'aria-describedby': `${id}-hint${said.length ? ` ${id}-said` : ''}`, 'aria-invalid': said.length > 0 || undefined,
      'data-first': first || undefined, 'aria-required': required || undefined,
    };
    const box = schema.type === 'boolean' && !schema.enum;
    const made = control({ name, schema, value, onChange, operation, path, common, required });
    return h('div', { className: `desk-field${box ? ' desk-check' : ''}${changed ? ' desk-changed' : ''}` },
      box && made, h('label', { htmlFor: id }, label),
      changed && h('button', { type: 'button', className: 'desk-plain', onClick: undo, 'aria-label': `changed · undo: ${name}` }, 'changed · undo'),
      !box && made,
      said.map((one, index) => h('p', { key: index, id: `${id}-said`, className: 'desk-problem' }, one.message)),
      h('p', { id: `${id}-hint`, className: 'desk-hint' }, hint));
  };
})(window.BylineDesk);
