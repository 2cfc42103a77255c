// What an attestation must say of a record (ATT-1-3, ATT-7-7).
import { DISCLOSABLE } from '../attestation.mjs';
import { canonical, digest } from '../canonical.mjs';
import { instant, seconds } from '../time.mjs';
import { standing } from './history.mjs';
import { status } from './status.mjs';

const isNatural = (record) => record.holder.kind === 'natural-person';

/** The claims that a record makes at an instant (ATT-1-3). */
async function projection(record, iat) {
  const at = instant(iat);
  const { terms } = record.authorisation;
  const begun = terms.filter((one) => one.from <= at);
  const term = begun.findLast((one) => one.until === undefined || at < one.until) ?? begun.at(-1) ?? terms[0];
  const { holder, msme } = record;
  const claims = {
    iss: record.administration,
    sub: holder.tin,
    tinCountry: isNatural(record) ? holder.tin.slice(0, 2) : undefined,
    recordId: record.recordId,
    revision: record.revision,
    view: record.view,
    programme: record.programme,
    authorisationNumber: record.authorisation.number,
    tiers: term.tiers,
    roles: term.roles,
    term: { from: term.from, until: term.until },
    authorisation_status: status([record], { at, knownAt: at }).status,
    legalName: holder.legalName,
    otherNames: holder.otherNames,
    address: holder.address,
    identifiers: holder.identifiers,
    sizeClass: msme?.sizeClass,
    msmeBasis: msme && Object.fromEntries(Object.entries(msme).filter(([name]) => name !== 'sizeClass')),
    criteria: record.authorisation.criteria,
    record_digest: await digest(record),
  };
  if (claims.term.until === undefined) delete claims.term.until;
  return Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined));
}

/** ATT-7-7 and the part of ATT-1-5 that needs the record. */
export async function matches({ visible, disclosed, claims }, record) {
  const wanted = await projection(record, claims.iat);
  const own = ['vct', 'jti', 'iat', 'nbf', 'exp', 'status'];
  const made = Object.keys(claims).filter((name) => !own.includes(name));
  if (!made.every((name) => name in wanted && canonical(wanted[name]) === canonical(claims[name]))) return false;
  const named = ['sub', 'legalName']; // hidden of a natural person, visible of a legal one
  const must = Object.keys(wanted).filter((name) => !DISCLOSABLE.includes(name) || (named.includes(name) && !isNatural(record)));
  if (!must.every((name) => name in visible)) return false;
  if (isNatural(record) && named.some((name) => name in visible)) return false;
  const at = instant(claims.iat);
  const next = standing(record.history.filter((event) => event.recordedAt <= at))
    .map((event) => event.effectiveFrom).filter((one) => one > at);
  const end = wanted.term.until > at ? [wanted.term.until] : [];
  return [...next, ...end].every((one) => claims.exp <= seconds(one));
}
