// Finding an operation by any word of its summary, path or tag.
(desk => {
  'use strict';
  const { plain } = desk;

  /** Keeps the operations in which all words occur, and the tags that have one of them. */
  desk.opsFilter = (taggedOps, phrase) => {
    const words = plain(String(phrase)).split(/\s+/).filter(Boolean);
    return taggedOps.map((group, tag) => group.update('operations', operations => operations.filter(found => {
      const operation = found.get('operation');
      const text = plain([tag, found.get('method'), found.get('path'), operation.get('summary'), operation.get('operationId')]
        .filter(Boolean).join(' '));
      return words.every(word => text.includes(word));
    }))).filter(group => group.get('operations').size > 0);
  };

  desk.Search = function Search() {
    const { layoutActions, layoutSelectors } = desk.system;
    desk.useState();
    const filter = layoutSelectors.currentFilter();
    const text = typeof filter === 'string' && filter !== 'true' ? filter : '';
    return desk.h('div', { className: 'desk-search wrapper' },
      desk.h('label', { htmlFor: 'desk-search' }, 'Find an operation'),
      desk.h('input', {
        id: 'desk-search', type: 'search', value: text, placeholder: 'a word of its summary, path or group',
        onChange: event => {
          layoutActions.updateFilter(event.target.value);
          desk.update({});
        },
      }));
  };
})(window.BylineDesk);
