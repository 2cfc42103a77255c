// The status of an authorisation at an instant, as known at another (REC-6-7 to REC-6-10).
import { canonical } from '../canonical.mjs';
import { isEnd, later, standing } from './history.mjs';
import { areOne } from './moves.mjs';

const undetermined = (reason) => ({ status: 'undetermined', reason });
const last = (events) => events.reduce((best, event) => (best && later(best, event) ? best : event), undefined);

/** The revision that answers, of the records at hand, or why none does (REC-6-7). */
export function status(records, { at, knownAt, tier }) {
  const views = new Set(records.map((r) => canonical(r.view ?? 'full')));
  if (views.size > 1 || !areOne(records)) return undetermined('several-records');
  const issued = records.filter((r) => r.issuedAt <= knownAt);
  if (!issued.length) return undetermined('no-revision');
  const revision = Math.max(...issued.map((r) => r.revision));
  const contents = new Map(records.filter((r) => r.revision === revision).map((r) => [canonical(r), r]));
  if (contents.size > 1) return undetermined('fork');
  const [record] = contents.values();
  return { ...byRevision(record, at, tier), revision };
}

/** The steps of REC-6-8, of one tier, or of the whole as REC-6-9 has it. */
function byRevision(record, at, tier) {
  const { terms } = record.authorisation;
  const stand = standing(record.history);
  if (!stand.some((e) => e.status === 'granted')) return { status: 'never-held', reason: 'grant-annulled' };
  const left = stand.filter((e) => e.effectiveFrom <= at);
  if (!left.length) return undetermined('before-history');
  const notHeld = (reason) => ({ status: 'not-held', reason });
  if (tier !== undefined && !terms.some((t) => t.tiers.includes(tier))) return notHeld('tier-not-in-record');
  const end = last(left.filter(isEnd));
  if (end) return decidedBy(end);
  const isOver = (t) => t.until !== undefined && t.until <= at;
  const term = terms.find((t) => t.from <= at && !isOver(t)) ?? (isOver(terms.at(-1)) ? terms.at(-1) : undefined);
  if (!term) return notHeld(at < terms[0].from ? 'before-first-term' : 'between-terms');
  if (tier !== undefined && !term.tiers.includes(tier)) return notHeld('tier-not-in-term');
  if (isOver(term)) return { status: 'expired', reason: 'term-ended' };
  const deciding = (tier === undefined ? term.tiers : [tier])
    .map((of) => last(left.filter((e) => !e.appliesTo || e.appliesTo.includes(of))));
  const suspended = deciding.filter((e) => e.status === 'suspended');
  return decidedBy(last(suspended.length ? suspended : deciding));
}

const decidedBy = ({ status: code, seq }) => ({ status: code === 'reinstated' ? 'granted' : code, reason: 'event', event: seq });
