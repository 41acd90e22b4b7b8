// What the contract says about fields.
(desk => {
  'use strict';
  /** The names of fields that hold a reference, and the kind of resource that they name. */
  const REFERENCES = {
    article: 'articles', author: 'authors', authors: 'authors', category: 'categories', categories: 'categories',
    parent: 'categories', moveTo: 'categories', tag: 'tags', tags: 'tags', account: 'accounts',
  };

  const LABELS = { source: 'Text', at: 'When', into: 'Merge into', bio: 'About the author', q: 'Words' };

  /** A schema without references and without the alternative null, which patches have in each field. */
  function resolve(schema) {
    let found = schema || {};
    for (let depth = 0; depth < 8 && (found.$ref || found.anyOf); depth++) {
      const { $ref, anyOf, ...own } = found;
      const named = $ref ? desk.spec().components.schemas[$ref.split('/').pop()] : anyOf.find(one => one.type !== 'null');
      found = { ...named, ...own, ...(own.type && named.type && own.type !== named.type ? { type: named.type } : {}) };
      if (anyOf) {
        found.description = own.description || (named || {}).description;
      }
    }
    return found;
  }

  const isText = value => typeof value === 'string' || typeof value === 'number';

  desk.schema = {
    resolve,

    /** The kind of resource that a field or parameter names, or null; `into` is of the kind of the operation. */
    reference(name, operation) {
      if (name === 'into') {
        return operation.kind;
      }
      // In the moderation queue, an author is a commenter; imports make the category that they need.
      if (operation.operationId === 'listCommentsForStaff' && name === 'author'
        || operation.operationId === 'createImport' && ['category', 'categories'].includes(name)) {
        return null;
      }
      return REFERENCES[name] || null;
    },

    label(name) {
      if (LABELS[name]) {
        return LABELS[name];
      }
      const words = name.replace(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`).replace(/\b(seo|url|id)\b/g,
        word => word.toUpperCase());
      return words[0].toUpperCase() + words.slice(1);
    },

    /** The content of a resource as the fields of a request: references as ids, tags by name. */
    toInput(schema, resource) {
      const input = {};
      for (const [name, raw] of Object.entries(resolve(schema).properties || {})) {
        const property = resolve(raw);
        const value = resource ? resource[name] : undefined;
        if (value === undefined || value === null) {
          continue;
        }
        if (property.type === 'array' && Array.isArray(value)) {
          input[name] = value.map(item => isText(item) || !item.id ? item : name === 'tags' ? item.name : item.id);
        } else if (property.type === 'object' && property.properties) {
          input[name] = desk.schema.toInput(property, value);
        } else if (property.type === 'string' && typeof value === 'object') {
          input[name] = value.id;
        } else {
          input[name] = value;
        }
      }
      return input;
    },

    /** What a request begins with: the required choices, each with its first value. */
    defaults(schema) {
      const input = {};
      const resolved = resolve(schema);
      for (const name of resolved.required || []) {
        const property = resolve((resolved.properties || {})[name]);
        if (property.enum) {
          input[name] = property.default || property.enum[0];
        }
      }
      return input;
    },
  };
})(window.BylineDesk);
