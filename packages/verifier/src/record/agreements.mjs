// Codes of agreements: where a record has them, whom they name, and by which codes arrangements go (REC-2-7, REC-2-8).
import { arrangements } from './reference.mjs';

/** The codes of agreements that a record names, each with its place. The scope `all` is the code of none, and names nobody. */
export function* agreementsNamed({ view, consents = [], recognitions = [] }) {
  if (view?.agreement !== undefined) yield [view.agreement, '/view/agreement'];
  for (const [i, { scope }] of consents.entries()) yield [scope, `/consents/${i}/scope`];
  for (const [i, { agreement }] of recognitions.entries()) yield [agreement, `/recognitions/${i}/agreement`];
}

/** The parties that a code names, in its order: what has two letters, before what has not. */
export function partiesOf(code) {
  const parts = code.split('-');
  const end = parts.findIndex((part) => !/^[A-Z]{2}$/.test(part));
  return end < 0 ? parts : parts.slice(0, end);
}

/** Whether the reference data has arrangements of the two parties that a code names, and none of them goes by it. */
export function goesByNone(code) {
  const named = partiesOf(code);
  if (named.length !== 2) return false;
  const known = arrangements.filter(({ parties }) => isPair(parties, named));
  return known.length > 0 && !known.some((arrangement) => arrangement.code === code);
}

const isPair = ([a, b], [one, other]) => (a === one && b === other) || (a === other && b === one);
