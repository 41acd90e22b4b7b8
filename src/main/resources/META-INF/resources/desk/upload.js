// Adding pictures and other files: chosen, dropped on a field, or pasted into it. Each upload shows its progress and can
// be cancelled; a problem is said in words.
(desk => {
  'use strict';
  const MEDIA = `${desk.ADMIN}/media`;
  const ACCEPT = 'image/*,audio/*,video/*,application/pdf';
  const PARTS = 100;

  /** Sends a file; `upload.abort` cancels. Resolves to the medium, or rejects with what a person can be told. */
  async function send(file, upload) {
    const authorization = await desk.session.authorization();
    const name = file.name || `picture.${(file.type.split('/')[1] || 'png').replace(/\+.*/, '')}`;
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      upload.abort = () => request.abort();
      request.open('POST', `${MEDIA}?filename=${encodeURIComponent(name)}`);
      if (authorization) {
        request.setRequestHeader('Authorization', authorization);
      }
      // The service reads the type from the bytes.
      request.setRequestHeader('Content-Type', 'application/octet-stream');
      request.upload.onprogress = event => event.lengthComputable && upload.onProgress(event.loaded / event.total);
      request.onload = () => {
        let body = null;
        try {
          body = JSON.parse(request.responseText);
        } catch {
          // An answer of a proxy on the way may be a page.
        }
        if (request.status >= 200 && request.status < 300 && body) {
          resolve(body);
        } else {
          reject(new Error(desk.problem({ status: request.status, body })));
        }
      };
      request.onerror = () => reject(new Error('The connection was interrupted. Add the file again.'));
      request.onabort = () => reject(new Error('Cancelled.'));
      request.send(file);
    });
  }

  const articleAtHand = () => desk.current.of('articles')?.id;

  /** The files that a drop or a paste brings; text that comes along with a picture is not what was copied. */
  const filesOf = transfer => [...((transfer && transfer.files) || [])];
  const bringsFiles = transfer => !!transfer && [...transfer.types].includes('Files');

  /**
   * Uploads for one field.
   *
   * @param add is called with each medium that is stored
   * @param many whether the field takes several files
   */
  desk.useUploads = function useUploads(add, many) {
    const { useEffect, useRef, useState } = desk.system.React;
    const [uploads, setUploads] = useState([]);
    // An upload ends long after the render in which it began.
    const latest = useRef(add);
    latest.current = add;
    const running = useRef(new Set());
    useEffect(() => () => running.current.forEach(one => one.abort()), []);
    const update = (id, changes) => setUploads(all => all.map(one => one.id === id ? { ...one, ...changes } : one));

    async function one(file) {
      const id = crypto.randomUUID ? crypto.randomUUID() : String(Math.random());
      const target = articleAtHand();
      const upload = { abort() {}, onProgress: part => update(id, { part }) };
      running.current.add(upload);
      setUploads(all => [...all.filter(other => !other.done), { id, name: file.name, part: 0, cancel: () => upload.abort() }]);
      try {
        const medium = await send(file, upload);
        // The form may show another article by now, whose text must not get the picture.
        const moved = target !== articleAtHand();
        if (!moved) {
          latest.current(medium);
        }
        update(id, { done: true, said: moved ? `is stored as media:${medium.id}; another article is at hand now.` : 'is added.' });
      } catch (error) {
        update(id, { done: true, wrong: true, said: error.message });
      } finally {
        running.current.delete(upload);
      }
    }

    async function all(files) {
      // One after the other, so that the pictures are in the order in which they were chosen.
      for (const file of many ? files : files.slice(0, 1)) {
        await one(file);
      }
    }

    return {
      uploads,
      add: all,
      forget: id => setUploads(others => others.filter(other => other.id !== id)),
      /** The handlers of a field on which files are dropped and into which they are pasted. */
      handlers: {
        onDragOver: event => {
          if (bringsFiles(event.dataTransfer)) {
            event.preventDefault();
            event.dataTransfer.dropEffect = 'copy';
            event.currentTarget.classList.add('desk-drop');
          }
        },
        onDragLeave: event => event.currentTarget.classList.remove('desk-drop'),
        onDrop: event => {
          event.currentTarget.classList.remove('desk-drop');
          if (bringsFiles(event.dataTransfer)) {
            event.preventDefault();
            moveCaret(event);
            all(filesOf(event.dataTransfer));
          }
        },
        onPaste: event => {
          const files = filesOf(event.clipboardData);
          // A table of an office program is copied as text and as a picture; people mean the text.
          if (files.length && !event.clipboardData.getData('text/plain')) {
            event.preventDefault();
            all(files);
          }
        },
      },
    };
  };

  /** Puts the caret of a text where a file was dropped, in browsers that can tell the place. */
  function moveCaret(event) {
    const place = document.caretPositionFromPoint && document.caretPositionFromPoint(event.clientX, event.clientY);
    if (place && place.offsetNode === event.currentTarget) {
      event.currentTarget.setSelectionRange(place.offset, place.offset);
    }
  }

  /** The button for people who neither drag nor paste, and the uploads of the field. */
  desk.Uploads = function Uploads({ id, label, many, state }) {
    const { h } = desk;
    const { useRef } = desk.system.React;
    const input = useRef(null);
    return h('div', { className: 'desk-uploads' },
      h('button', { type: 'button', className: 'desk-tab', id, onClick: () => input.current.click() }, label),
      h('input', {
        ref: input, type: 'file', hidden: true, multiple: many, accept: many ? ACCEPT : 'image/*', 'aria-label': label,
        onChange: event => {
          state.add([...event.target.files]);
          event.target.value = '';
        },
      }),
      h('ul', { 'aria-live': 'polite' }, state.uploads.map(one => h('li', { key: one.id },
        h('span', null, one.name || 'Picture', ' '),
        one.done ? h('span', { className: one.wrong ? 'desk-problem' : '' }, one.said, ' ')
          : h('progress', { max: PARTS, value: Math.round(one.part * PARTS), 'aria-label': `Upload of ${one.name || 'the picture'}` }),
        h('button', {
          type: 'button', className: 'desk-plain', onClick: () => one.done ? state.forget(one.id) : one.cancel(),
          'aria-label': `${one.done ? 'Dismiss' : 'Cancel'}: ${one.name || 'picture'}`,
        }, one.done ? 'Dismiss' : 'Cancel')))));
  };

  /** Inserts text at the caret of a field, in a way that the form notices. */
  function insert(field, text) {
    const { selectionStart: start, selectionEnd: end } = field;
    field.setRangeText(text, start, end, 'end');
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }

  /** The source of a medium; a picture in Markdown has a paragraph of its own, unless it is put into a line. */
  function sourceOf(medium, format, field) {
    const isPicture = medium.type.startsWith('image/');
    if (format === 'html') {
      const name = medium.filename.replace(/[<>&]/g, '');
      return isPicture ? `<figure><img src="media:${medium.id}"></figure>` : `<a href="media:${medium.id}">${name}</a>`;
    }
    if (!isPicture) {
      return `[${medium.filename.replace(/[[\]\\]/g, '\\$&')}](media:${medium.id})`;
    }
    const before = field.value.slice(0, field.selectionStart);
    const after = field.value.slice(field.selectionEnd);
    const endsLine = after === '' || after.startsWith('\n');
    const beginsLine = before === '' || before.endsWith('\n');
    const picture = `![](media:${medium.id})`;
    if (!endsLine && !beginsLine) {
      return picture;
    }
    return (before === '' || before.endsWith('\n\n') ? '' : beginsLine ? '\n' : '\n\n') + picture
      + (after === '' || after.startsWith('\n\n') ? '' : after.startsWith('\n') ? '\n' : '\n\n');
  }

  /** Returns what a text field needs to take files; `field` is a reference to it. */
  desk.useTextUploads = (field, format) => desk.useUploads(medium => {
    if (field.current) {
      insert(field.current, sourceOf(medium, format, field.current));
    }
  }, true);

  /** A field for the address of a picture. */
  desk.PictureAddress = function PictureAddress({ value, onChange, ...common }) {
    const { h } = desk;
    const state = desk.useUploads(medium => onChange(`media:${medium.id}`), false);
    return h('div', null, h('input', {
      ...common, ...state.handlers, type: 'text', autoComplete: 'off', value: value ?? '',
      onChange: event => onChange(event.target.value || undefined),
    }), h(desk.Uploads, { id: `${common.id}-add`, label: 'Add picture', many: false, state }));
  };

  /** Whether a field holds the address of a picture. */
  desk.isPictureAddress = path => /^\/(cover\/url|avatarUrl|logo\/url|icon)$/.test(path);
})(window.BylineDesk);
