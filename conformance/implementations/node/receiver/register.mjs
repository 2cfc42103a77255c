// What is held of one stream, and what becomes of each key when a message is applied (XCH-8-19).
import { validate } from '../validate.mjs';
import { mayComeBack } from './comings-back.mjs';
import { isOver } from './entries.mjs';
import { HeadsSeen } from './heads-seen.mjs';

/** Codes of the reader and the schema, after which no rule on records is asked (RUL-2-1). */
const OF_FORM = /^AEO-(SYN-|HOS-0[123]|STR-0[1-7]|COD-01)/;

/** What is known of one key. */
class Kept {
  received; // {revision, digest}: the highest revision applied of the key, and the first content met of it
  tombstone; // the one that stands, be it dropped since
  isErased = false;
  came; // {digest, before}: the record held, and what was received of the key before it came
  told; // {state, codes}; undefined where nothing is held
}

export class Register {
  #keys = new Map();
  last; // the head applied last
  held; // {root, entries} of that head
  heads = new HeadsSeen();

  constructor(stream) {
    this.stream = stream;
  }

  /** Takes a head with its state, whole; `movedBack(key, to)` asks the streams of another administration. */
  apply(head, state, movedBack) {
    if (this.last && head.profile !== this.last.profile) this.#forget(); // another profile cuts other views
    for (const [key, entry] of this.held?.entries ?? []) if (!state.entries.has(key)) this.#gone(key, entry, head.asOf);
    for (const entry of state.entries.values()) this.#take(entry, head, movedBack);
    if (head.reset) this.#forget();
    for (const entry of state.entries.values()) if (entry.record) receive(this.#of(entry.key), entry);
    Object.assign(this, { last: head, held: state });
    this.heads.noteApplied(head);
  }

  /** Whether the stream says that a key moved to an administration. */
  letGo(key, to) {
    const tombstone = this.#keys.get(key)?.tombstone;
    return tombstone?.cause === 'moved' && tombstone.to === to;
  }

  /** What CNF-3-14 asks of the stream; undefined where nothing was applied. */
  get summary() {
    if (!this.last) return undefined;
    const told = [...this.#keys].filter(([, kept]) => kept.told).sort(([a], [b]) => (a < b ? -1 : 1));
    const entries = told.map(([key, { told: { state, codes } }]) => ({ key, state, ...(codes.length && { codes }) }));
    return { sequence: this.last.sequence, root: this.last.root, entries };
  }

  #of(key) {
    if (!this.#keys.has(key)) this.#keys.set(key, new Kept());
    return this.#keys.get(key);
  }

  #gone(key, entry, asOf) {
    const kept = this.#of(key);
    kept.came = undefined;
    kept.told = isOver(entry, asOf) ? undefined : { state: 'missing', codes: ['AEO-XCH-29'] };
  }

  #take(entry, head, movedBack) {
    const kept = this.#of(entry.key);
    if (entry.tombstone) {
      const isErased = kept.isErased || entry.tombstone.cause === 'erased';
      Object.assign(kept, { tombstone: entry.tombstone, isErased, came: undefined, told: { state: 'tombstone', codes: [] } });
      return;
    }
    if (kept.came?.digest !== entry.digest) kept.came = { digest: entry.digest, before: kept.received };
    kept.told = judged(entry, kept, head, movedBack);
    if (kept.told.state === 'accepted') kept.tombstone = undefined;
  }

  /** The revisions received until now count no more; the tombstones do. */
  #forget() {
    for (const kept of this.#keys.values()) {
      kept.received = undefined;
      if (kept.came) kept.came.before = undefined;
    }
  }
}

function receive(kept, { record: { revision }, digest }) {
  if (Number.isInteger(revision) && !(revision <= kept.received?.revision)) kept.received = { revision, digest };
}

/** {state, codes} of a record, as of the instant of a head. */
function judged(entry, kept, head, movedBack) {
  const { verdict, findings } = validate(Buffer.from(entry.content), { at: head.asOf, inLine: true });
  if (verdict === 'UNDETERMINED') return { state: 'newer', codes: [] };
  const errors = findings.filter(({ severity }) => severity === 'error').map(({ code }) => code);
  const beside = errors.some((code) => OF_FORM.test(code)) ? undefined : besideOthers(entry, kept, head, movedBack);
  const isRejected = errors.length || beside === 'AEO-XCH-28' || (beside && !head.reset);
  const codes = [...new Set(beside ? [...errors, beside] : errors)].sort();
  return { state: isRejected ? 'rejected' : 'accepted', codes };
}

/** The code that is told of a record beside what was received of its key; none where it stands well. */
function besideOthers({ key, record, digest }, { tombstone, isErased, came: { before } }, { asOf, agreement, reset }, movedBack) {
  const received = reset ? undefined : before?.revision;
  const isBarred = isErased || (tombstone && !mayComeBack(record, {
    tombstone, agreement, asOf, before: received, movedBack: (to) => movedBack(key, to),
  }));
  if (isBarred) return 'AEO-XCH-28';
  return before && isBehind(record.revision, digest, before) ? 'AEO-XCH-27' : undefined;
}

const isBehind = (revision, digest, before) =>
  revision < before.revision || (revision === before.revision && digest !== before.digest);
