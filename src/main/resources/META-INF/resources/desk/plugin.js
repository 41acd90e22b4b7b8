// The plugin of Swagger UI: where the parts of the desk are put.
(desk => {
  'use strict';
  const head = (name, attributes) => document.head.append(Object.assign(document.createElement(name), attributes));
  head('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' });
  head('meta', { name: 'color-scheme', content: 'light dark' });
  head('link', { rel: 'stylesheet', href: new URL('desk.css', document.currentScript.src).href });

  /** Examples of parameters would be sent, as if the person had typed them. */
  function withoutExamples(contract) {
    for (const [path, methods] of Object.entries((contract && contract.paths) || {})) {
      for (const operation of path.startsWith(desk.ADMIN) ? Object.values(methods) : []) {
        for (const parameter of operation.parameters || []) {
          delete parameter.example;
          delete parameter.examples;
          if (parameter.schema) {
            delete parameter.schema.example;
            delete parameter.schema.examples;
          }
        }
      }
    }
    return contract;
  }

  const around = Part => Original => original => desk.h(Part, { Original, original });

  const ofAdmin = Part => Original => original => desk.h(
    original.pathMethod[0].startsWith(desk.ADMIN) ? Part : Original,
    original.pathMethod[0].startsWith(desk.ADMIN) ? { Original, original } : original);

  /** A link over a group of operations to the next one, for people without a mouse. */
  function Group({ Original, original }) {
    const id = `desk-after-${original.tag.replace(/\W+/g, '-')}`;
    return desk.h(desk.system.React.Fragment, null,
      desk.h('a', {
        className: 'desk-skip', href: `#${id}`,
        onClick: event => {
          event.preventDefault();
          document.getElementById(id).focus();
        },
      }, `Skip “${original.tag}”`),
      desk.h(Original, original),
      desk.h('span', { id, tabIndex: -1 }));
  }

  /** The introduction of the contract, folded: people come here to work. */
  function About({ Original, original }) {
    return desk.h('details', { className: 'desk-about wrapper' }, desk.h('summary', null, 'About this API'), desk.h(Original, original));
  }

  desk.plugin = system => {
    desk.system = system;
    desk.session.start();
    return {
      fn: { opsFilter: desk.opsFilter },
      wrapComponents: {
        Topbar: Original => original => desk.h(desk.system.React.Fragment, null, desk.h(Original, original), desk.h(desk.Bar)),
        InfoContainer: around(About),
        FilterContainer: () => () => desk.h(desk.Search),
        OperationTag: around(Group),
        parameters: ofAdmin(desk.Parameters),
        liveResponse: around(desk.LiveResponse),
        responses: around(desk.Responses),
      },
      statePlugins: {
        auth: {
          wrapActions: {
            // The button "Authorize" and the padlocks open the dialog of the desk.
            showDefinitions: original => definitions => {
              if (definitions) {
                desk.update({ signingIn: true });
              }
              return original(false);
            },
            persistAuthorizationIfNeeded: () => () => ({ type: 'nothing' }),
          },
        },
        layout: {
          wrapSelectors: {
            // A search shows what it finds.
            isShown: (original, found) => (state, thing, ...others) => {
              const filter = found.layoutSelectors.currentFilter();
              return thing && thing[0] === 'operations-tag' && typeof filter === 'string' && filter && filter !== 'true'
                ? true : original(thing, ...others);
            },
          },
        },
        spec: {
          wrapActions: {
            updateJsonSpec: original => contract => {
              const result = original(withoutExamples(contract));
              setTimeout(desk.session.apply, 0);
              return result;
            },
            // What is missing in a request because it cannot be read yet would be lost after a success.
            executeRequest: original => request => {
              const { pathName, method } = request;
              const operation = pathName.startsWith(desk.ADMIN) && desk.describe(pathName, method);
              return operation && desk.draft.isUnfinished(operation) ? desk.system.specActions.setResponse(pathName, method, {
                error: true, err: { message: 'Nothing was sent: a field of the form has JSON that cannot be read yet.' },
              }) : original(request);
            },
            setResponse: original => (path, method, response) => {
              const result = original(path, method, response);
              if (path.startsWith(desk.ADMIN)) {
                // An answer of 400 or more is inside an error.
                const answer = (response.err && response.err.response) || response;
                desk.current.answered(path, method, answer);
                desk.draft.answered(path, method, answer);
                if (method !== 'get') {
                  desk.pickers.changed();
                }
                desk.update({});
              }
              return result;
            },
          },
        },
      },
    };
  };
})(window.BylineDesk);
