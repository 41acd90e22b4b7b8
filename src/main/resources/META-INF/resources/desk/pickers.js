// Choosing a category, tag, author, article or account by its name; the request gets its id.
(desk => {
  'use strict';
  const { ADMIN } = desk;
  const PAGE = 100;
  const MAX_PAGES = 20;
  const FRESH = 30_000;
  const MAX_SHOWN = 50;
  const loaded = new Map();
  const names = new Map();

  const { plain } = desk;

  function option(kind, item) {
    const found = {
      id: item.id, slug: item.slug, name: item.title || item.name || item.slug,
      hint: kind === 'articles' ? [item.locale, (item.state || '').replace('_', ' ')].filter(Boolean).join(', ')
        : kind === 'categories' && item.parent ? `in ${item.parent.name || item.parent.slug}` : item.email || '',
    };
    for (const ref of [item.id, item.slug]) {
      if (ref) {
        names.set(`${kind}/${ref}`, found);
      }
    }
    return found;
  }

  /** All resources of a kind, at most 2000; of articles those that were saved last. */
  async function load(kind) {
    const before = loaded.get(kind);
    if (before && Date.now() - before.at < FRESH) {
      return before.options;
    }
    const options = (async () => {
      const items = [];
      let cursor = '';
      for (let page = 0; page < (kind === 'articles' ? 3 : MAX_PAGES); page++) {
        const answer = await desk.call('GET', `${ADMIN}/${kind}?size=${PAGE}${cursor}`);
        if (!answer.ok) {
          break;
        }
        items.push(...answer.body.items);
        if (!answer.body.page.next) {
          break;
        }
        cursor = `&cursor=${encodeURIComponent(answer.body.page.next)}`;
      }
      return items.map(item => option(kind, item));
    })();
    loaded.set(kind, { at: Date.now(), options });
    return options;
  }

  async function search(kind, text) {
    const words = plain(text).split(/\s+/).filter(Boolean);
    const all = await load(kind);
    const found = all.filter(one => words.every(word => plain(`${one.name} ${one.slug || ''}`).includes(word)));
    if (kind === 'articles' && words.length && found.length < MAX_SHOWN) {
      // Published articles that were not saved lately.
      const answer = await fetch(`/api/v1/search?size=20&kind=article,page&q=${encodeURIComponent(text)}`).then(one => one.json(), () => ({}));
      found.push(...(answer.items || []).map(hit => option(kind, hit.article || hit)).filter(hit =>
        hit.id && !found.some(one => one.id === hit.id)));
      const exact = /^[a-z0-9-]+$/.test(text) && !found.length ? await desk.call('GET', `${ADMIN}/articles/${text}`) : null;
      if (exact && exact.ok) {
        found.push(option(kind, exact.body));
      }
    }
    return found.slice(0, MAX_SHOWN);
  }

  async function lookUp(kind, ref) {
    if (!names.has(`${kind}/${ref}`)) {
      if (kind === 'articles') {
        const answer = await desk.call('GET', `${ADMIN}/${kind}/${encodeURIComponent(ref)}`);
        if (answer.ok) {
          option(kind, answer.body);
        }
      } else {
        await load(kind);
      }
    }
    return names.get(`${kind}/${ref}`);
  }

  desk.pickers = {
    /** Forgets the lists after a change. */
    changed: () => loaded.clear(),
  };

  /** A text field with a list of matches (the pattern "combobox" of ARIA). `value` is an array of ids, or of names of tags. */
  desk.Picker = function Picker({ id, kind, value, onChange, many, describedBy, first, placeholder }) {
    const { useState, useEffect, useRef } = desk.system.React;
    const { h } = desk;
    const [text, setText] = useState('');
    const [options, setOptions] = useState(null);
    const [active, setActive] = useState(0);
    const [, setNamed] = useState(0);
    const asked = useRef(0);
    const byName = kind === 'tags' && many;
    useEffect(() => {
      if (!byName && value.length) {
        Promise.all(value.map(ref => lookUp(kind, ref))).then(() => setNamed(count => count + 1), () => null);
      }
    }, [kind, value.join()]);

    async function look(typed) {
      const mine = ++asked.current;
      const found = (await search(kind, typed)).filter(one => !value.includes(byName ? one.name : one.id));
      if (mine === asked.current) {
        const added = byName && typed.trim() && !found.some(one => plain(one.name) === plain(typed.trim()))
          ? [{ id: '', name: typed.trim(), hint: 'new tag' }] : [];
        setOptions([...found, ...added]);
        setActive(0);
      }
    }
    function close() {
      asked.current++;
      setOptions(null);
    }
    function choose(one) {
      const ref = byName ? one.name : one.id;
      setText('');
      close();
      onChange(many ? [...value, ref] : [ref]);
    }
    const nameOf = ref => byName ? ref : (names.get(`${kind}/${ref}`) || { name: ref }).name;
    const open = options !== null;
    return h('div', { className: 'desk-picker' },
      value.length > 0 && h('ul', { className: 'desk-chips', 'aria-label': 'Chosen' }, value.map(ref =>
        h('li', { key: ref }, nameOf(ref), h('button', {
          type: 'button', 'aria-label': `Remove ${nameOf(ref)}`, onClick: () => onChange(value.filter(one => one !== ref)),
        }, '×')))),
      h('input', {
        id, type: 'text', role: 'combobox', autoComplete: 'off', value: text, 'aria-expanded': open,
        'aria-controls': `${id}-list`, 'aria-autocomplete': 'list', 'aria-describedby': describedBy, 'data-first': first,
        'aria-activedescendant': open && options.length ? `${id}-${active}` : undefined,
        placeholder: placeholder || (value.length && !many ? 'Search for another' : 'Search by name'),
        onChange: event => {
          setText(event.target.value);
          look(event.target.value);
        },
        onClick: () => open || look(text),
        onBlur: close,
        onKeyDown: event => {
          if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
            event.preventDefault();
            if (!open) {
              look(text);
            } else if (options.length) {
              setActive((active + (event.key === 'ArrowDown' ? 1 : options.length - 1)) % options.length);
            }
          } else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) {
            event.preventDefault();
            if (open && options[active]) {
              choose(options[active]);
            }
          } else if (event.key === 'Escape' && open) {
            event.stopPropagation();
            close();
          } else if (event.key === 'Backspace' && !text && value.length) {
            onChange(value.slice(0, -1));
          }
        },
      }),
      h('ul', { id: `${id}-list`, role: 'listbox', 'aria-label': 'Matches', hidden: !open, className: 'desk-options' },
        (options || []).map((one, index) => h('li', {
          key: one.id || 'new', id: `${id}-${index}`, role: 'option', 'aria-selected': index === active,
          // The field keeps the focus.
          onMouseDown: event => event.preventDefault(),
          onClick: () => choose(one),
        }, one.name, one.hint && h('small', null, ` ${one.hint}`)))),
      open && !options.length && h('p', { className: 'desk-hint', role: 'status' }, 'Nothing has this name.'));
  };
})(window.BylineDesk);
