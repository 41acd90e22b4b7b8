// The desk: what people who write need from Swagger UI. Plain scripts that share the object BylineDesk; plugin.js, the
// last of them, makes one plugin of Swagger UI out of it.
window.BylineDesk = (() => {
  'use strict';
  const ADMIN = '/api/v1/admin';
  const listeners = new Set();
  let spec = { json: null, value: { paths: {} } };

  const desk = {
    ADMIN,
    /** The system of Swagger UI, from the moment in which the plugin is created. */
    system: null,
    /** What the components show; only update() changes it. */
    state: { session: null, signingIn: false, notice: null, site: null, me: null, current: {}, previews: {}, lastImport: undefined },

    update(changes) {
      desk.state = { ...desk.state, ...changes };
      listeners.forEach(listener => listener());
    },

    /** Renders a component again after each change of the state. */
    useState() {
      return desk.system.React.useSyncExternalStore(listener => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      }, () => desk.state);
    },

    h: (...element) => desk.system.React.createElement(...element),

    /** The contract that is shown, as plain objects. */
    spec() {
      const json = desk.system.specSelectors.specJson();
      if (spec.json !== json) {
        spec = { json, value: json.toJS() };
      }
      return spec.value.paths ? spec.value : { paths: {} };
    },

    /** An operation of the contract with its path and method, or null if the chosen document lacks it. */
    operation(operationId) {
      for (const [path, methods] of Object.entries(desk.spec().paths)) {
        for (const [method, operation] of Object.entries(methods)) {
          if (operation && operation.operationId === operationId) {
            return { path, method, operation };
          }
        }
      }
      return null;
    },

    /** Sends a request of the desk's own, with the credentials of the session. */
    async call(method, path, body, headers = {}) {
      const authorization = await desk.session.authorization();
      const answer = await fetch(path, {
        method,
        cache: 'no-store',
        headers: {
          ...(authorization ? { Authorization: authorization } : {}),
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
          ...headers,
        },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      const text = await answer.text();
      let json = null;
      try {
        json = text ? JSON.parse(text) : null;
      } catch {
        // An answer of a proxy on the way may be a page.
      }
      return { ok: answer.ok, status: answer.status, body: json, headers: answer.headers };
    },

    /** What a problem document says to a person. */
    problem(answer) {
      const problem = answer.body || {};
      const violations = (problem.violations || []).map(violation => `${violation.field} ${violation.message}`);
      return [problem.detail || problem.title || problem.error_description || `The server answered ${answer.status}.`,
        ...violations].join(' ');
    },

    /** Whether the page offers several documents, of which the one named All has all operations. */
    hasDocuments: () => (desk.system.getConfigs().urls || []).length > 1,

    /** A text for comparisons, without accents and capitals. */
    plain: text => text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/đ/gi, 'd').toLowerCase(),

    /** Finds an operation; if the chosen document lacks it, chooses the document that has all. */
    async find(operationId) {
      const all = [...document.querySelectorAll('.topbar select option')].find(one => one.text === 'All');
      if (!desk.operation(operationId) && all) {
        all.parentElement.value = all.value;
        all.parentElement.dispatchEvent(new Event('change', { bubbles: true }));
        for (let tries = 0; tries < 200 && !desk.operation(operationId); tries++) {
          await new Promise(later => setTimeout(later, 50));
        }
      }
      return desk.operation(operationId);
    },

    /** Opens an operation, and moves the focus to its first field. */
    async open(operationId) {
      const found = await desk.find(operationId);
      if (!found) {
        return;
      }
      const key = ['operations', found.operation.tags[0], operationId];
      desk.system.layoutActions.updateFilter('');
      desk.system.layoutActions.show(['operations-tag', found.operation.tags[0]], true);
      desk.system.layoutActions.show(key, true);
      history.replaceState(null, '', `#/${encodeURIComponent(found.operation.tags[0])}/${operationId}`);
      const start = document.activeElement;
      let tries = 0;
      let focused = null;
      // Swagger UI renders the operation more than once while it loads; the person may be faster.
      const focus = () => {
        const block = document.querySelector(`[id$="-${operationId}"]`);
        const target = block && (block.querySelector('.desk-form [data-first]') || block.querySelector('.btn.execute'));
        const active = document.activeElement;
        if (target && target !== focused && [document.body, start, focused].includes(active)) {
          if (!focused) {
            block.scrollIntoView({ block: 'start' });
          }
          target.focus({ preventScroll: true });
          focused = target;
        }
        if (++tries < (focused ? 20 : 100)) {
          setTimeout(focus, 50);
        }
      };
      focus();
    },

    /** Opens an operation that only reads, and executes it. */
    async read(operationId, parameters = {}) {
      await desk.open(operationId);
      const found = desk.operation(operationId);
      if (!found) {
        return;
      }
      let tries = 0;
      const execute = () => {
        const block = document.querySelector(`[id$="-${operationId}"]`);
        const button = block && block.querySelector('.btn.execute');
        if (!button) {
          if (++tries < 100) {
            setTimeout(execute, 50);
          }
          return;
        }
        for (const [name, value] of Object.entries(parameters)) {
          desk.system.specActions.changeParam([found.path, found.method], name, 'query', value, false);
        }
        setTimeout(() => button.click(), 50);
      };
      execute();
    },

    /** Text of the contract, in which `code` and **strong** are marked. */
    text(source) {
      return String(source || '').split(/(`[^`]*`|\*\*[^*]*\*\*)/).map((part, index) =>
        part.startsWith('`') ? desk.h('code', { key: index }, part.slice(1, -1))
          : part.startsWith('**') ? desk.h('strong', { key: index }, part.slice(2, -2)) : part);
    },
  };
  return desk;
})();
