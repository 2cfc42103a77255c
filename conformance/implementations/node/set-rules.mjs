// What only several records together can show (CON-9-6); a finding stands at the later of two.
import { canonical, digest } from './canonical.mjs';
import { numberKey } from './reference.mjs';

const administrationOf = (r) => r.formerAdministrations?.[0] ?? r.administration;
export const key = (r) => `${administrationOf(r)} ${r.recordId}`;

/** Whether two records are about one operator: one TIN, now or before, or two revisions of one record. */
const oneOperator = (a, b) => key(a) === key(b) || tins(a).has(b.holder.tin) || tins(b).has(a.holder.tin);
const tins = ({ holder }) => new Set([holder.tin, ...(holder.formerTins ?? []).map((former) => former.tin)]);

export function* together(records) {
  const revisions = new Map();
  const certificates = new Index();
  const identifiers = new Index();
  const names = new Index();
  for (const { tree: r, record } of records) {
    const finding = (code, severity, path) => ({ record, code, severity, path });

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
    const others = names.before([r.holder.tin], r);
    if (others.some((o) => key(o) !== key(r) && o.holder.legalName !== r.holder.legalName)) {
      yield finding('AEO-TIN-05', 'warning', '/holder/legalName');
    }
  }
}

/** Records that came before, by something they hold; the first to hold a number is its operator. */
class Index {
  #records = new Map();

  before(parts, record) {
    const id = canonical(parts);
    const before = this.#records.get(id) ?? [];
    this.#records.set(id, [...before, record]);
    return before;
  }

  other(parts, record) {
    const [first] = this.before(parts, record);
    return first !== undefined && !oneOperator(first, record);
  }
}
