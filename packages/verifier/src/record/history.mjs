// Events and the status they give (REC-6).
import { firstWhere } from './intervals.mjs';

const ENDS = ['revoked', 'withdrawn', 'expired'];
export const isEnd = (event) => ENDS.includes(event.status);

/** The events that stand: no annulments, and none that an annulment among them names (REC-6-6). */
export function standing(events) {
  const annulled = new Set(events.filter((e) => e.status === 'annulled').map((e) => e.annuls));
  return events.filter((e) => e.status !== 'annulled' && !annulled.has(e.seq));
}

/** Of the grants that stand the one that takes effect first, of several the first in the list (REC-6-2). */
export const grantThatStands = (record) => standing(record.history)
  .filter((e) => e.status === 'granted')
  .reduce((first, e) => (first && first.effectiveFrom <= e.effectiveFrom ? first : e), undefined);

/** Each event with those before it, of which some stand at that point; work grows as the history does. */
export function* withThoseBefore(history) {
  const before = new Before();
  for (const [i, event] of history.entries()) {
    yield [event, `/history/${i}`, before];
    before.add(event);
  }
}

class Before {
  granted = 0;
  ended = 0;
  #annulled = new Set();
  #bySeq = new Map();
  #events = new Map(); // tier, or undefined for all -> events that stand, in the order in which they decide
  #ends = []; // whatever tiers they name

  add(event) {
    if (event.status === 'annulled') return this.#annul(event.annuls);
    if (this.#annulled.has(event.seq)) return;
    if (!this.#bySeq.has(event.seq)) this.#bySeq.set(event.seq, []);
    this.#bySeq.get(event.seq).push(event);
    this.#count(event, 1);
    for (const list of this.#lists(event)) {
      list.splice(firstWhere(list, (other) => later(other, event)), 0, event);
    }
  }

  stands(seq) {
    return this.#bySeq.has(seq);
  }

  /** Whether a tier is suspended at an instant (REC-6-4). */
  suspendedAt(tier, at) {
    const last = (list = []) => list[firstWhere(list, (event) => event.effectiveFrom > at) - 1];
    if (last(this.#ends)) return false;
    const [general, own] = [undefined, tier].map((scope) => last(this.#events.get(scope)));
    const decides = own && general ? (later(general, own) ? general : own) : (own ?? general);
    return decides?.status === 'suspended';
  }

  #annul(seq) {
    this.#annulled.add(seq);
    for (const event of this.#bySeq.get(seq) ?? []) {
      this.#count(event, -1);
      for (const list of this.#lists(event)) list.splice(list.indexOf(event), 1);
    }
    this.#bySeq.delete(seq);
  }

  #count(event, by) {
    if (event.status === 'granted') this.granted += by;
    if (isEnd(event)) this.ended += by;
  }

  *#lists(event) {
    for (const tier of event.appliesTo ? new Set(event.appliesTo) : [undefined]) {
      if (!this.#events.has(tier)) this.#events.set(tier, []);
      yield this.#events.get(tier);
    }
    if (isEnd(event)) yield this.#ends;
  }
}

export const later = (a, b) =>
  a.effectiveFrom > b.effectiveFrom || (a.effectiveFrom === b.effectiveFrom && a.seq > b.seq);
