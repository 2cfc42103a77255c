// Intervals of time, and places in sorted lists.

/** Place of the first of a sorted list for which something holds. */
export function firstWhere(list, holds) {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(list[middle])) high = middle;
    else low = middle + 1;
  }
  return low;
}

const FOREVER = '~'; // after every instant

/** All instants of the intervals taken so far; work grows little with their number. */
export class Covered {
  #pieces = []; // in order, none of which share an instant

  /** Takes an interval in; whether one of its instants was covered before. An empty one has none (REC-9-5). */
  take({ from, until = FOREVER }) {
    if (until <= from) return false;
    const start = firstWhere(this.#pieces, (piece) => piece.until > from);
    const end = firstWhere(this.#pieces, (piece) => piece.from >= until);
    const met = this.#pieces.slice(start, end);
    const piece = {
      from: met.length && met[0].from < from ? met[0].from : from,
      until: met.length && met.at(-1).until > until ? met.at(-1).until : until,
    };
    this.#pieces.splice(start, met.length, piece);
    return met.length > 0;
  }
}
