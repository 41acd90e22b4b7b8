// Compares the answers that two nodes give to every read of the contract.
import { setTimeout } from 'node:timers/promises';
import { send } from '../client.mjs';

// Lists and counters lag by some seconds.
const ATTEMPTS = 20;
const PAUSE_MILLIS = 500;
/** Fields that each answer has of its own: the id of the request, and the time when counters were read. */
const OWN_VALUES = ['requestId', 'asOf'];

/** Returns the paths of all reads, without a query and with each value that the contract lists for a parameter. */
function paths(contract, values) {
  const resolve = (schema) => (schema?.$ref ? contract.components.schemas[schema.$ref.split('/').pop()] : schema);
  // A stream never ends.
  const ending = Object.entries(contract.paths).filter(([template, { get }]) => get && !template.endsWith('/stream'));
  return ending.flatMap(([template, { get }]) => {
    const choices = (parameter) => {
      const schema = resolve(parameter.schema);
      return schema?.enum ?? resolve(schema?.items)?.enum ?? [];
    };
    let all = [template];
    const fill = (name, found) => {
      all = all.flatMap((path) => found.map((value) => path.replace(`{${name}}`, value)));
    };
    (get.parameters ?? []).filter((parameter) => parameter.in === 'path').forEach((parameter) =>
      fill(parameter.name, parameter.name in values ? [values[parameter.name]] : choices(parameter)));
    const queries = (get.parameters ?? []).filter((parameter) => parameter.in === 'query')
      .flatMap((parameter) => [...choices(parameter).map((value) => `?${parameter.name}=${value}`),
        ...(parameter.name in values ? [`?${parameter.name}=${values[parameter.name]}`] : [])]);
    return all.flatMap((path) => [path, ...queries.map((query) => path + query)]);
  });
}

/** Returns both values as JSON, of long ones only what is around the first difference. */
function excerpts(...values) {
  const texts = values.map((value) => JSON.stringify(value) ?? 'absent');
  const same = [...texts[0]].findIndex((character, index) => character !== texts[1][index]);
  return texts.map((text) => text.slice(Math.max(same - 100, 0), same + 100));
}

/**
 * Returns where the newer answer lacks what the older one has. The newer one may have more fields, and more names in a list
 * of names, such as the scopes of a role.
 */
function difference(older, newer, place = '') {
  if (older === null || newer === null || typeof older !== 'object' || typeof newer !== 'object') {
    return older === newer ? undefined : `${place}: ${excerpts(older, newer).join(', ')}`;
  }
  if (Array.isArray(older) && older.length !== newer.length) {
    const names = older.filter((item) => typeof item === 'string');
    if (names.length > 0 && names.length === older.length && names.every((name) => newer.includes(name))) {
      return undefined;
    }
    return `${place}: ${older.length} items, ${newer.length} items`;
  }
  return Object.keys(older).filter((key) => !OWN_VALUES.includes(key))
    .map((key) => difference(older[key], newer[key], `${place}/${key}`)).find(Boolean);
}

function parse(text, type) {
  if (type === 'application/x-ndjson') {
    return text.split('\n').filter(Boolean).map((line) => JSON.parse(line));
  }
  return /[/+]json$/.test(type) ? JSON.parse(text) : text;
}

async function read(url, headers) {
  const { status, headers: { 'content-type': type = '', etag, link }, text } = await send('GET', url, undefined, headers);
  const body = parse(text, type.split(';')[0]);
  if (url.includes('/previews/')) {
    // A preview shows what publishing would do at the time of the read.
    delete body.updatedAt;
  }
  return { answer: { status, type, link, body }, text, etag };
}

/** Reads a path at both nodes. */
async function compareOnce(older, newer, path, headers) {
  const [first, second] = await Promise.all([read(older + path, headers), read(newer + path, headers)]);
  // The newer version may answer what the older one refuses.
  const different = first.answer.status >= 400 && second.answer.status === 200
    ? undefined
    : difference(first.answer, second.answer)
      ?? (first.text === second.text ? difference(first.etag, second.etag, 'ETag') : undefined);
  return { status: first.answer.status, different };
}

/** Reads everything at both nodes; returns the numbers, and what differs for longer than counters lag. */
export async function compare(older, newer, values, headers) {
  const contract = JSON.parse((await send('GET', `${older}/q/openapi?format=json`)).text);
  const all = paths(contract, values);
  const results = new Map();
  let left = all;
  for (let attempt = 1; attempt <= ATTEMPTS && left.length > 0; attempt++) {
    for (const path of left) {
      results.set(path, await compareOnce(older, newer, path, headers));
    }
    left = left.filter((path) => results.get(path).different);
    await setTimeout(left.length > 0 ? PAUSE_MILLIS : 0);
  }
  return {
    reads: all.length,
    successes: all.filter((path) => results.get(path).status === 200).length,
    differences: left.map((path) => `GET ${path} ${results.get(path).different}`),
  };
}
