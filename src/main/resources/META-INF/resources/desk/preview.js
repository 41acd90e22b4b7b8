// Seeing a text: beside the field while it is written, and as a page after it is saved.
(desk => {
  'use strict';
  const { ADMIN } = desk;
  const PAUSE = 400;
  const LONG_TEXT = 20_000;
  const making = new Map();

  /** The frame runs no scripts; the HTML is what readers will get, and it is changed in place, so nothing jumps. */
  const FRAME = '<!doctype html><html lang="en"><title>Preview</title><meta name="color-scheme" content="light dark">'
    + '<style>body{font:17px/1.65 Georgia,serif;margin:0;padding:12px 16px;overflow-wrap:break-word;color:#1d2733;'
    + 'background:#fff}img,video{max-width:100%;height:auto}pre{overflow:auto}blockquote{margin-left:0;padding-left:16px;'
    + 'border-left:3px solid #9ab}@media(prefers-color-scheme:dark){body{color:#e3e8ee;background:#161b22}a{color:#7cc4ff}}'
    + '</style><body></body></html>';

  function Live({ source, format, locale }) {
    const { useEffect, useRef, useState } = desk.system.React;
    const [html, setHtml] = useState('');
    const [note, setNote] = useState('');
    const [loaded, setLoaded] = useState(0);
    const frame = useRef(null);
    useEffect(() => {
      let gone = false;
      const timer = setTimeout(async () => {
        if (!source) {
          setHtml('');
          setNote('');
          return;
        }
        const answer = await desk.call('POST', `${ADMIN}/render`, { format, source }).catch(() => null);
        if (!gone) {
          setNote(!answer ? 'The server cannot be reached.' : answer.ok ? '' : desk.problem(answer));
          if (answer && answer.ok) {
            setHtml(answer.body.html);
          }
        }
      }, source && source.length > LONG_TEXT ? 3 * PAUSE : PAUSE);
      return () => {
        gone = true;
        clearTimeout(timer);
      };
    }, [source, format]);
    useEffect(() => {
      const page = frame.current.contentDocument;
      if (page && page.body) {
        page.documentElement.lang = locale || 'en';
        page.body.innerHTML = html;
      }
    }, [html, locale, loaded]);
    return desk.h('div', { className: 'desk-live' },
      desk.h('iframe', {
        ref: frame, title: 'Preview of the text', sandbox: 'allow-same-origin', srcDoc: FRAME,
        onLoad: () => setLoaded(count => count + 1),
      }),
      desk.h('p', { className: 'desk-hint', role: 'status' }, note || 'As readers will see it; nothing is saved yet.'));
  }

  /** The field for the text of an article. */
  desk.TextWithPreview = function TextWithPreview({ value, onChange, operation, ...common }) {
    const { useRef, useState } = desk.system.React;
    const [shown, setShown] = useState(true);
    const field = useRef(null);
    const record = desk.current.of('articles');
    let request = {};
    try {
      request = JSON.parse(desk.draft.bodyOf(operation) || '{}') || {};
    } catch {
      // The form is not shown then.
    }
    const saved = (operation.kind && record && record.data) || {};
    const format = (request.body || {}).format || (saved.body || {}).format || 'markdown';
    const uploads = desk.useTextUploads(field, format);
    return desk.h('div', { className: `desk-split${shown ? '' : ' desk-alone'}` },
      desk.h('textarea', {
        ...common, ...uploads.handlers, ref: field, rows: 18, value: value ?? '', spellCheck: true, lang: request.locale || saved.locale,
        onChange: event => onChange(event.target.value || undefined),
      }),
      shown && desk.h(Live, { source: value, format, locale: request.locale || saved.locale }),
      desk.h('div', { className: 'desk-preview-switch' }, desk.h('button', {
        type: 'button', className: 'desk-tab', 'aria-pressed': shown, onClick: () => setShown(!shown),
      }, 'Preview'), desk.h(desk.Uploads, { id: `${common.id}-add`, label: 'Add picture', many: true, state: uploads })));
  };

  const usable = preview => preview && Date.parse(preview.expiresAt) > Date.now() ? preview : null;

  desk.preview = {
    /** Makes a preview link of an article, once until it expires. */
    async make(id) {
      const before = usable(desk.state.previews[id]);
      if (before || making.has(id)) {
        return before || making.get(id);
      }
      const made = desk.call('POST', `${ADMIN}/articles/${id}/previews`, {}).then(answer => {
        making.delete(id);
        if (!answer.ok) {
          return null;
        }
        const preview = { url: answer.body.url, expiresAt: answer.body.expiresAt };
        desk.update({ previews: { ...desk.state.previews, [id]: preview } });
        return preview;
      });
      making.set(id, made);
      return made;
    },
  };

  /** The link to the page of an article; made when it is asked for, because each link is a record of its own. */
  desk.PreviewLink = function PreviewLink({ id }) {
    const { previews } = desk.useState();
    const preview = usable(previews[id]);
    if (preview) {
      return desk.h('a', { className: 'desk-action', href: preview.url, target: '_blank', rel: 'noopener' }, 'Preview page');
    }
    return desk.h('button', {
      type: 'button', className: 'desk-action',
      onClick: () => {
        // Opened at once, because browsers block windows that open later.
        const page = window.open('', '_blank');
        desk.preview.make(id).then(made => {
          if (made && page) {
            page.opener = null;
            page.location = made.url;
          } else if (page) {
            page.close();
          }
        });
      },
    }, 'Preview page');
  };
})(window.BylineDesk);
