// The SD-JWT envelope (ATT-1, ATT-2): its form, before anything is believed.
import { sha256, toBase64url, utf8 } from './bytes.mjs';
import { inOrder } from './canonical.mjs';
import definitions from './data/schemas.mjs';
import { Refusal, base64url, compact, isThumbprint, strictJson } from './jws.mjs';
import { Schemas, isObject } from './schema.mjs';
import { seconds } from './time.mjs';

const MAX_BYTES = 262_144;
const DAY = 86_400;
const NEVER_VISIBLE = ['otherNames', 'address', 'identifiers', 'sizeClass', 'msmeBasis', 'criteria', 'record_digest'];
export const DISCLOSABLE = ['sub', 'legalName', ...NEVER_VISIBLE];
const schemas = new Schemas(definitions);
const CLAIMS = definitions.Claims.properties;

const CODES = {
  form: 'AEO-SIG-02', encoding: 'AEO-SIG-02', json: 'AEO-SIG-03', header: 'AEO-SIG-04',
  typ: 'AEO-SIG-05', alg: 'AEO-SIG-06', kid: 'AEO-SIG-07',
};

/** {jws, visible, disclosed, claims} of one attestation; throws a Refusal. */
export async function readAttestation(text) {
  if (text.length > MAX_BYTES || text.split('.').length < 3) throw new Refusal('AEO-SIG-01');
  const [token, ...disclosures] = text.split('~');
  if (disclosures.pop() !== '') throw new Refusal('AEO-SIG-02');
  const jws = compact(token, 'aeo-status+sd-jwt', CODES);
  const visible = payload(jws.payload);
  const disclosed = await disclose(disclosures, jws.payload._sd, visible);
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
  const isShown = (name) => Object.hasOwn(CLAIMS, name) && !NEVER_VISIBLE.includes(name);
  if (!Object.keys(visible).every(isShown)) throw new Refusal('AEO-SIG-08');
  return visible;
}

/** The shape of what is visible and of what was disclosed, and the order of their sets. */
function values(visible, disclosed) {
  if (!schemas.accepts('Claims', visible)) throw new Refusal('AEO-SIG-08');
  for (const [name, value] of Object.entries(disclosed)) {
    if (!schemas.accepts(CLAIMS[name], value)) throw new Refusal('AEO-SIG-13');
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

/** What was disclosed, by name; each kind of fault is looked for in all of them before the next (ATT-7-13). */
async function disclose(texts, digests, visible) {
  const read = texts.map((text) => base64url(text, 'AEO-SIG-02')).map((bytes) => strictJson(bytes, 'AEO-SIG-03'));
  if (!read.every(isDisclosure)) throw new Refusal('AEO-SIG-10');
  const names = read.map(([, name]) => name);
  const isRepeated = [texts, names].some((list) => new Set(list).size < list.length); // equal texts have one digest
  const hashes = isRepeated || texts.length > digests.length ? [] : await Promise.all(texts.map(digestOf));
  if (hashes.length < texts.length || !hashes.every((hash) => digests.includes(hash))) throw new Refusal('AEO-SIG-11');
  if (names.some((name) => name in visible)) throw new Refusal('AEO-SIG-12');
  if (reserved(visible) || read.some(([, , value]) => reserved(value))) throw new Refusal('AEO-SIG-09');
  return Object.fromEntries(read.map(([, name, value]) => [name, value]));
}

const digestOf = async (text) => toBase64url(await sha256(utf8(text)));

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
