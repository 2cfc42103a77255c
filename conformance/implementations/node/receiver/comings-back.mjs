// Whether a record may stand where a tombstone stood (XCH-4-6).

/**
 * Of a record that the schema accepts. `tombstone` is the one that stands, `before` the revision that was received of the key before the record, if any,
 * `asOf` the instant of the state, `movedBack(to)` whether the stream of that administration has let the record go to this sender.
 */
export function mayComeBack(record, { tombstone: { cause, effectiveFrom, to }, before, agreement, asOf, movedBack }) {
  const isAtLeast = (least) => before === undefined || record.revision >= least;
  switch (cause) {
    case 'consent-withdrawn': return isAtLeast(before + 1) && isConsentedAfter(record, effectiveFrom, { agreement, asOf });
    case 'out-of-scope': return isAtLeast(before);
    case 'sent-in-error': return isAtLeast(before + 1);
    case 'moved': return movedBack(to);
    default: return false; // erased
  }
}

function isConsentedAfter({ consents = [] }, instant, { agreement, asOf }) {
  const counts = consentThatCounts(consents.filter(({ since }) => since <= asOf), agreement);
  return ['given', 'not-required'].includes(counts?.state) && counts.since > instant;
}

/** The consent that counts (REC-8-1); none where two have the latest `since` (REC-8-3). */
function consentThatCounts(consents, agreement) {
  const of = (scope) => consents.filter((consent) => consent.scope === scope);
  const own = agreement === undefined ? [] : of(agreement);
  const asked = own.length ? own : of('all');
  const latest = asked.map(({ since }) => since).sort().at(-1);
  const last = asked.filter(({ since }) => since === latest);
  return last.length === 1 ? last[0] : undefined;
}
