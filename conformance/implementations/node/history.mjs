// Events and the status they give (REC-6).

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

/** Whether a tier is suspended at an instant, by the events given (REC-6-7, REC-6-9). */
export function suspendedAt(events, tier, at) {
  const left = standing(events)
    .filter((e) => e.effectiveFrom <= at && (!e.appliesTo || e.appliesTo.includes(tier)));
  if (left.some(isEnd)) return false;
  const last = left.reduce((best, e) => (best && later(best, e) ? best : e), undefined);
  return last?.status === 'suspended';
}

export const later = (a, b) =>
  a.effectiveFrom > b.effectiveFrom || (a.effectiveFrom === b.effectiveFrom && a.seq > b.seq);

const ORDER = ['granted', 'not-known', 'suspended', 'expired', 'withdrawn', 'revoked'];

/** Status of one tier (REC-6-7, REC-6-9). */
export function statusOfTier(record, tier, at, knownAt) {
  const left = standing(record.history.filter((e) => e.recordedAt <= knownAt))
    .filter((e) => e.effectiveFrom <= at && (!e.appliesTo || e.appliesTo.includes(tier)));
  if (!left.length) return 'not-known';
  const decides = left.find(isEnd) ?? left.reduce((best, e) => (later(best, e) ? best : e));
  if (isEnd(decides)) return decides.status;
  const { until } = record.authorisation.terms.at(-1);
  if (until !== undefined && at >= until) return 'expired';
  return decides.status === 'reinstated' ? 'granted' : decides.status;
}

/** Status of the authorisation as a whole: the most restrictive over its tiers. */
export function statusOf(record, at, knownAt) {
  const { terms } = record.authorisation;
  const now = terms.find((t) => t.from <= at && (t.until === undefined || at < t.until));
  const tiers = now ? now.tiers : terms.flatMap((t) => t.tiers);
  return ORDER[Math.max(...tiers.map((tier) => ORDER.indexOf(statusOfTier(record, tier, at, knownAt))))];
}
