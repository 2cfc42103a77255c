// What only several records together can show (CON-9-6); a finding stands at the later of two.
import { Moves, canonical, numberKey, pathOf } from 'aeo-exchange-verifier/record';

const text = (...parts) => canonical(parts);

/** Records that are one by signs they share, in steps over the records met so far. */
class Groups {
  #above = new Map();
  #by = new Map();

  /** `signs` are shared by all that have them; `asks` are signs of others, `answers` those asked for. */
  add(record, signs, asks = [], answers = []) {
    for (const sign of signs) this.#joinAll(record, `is ${sign}`);
    for (const sign of asks) {
      this.#linkAll(record, `answers ${sign}`);
      this.#note(`asks ${sign}`, record);
    }
    for (const sign of answers) {
      this.#linkAll(record, `asks ${sign}`);
      this.#note(`answers ${sign}`, record);
    }
  }

  same = (a, b) => this.#top(a) === this.#top(b);

  #joinAll(record, sign) {
    const one = this.#by.get(sign)?.[0];
    if (one) this.#link(record, one);
    else this.#note(sign, record);
  }

  #linkAll(record, sign) {
    for (const other of this.#by.get(sign) ?? []) this.#link(record, other);
  }

  #note(sign, record) {
    const all = this.#by.get(sign);
    if (all) all.push(record);
    else this.#by.set(sign, [record]);
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

/** The first record that holds something. */
class First {
  #records = new Map();

  of(record, ...parts) {
    const id = text(...parts);
    if (!this.#records.has(id)) this.#records.set(id, record);
    return this.#records.get(id);
  }
}

export function* together(records) {
  const [revisions, keys, moves] = [new Map(), new Map(), new Moves()];
  const [operators, one] = [new Groups(), new Groups()];
  const [certificates, identifiers, names, authorisations] = [new First(), new First(), new First(), new First()];
  for (const { tree: r, record } of records) {
    const finding = (code, severity, path) => ({ record, code, severity, path });
    const { number } = r.authorisation;
    const { key, letGo } = moves.keyOf(r);
    keys.set(r, key);
    const id = (administration, recordId) => text(administration, recordId);
    operators.add(r, [`key ${key}`, `tin ${r.holder.tin}`], (r.holder.formerTins ?? []).map(({ tin }) => tin), [r.holder.tin]);
    const own = id(pathOf(r)[0], r.recordId);
    one.add(r, [own], (r.authorisation.replaces ?? []).map((old) => id(old.administration, old.recordId)), [own]);

    yield* repeated(revisions, r, key, finding);
    if (r.formerAdministrations && !letGo) yield finding('AEO-XCH-03', 'warning', '/formerAdministrations');
    const beyond = moves.add(r, key);
    if (beyond) yield finding('AEO-XCH-04', 'error', beyond);
    if (!one.same(authorisations.of(r, r.holder.tin, r.programme, number), r)) yield finding('AEO-XCH-05', 'warning', '/recordId');

    if (!operators.same(certificates.of(r, r.administration, r.programme, number), r)) {
      yield finding('AEO-IDN-05', 'warning', '/authorisation/number');
    }
    for (const [i, identifier] of (r.holder.identifiers ?? []).entries()) {
      if (!operators.same(identifiers.of(r, identifier.scheme, numberKey(identifier)), r)) {
        yield finding('AEO-IDN-06', 'warning', `/holder/identifiers/${i}/value`);
      }
    }
    const first = names.of(r, r.holder.tin);
    if (keys.get(first) !== key && first.holder.legalName !== r.holder.legalName) {
      yield finding('AEO-TIN-05', 'warning', '/holder/legalName');
    }
  }
}

/**
 * A revision that was met before, by its key or by its path: the first one met says what it holds
 * (REC-1-5, REC-1-7).
 */
function* repeated(revisions, record, key, finding) {
  const content = canonical(record);
  const names = [key, text(pathOf(record), record.recordId)].map((name) => text(name, record.view ?? 'full', record.revision));
  const before = names.map((name) => revisions.get(name)).filter((one) => one !== undefined);
  if (before.some((one) => one !== content)) yield finding('AEO-XCH-01', 'error', '/revision');
  else if (before.length) yield finding('AEO-XCH-02', 'warning', '/recordId');
  for (const name of names) if (!revisions.has(name)) revisions.set(name, content);
}
