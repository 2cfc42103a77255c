// The status of an authorisation as a whole, by the one revision at hand (REC-6-7, REC-6-9).

const ENDS = ['revoked', 'withdrawn', 'expired'];

/** The events that stand: no annulments, and none that an annulment among them names (REC-6-6). */
export function standing(events) {
  const annulled = new Set(events.filter((event) => event.status === 'annulled').map((event) => event.annuls));
  return events.filter((event) => event.status !== 'annulled' && !annulled.has(event.seq));
}

/** A code of the list Standing, at an instant and as known at another. */
export function attestedStatus(record, at, knownAt) {
  if (record.issuedAt > knownAt) return 'undetermined';
  const events = standing(record.history);
  if (!events.some((event) => event.status === 'granted')) return 'never-held';
  const begun = events.filter((event) => event.effectiveFrom <= at);
  if (!begun.length) return 'undetermined';
  const end = latest(begun.filter((event) => ENDS.includes(event.status)));
  if (end) return end.status;
  const { terms } = record.authorisation;
  const counts = terms.find((term) => term.from <= at && !isOver(term, at)) ?? (isOver(terms.at(-1), at) ? terms.at(-1) : undefined);
  if (!counts) return 'not-held';
  if (isOver(counts, at)) return 'expired';
  const suspended = counts.tiers.some((tier) =>
    latest(begun.filter(({ appliesTo }) => !appliesTo || appliesTo.includes(tier)))?.status === 'suspended');
  return suspended ? 'suspended' : 'granted';
}

const isOver = ({ until }, at) => until !== undefined && until <= at;

/** The event that decides: the latest by effectiveFrom, then by seq. */
const latest = (events) => events.reduce((best, event) => (best && isLater(best, event) ? best : event), undefined);
const isLater = (a, b) =>
  a.effectiveFrom > b.effectiveFrom || (a.effectiveFrom === b.effectiveFrom && a.seq > b.seq);
