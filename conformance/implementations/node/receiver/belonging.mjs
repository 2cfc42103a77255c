// Whether the records of a state belong to its stream (step 18 of XCH-8-1, XCH-8-17).
import { Refusal } from 'aeo-exchange-verifier/signed';
import { lineOf } from './canonical-line.mjs';
import { tuplesOf } from './head.mjs';

/** Throws a Refusal where one record does not. */
export function mustBelong(entries, head, authority) {
  const { iss, aud, agreement, issuedAt } = head;
  const view = lineOf(agreement === undefined ? { audience: aud } : { audience: aud, agreement });
  const tuples = tuplesOf(authority, iss, issuedAt);
  for (const { key, record } of entries.values()) {
    if (!record) continue;
    const isOfStream = key === keyOf(record) && record.administration === iss && lineOf(record.view ?? null) === view;
    if (!isOfStream || !isCovered(record, tuples)) throw new Refusal('AEO-XCH-25');
  }
}

/** The key of a record (XCH-4-2); none where its first administration is no text. */
function keyOf({ formerAdministrations: former, administration, recordId }) {
  const first = Array.isArray(former) && former.length ? former[0] : administration;
  return typeof first === 'string' ? `${first}/${recordId}` : undefined;
}

/** Where programme or TIN is no text nothing is compared, and the rules judge the record. */
function isCovered({ programme, holder }, tuples) {
  const tin = holder?.tin;
  if (typeof programme !== 'string' || typeof tin !== 'string') return true;
  return tuples.some((tuple) => tuple.programme === programme && tuple.tinPrefixes.some((prefix) => tin.startsWith(prefix)));
}
