// Records that moved to another administration, and what their old side said of it (REC-1-6).
import { canonical } from '../canonical.mjs';

/** The administrations of a record in order, the present one last. */
export const pathOf = (record) => [...(record.formerAdministrations ?? []), record.administration];
const nameOf = (path, { recordId }) => canonical([path, recordId]);

/** Which records were let go, and the key that counts for each, over the records met so far. */
export class Moves {
  #first = new Map(); // path and record id -> {revision, movedTo, key} of the first one met with movedTo
  #highest = new Map(); // path and record id -> highest revision met

  /** The key of a record among those met, and whether it stands where its old side let it go. */
  keyOf(record) {
    const path = pathOf(record);
    const before = this.#first.get(nameOf(path.slice(0, -1), record));
    const letGo = before?.movedTo === record.administration && before.revision <= record.revision;
    return { key: letGo ? before.key : nameOf(path, record), letGo };
  }

  /** Meets a record; the place that AEO-XCH-04 names, if any. */
  add(record, key) {
    const name = nameOf(pathOf(record), record);
    const { revision, movedTo } = record;
    const first = this.#first.get(name);
    const highest = this.#highest.get(name) ?? 0;
    this.#highest.set(name, Math.max(highest, revision));
    if (movedTo !== undefined && !first) this.#first.set(name, { revision, movedTo, key });
    if (first && revision > first.revision) return '/revision';
    return movedTo !== undefined && highest > revision ? '/movedTo' : undefined;
  }
}

/** Whether records are all of one record, met in the order of their revision, the shorter path first (REC-6-7). */
export function areOne(records) {
  const moves = new Moves();
  const met = records.toSorted((a, b) => a.revision - b.revision || pathOf(a).length - pathOf(b).length);
  const keys = met.map((record) => {
    const { key } = moves.keyOf(record);
    moves.add(record, key);
    return key;
  });
  return new Set(keys).size === 1;
}
