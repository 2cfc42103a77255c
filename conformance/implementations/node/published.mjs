// The published files of the standard: schema and code lists, and what is derived from them.
import { readFileSync, readdirSync, existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Where `schemas` and `conformance` of the standard are: this repository, unless AEO_STANDARD names another folder. */
const home = process.env.AEO_STANDARD ? pathToFileURL(`${process.env.AEO_STANDARD}/`) : new URL('../../../', import.meta.url);
const folder = new URL('schemas/1.0/', home);
if (!existsSync(new URL('aeo-record.schema.json', folder))) {
  console.error(`No files of the standard in ${fileURLToPath(home)}: name the folder that holds schemas and conformance as AEO_STANDARD.`);
  process.exit(2);
}

/** Thumbprints of the keys that everybody has (ATT-5-11). */
export const testKeys = () => JSON.parse(readFileSync(new URL('conformance/keys/keys.json', home), 'utf8')).keys.map((key) => key.kid);

export const path = (name) => fileURLToPath(new URL(name, folder));
export const json = (name) => JSON.parse(readFileSync(path(name), 'utf8'));
export const exists = (name) => existsSync(path(name));
export const list = (name) => (exists(name) ? readdirSync(path(name)).sort() : []);

const fields = (line) => [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)]
  .map(([, field]) => (field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field));

/** The rows of a published list, by the names of its columns; before these may stand a comment (RDA-4-5). */
export function rows(name) {
  const lines = readFileSync(path(name), 'utf8').split('\n').filter(Boolean);
  if (lines[0].startsWith('#')) lines.shift();
  const columns = fields(lines.shift());
  return lines.map((line) => Object.fromEntries(fields(line).map((value, i) => [columns[i], value])));
}

export const schema = json('aeo-record.schema.json');

/** Groups by name; each has its items in the order of the standard (CON-8-2). */
export const groups = Object.fromEntries(
  Object.entries(schema.$defs)
    .filter(([, def]) => def.properties)
    .map(([name, def]) => [name, { items: new Map(Object.entries(def.properties).map(item)) }]),
);

function item([name, def], order) {
  const type = (def.items ?? def).$ref.replace('#/$defs/', '');
  const comment = def.$comment ?? '';
  return [name, {
    name,
    order,
    type,
    list: def.type === 'array',
    set: comment.includes('a set'),
    disclosure: /disclosure: (\w+)/.exec(comment)[1],
    kind: schema.$defs[type].properties ? 'group' : schema.$defs[type].type,
  }];
}

/** Calls visit(value, path, item) for every item present, a list before its elements (item.element). */
export function walk(value, visit, group = 'AeoRecord', path = '') {
  for (const item of groups[group].items.values()) {
    const child = value[item.name];
    if (child === undefined) continue;
    const at = `${path}/${item.name}`;
    if (visit(child, at, item) === false) continue;
    const each = item.list ? child.map((one, i) => [one, `${at}/${i}`]) : [[child, at]];
    for (const [one, place] of each) {
      if (item.kind === 'group') walk(one, visit, item.type, place);
      else if (item.list) visit(one, place, { ...item, list: false, set: false });
    }
  }
}
