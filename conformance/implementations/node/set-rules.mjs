// What only several records together can show (CON-9-6); a finding stands at the later of two.
import { canonical, digest } from './canonical.mjs';
import { numberKey } from './reference.mjs';

const administrationOf = (r) => r.formerAdministrations?.[0] ?? r.administration;
export const key = (r) => `${administrationOf(r)} ${r.recordId}`;

/** Who is one operator with whom (REC-4-11): a key, a TIN, or a former TIN that another has, in steps. */
class Operators {
  #above = new Map();
  #by = new Map();

  add(record) {
    const former = (record.holder.formerTins ?? []).map(({ tin }) => tin);
    for (const sign of [`key ${key(record)}`, `tin ${record.holder.tin}`]) this.#join(record, sign);
    for (const other of this.#by.get(`former ${record.holder.tin}`) ?? []) this.#link(record, other);
    for (const tin of former) {
      for (const other of this.#by.get(`tin ${tin}`) ?? []) this.#link(record, other);
      this.#note(`former ${tin}`, record);
    }
  }

  same = (a, b) => this.#top(a) === this.#top(b);

  #join(record, sign) {
    for (const other of this.#by.get(sign) ?? []) this.#link(record, other);
    this.#note(sign, record);
  }

  #note(sign, record) {
    this.#by.set(sign, [...(this.#by.get(sign) ?? []), record]);
  }

  #link(a, b) {
    const [one, other] = [this.#top(a), this.#top(b)];
    if (one !== other) this.#above.set(one, other);
  }

  #top(record) {
    let top = record;
    while (this.#above.has(top)) top = this.#above.get(top);
    return top;
  }
}

export function* together(records) {
  const revisions = new Map();
  const operators = new Operators();
  const [certificates, identifiers, names] = [new Index(operators), new Index(operators), new Index(operators)];
  for (const { tree: r, record } of records) {
    const finding = (code, severity, path) => ({ record, code, severity, path });
    operators.add(r);

    const revision = canonical([key(r), r.view ?? 'full', r.revision]);
    const before = revisions.get(revision) ?? [];
    if (before.includes(digest(r))) yield finding('AEO-XCH-02', 'warning', '/recordId');
    else if (before.length) yield finding('AEO-XCH-01', 'error', '/revision');
    revisions.set(revision, [...before, digest(r)]);

    if (certificates.other([r.administration, r.programme, r.authorisation.number], r)) {
      yield finding('AEO-IDN-05', 'warning', '/authorisation/number');
    }
    for (const [i, identifier] of (r.holder.identifiers ?? []).entries()) {
      if (identifiers.other([identifier.scheme, numberKey(identifier)], r)) {
        yield finding('AEO-IDN-06', 'warning', `/holder/identifiers/${i}/value`);
      }
    }
    const [first] = names.before([r.holder.tin], r);
    if (first && key(first) !== key(r) && first.holder.legalName !== r.holder.legalName) {
      yield finding('AEO-TIN-05', 'warning', '/holder/legalName');
    }
  }
}

/** Records that came before, by something they hold; the first to hold a number is its operator. */
class Index {
  #records = new Map();

  constructor(operators) {
    this.operators = operators;
  }

  before(parts, record) {
    const id = canonical(parts);
    const before = this.#records.get(id) ?? [];
    this.#records.set(id, [...before, record]);
    return before;
  }

  other(parts, record) {
    const [first] = this.before(parts, record);
    return first !== undefined && !this.operators.same(first, record);
  }
}
