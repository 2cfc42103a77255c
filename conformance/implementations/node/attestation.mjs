// The SD-JWT envelope (ATT-1, ATT-2): its form, before anything is believed.
import { createHash } from 'node:crypto';
import Ajv from 'ajv/dist/2020.js';
import { json } from './published.mjs';
import { canonical, compare, digest } from './canonical.mjs';
import { Refusal, base64url, compact, isObject, isThumbprint, strictJson } from './jws.mjs';
import { standing } from './history.mjs';
import { status } from './status.mjs';
import { instant, seconds } from './time.mjs';

const MAX_BYTES = 262_144;
const DAY = 86_400;
const NEVER_VISIBLE = ['otherNames', 'address', 'identifiers', 'sizeClass', 'msmeBasis', 'criteria', 'record_digest'];
const DISCLOSABLE = ['sub', 'legalName', ...NEVER_VISIBLE];
const schema = json('aeo-status-claims.schema.json');
const ajv = new Ajv({ strict: true, allErrors: true, ownProperties: true }).addSchema(schema);
const checkClaims = ajv.getSchema(schema.$id);
const KNOWN = new Set(Object.keys(schema.$defs.Claims.properties));
const checkClaim = Object.fromEntries(DISCLOSABLE.map((name) =>
  [name, ajv.getSchema(`${schema.$id}#/$defs/Claims/properties/${name}`)]));

const CODES = {
  form: 'AEO-SIG-02', encoding: 'AEO-SIG-02', json: 'AEO-SIG-03', header: 'AEO-SIG-04',
  typ: 'AEO-SIG-05', alg: 'AEO-SIG-06', kid: 'AEO-SIG-07',
};

/** {jws, visible, disclosed, claims} of one attestation; throws a Refusal. */
export function readAttestation(text) {
  if (text.length > MAX_BYTES || text.split('.').length < 3) throw new Refusal('AEO-SIG-01');
  const [token, ...disclosures] = text.split('~');
  if (disclosures.pop() !== '') throw new Refusal('AEO-SIG-02');
  const jws = compact(token, 'aeo-status+sd-jwt', CODES);
  const visible = payload(jws.payload);
  const disclosed = disclose(disclosures, jws.payload._sd, visible);
  values(visible, disclosed);
  const claims = { ...visible, ...disclosed };
  times(claims);
  return { jws, visible, disclosed, claims };
}

function payload(value) {
  if (!isObject(value)) throw new Refusal('AEO-SIG-09');
  const { _sd: digests, _sd_alg: algorithm, ...visible } = value;
  const sorted = Array.isArray(digests) && digests.length === 16 &&
    digests.every((one, i) => isThumbprint(one) && (i === 0 || digests[i - 1] < one));
  if (algorithm !== 'sha-256' || !sorted || '...' in visible) throw new Refusal('AEO-SIG-09');
  if (Object.keys(visible).some((name) => !KNOWN.has(name) || NEVER_VISIBLE.includes(name))) throw new Refusal('AEO-SIG-08');
  return visible;
}

/** The shape of what is visible and of what was disclosed, and the order of their sets. */
function values(visible, disclosed) {
  if (!checkClaims(visible)) throw new Refusal('AEO-SIG-08');
  for (const [name, value] of Object.entries(disclosed)) {
    if (!checkClaim[name](value)) throw new Refusal('AEO-SIG-13');
  }
  if (!namesOne(visible, disclosed)) throw new Refusal('AEO-SIG-08');
  if (!inOrder(visible.tiers) || !inOrder(visible.roles)) throw new Refusal('AEO-SIG-08');
  for (const set of [disclosed.identifiers, disclosed.msmeBasis?.provisions]) {
    if (set && !inOrder(set)) throw new Refusal('AEO-SIG-13');
  }
}

/** ATT-1-7: a firm shows its TIN, a natural person the country that issued it. */
function namesOne(visible, disclosed) {
  if (('sub' in visible) === ('tinCountry' in visible) || ('legalName' in visible && !('sub' in visible))) return false;
  return !('sub' in disclosed) || disclosed.sub.startsWith(visible.tinCountry);
}

/** Whether _sd or ... stands anywhere inside. */
function reserved(value) {
  if (Array.isArray(value)) return value.some(reserved);
  if (!isObject(value)) return false;
  return Object.entries(value).some(([name, inner]) => name === '_sd' || name === '...' || reserved(inner));
}

const inOrder = (list) => list.every((one, i) => i === 0 || compare(list[i - 1], one) < 0);

/** What was disclosed, by name; each kind of fault is looked for in all of them before the next (ATT-7-13). */
function disclose(texts, digests, visible) {
  const read = texts.map((text) => base64url(text, 'AEO-SIG-02')).map((bytes) => strictJson(bytes, 'AEO-SIG-03'));
  if (!read.every(isDisclosure)) throw new Refusal('AEO-SIG-10');
  const hashes = texts.map((text) => createHash('sha256').update(text, 'ascii').digest('base64url'));
  const names = read.map(([, name]) => name);
  if (!hashes.every((hash) => digests.includes(hash))) throw new Refusal('AEO-SIG-11');
  if ([hashes, names].some((list) => new Set(list).size < list.length)) throw new Refusal('AEO-SIG-11');
  if (names.some((name) => name in visible)) throw new Refusal('AEO-SIG-12');
  if (reserved(visible) || read.some(([, , value]) => reserved(value))) throw new Refusal('AEO-SIG-09');
  return Object.fromEntries(read.map(([, name, value]) => [name, value]));
}

function isDisclosure(parts) {
  if (!Array.isArray(parts) || parts.length !== 3 || !DISCLOSABLE.includes(parts[1])) return false;
  return typeof parts[0] === 'string' && base64url(parts[0], 'AEO-SIG-10').length >= 16;
}

/** ATT-1-5, as far as AEO-SIG-14 says it; the rest needs the record. */
function times({ iat, nbf, exp, term }) {
  const end = term.until === undefined ? Infinity : seconds(term.until);
  if (iat < end && exp > end) throw new Refusal('AEO-SIG-14');
  if (nbf < iat || exp <= nbf || exp > iat + 90 * DAY) throw new Refusal('AEO-SIG-14');
}

const isNatural = (record) => record.holder.kind === 'natural-person';

/** The claims that a record makes at an instant (ATT-1-3). */
export function projection(record, iat) {
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
    record_digest: digest(record),
  };
  if (claims.term.until === undefined) delete claims.term.until;
  return Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined));
}

/** ATT-7-7 and the part of ATT-1-5 that needs the record. */
export function matches({ visible, disclosed, claims }, record) {
  const wanted = projection(record, claims.iat);
  const own = ['vct', 'jti', 'iat', 'nbf', 'exp', 'status', 'record_digest'];
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
