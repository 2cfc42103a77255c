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
