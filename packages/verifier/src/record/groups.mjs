// The groups of a record and their items, from the published schema.
import definitions from './data/record-schema.mjs';

/** Groups by name; each has its items in the order of the standard (CON-8-2). */
export const groups = Object.fromEntries(
  Object.entries(definitions)
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
    kind: definitions[type].properties ? 'group' : definitions[type].type,
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
