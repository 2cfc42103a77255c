// From the state held to the one that a head signs (steps 13 to 17 of XCH-8-1).
import { Refusal } from 'aeo-exchange-verifier/signed';
import { NOTHING, rootOf } from './digests.mjs';
import { dropOf, entryOf, isOver, statements } from './entries.mjs';
import { wayTo } from './ways.mjs';

/** {root, entries} with the entries by their keys; `held` is undefined where no head was applied. Throws a Refusal. */
export function stateOf(head, files, held) {
  if (head.root === NOTHING) return counted(head, new Map());
  if (head.root === held?.root && !head.reset) return counted(head, held.entries);
  const { isDelta, lines, isWhole } = wayTo(head, files, held);
  const said = isWhole ? statements(lines, entryOf, ...(isDelta ? [dropOf] : [])) : undefined;
  if (!said) throw new Refusal('AEO-XCH-22');
  const entries = isDelta ? changed(held.entries, said, head.asOf) : new Map(said.map((entry) => [entry.key, entry]));
  if (rootOf([...entries.values()].map(({ leaf }) => leaf)) !== head.root) throw new Refusal('AEO-XCH-24');
  return counted(head, entries);
}

/** The entries of a base with what a delta says of them, in the order of their keys. */
function changed(base, said, asOf) {
  const entries = new Map(base);
  for (const one of said) {
    if (!one.isDrop) entries.set(one.key, one);
    else if (isOver(base.get(one.key), asOf)) entries.delete(one.key);
    else throw new Refusal('AEO-XCH-23');
  }
  return new Map([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function counted({ count, root }, entries) {
  if (count !== entries.size) throw new Refusal('AEO-XCH-24');
  return { root, entries };
}
