// Heads: their form (XCH-3-2), and who may have signed them (steps 1 to 5 of XCH-8-1).
import { isNewer } from 'aeo-exchange-verifier/record';
import { Refusal, compact, isTestKey, oneCode, signedBy, trimmed } from 'aeo-exchange-verifier/signed';
import { hex } from './digests.mjs';
import { isHead } from './schemas.mjs';

const FORM = 'AEO-XCH-10';
const LONGEST = 65_536;

/** {jws, digest, ...members}; throws a Refusal. */
export function readHead(content) {
  const text = trimmed(content.toString('latin1'));
  if (text.length > LONGEST) throw new Refusal(FORM);
  const jws = compact(text, 'aeo-head+jwt', oneCode(FORM));
  if (isNewer(jws.payload)) throw new Refusal('AEO-SYN-11');
  const signed = Buffer.from(jws.parts[1], 'base64url');
  const members = JSON.parse(signed); // numbers as they stand; the reader above leaves only whole ones
  if (!isHead(jws.payload) || !isHead(members) || !holdsTogether(members)) throw new Refusal(FORM);
  return { ...members, jws, digest: hex(signed) };
}

const holdsTogether = ({ asOf, issuedAt, nextUpdate, agreement, profile, files = [] }) =>
  asOf <= issuedAt && issuedAt < nextUpdate && (agreement === undefined) === (profile === undefined)
    && new Set(files.map(({ name }) => name)).size === files.length;

/** The authority in whose name a head was signed, at NOW; throws a Refusal. */
export async function signerOf({ iss, issuedAt, jws }, { trust, testKeys }, now) {
  const { kid } = jws.header;
  if (!trust.lists.length) throw new Refusal(trust.refused[0]); // the lowest number decides (ATT-7-1)
  if (isTestKey(kid) && !testKeys) throw new Refusal('AEO-TRU-13');
  const { place, code } = trust.keyFor(kid, iss, issuedAt, now);
  if (code) throw new Refusal(code);
  if (!(await signedBy(jws, place.key.public))) throw new Refusal('AEO-XCH-11');
  if (!tuplesOf(place.authority, iss, issuedAt).length) throw new Refusal('AEO-XCH-12');
  return place.authority;
}

/** The tuples of an authority for the exchange in the name of `iss`, of which an instant lies in the interval. */
export const tuplesOf = (authority, iss, instant) => authority.scope.filter(({ administration, purposes, from, until }) =>
  administration === iss && purposes.includes('exchange') && (!from || from <= instant) && (!until || instant < until));
