// Trust lists and what they say of a key (ATT-5).
import { bytesOf, latin1, sha256, toHex } from './bytes.mjs';
import { canonical, inOrder } from './canonical.mjs';
import { keyOf, keyOfBase64 } from './certificate.mjs';
import definitions from './data/schemas.mjs';
import published from './data/test-keys.mjs';
import { Refusal, compact, contentOf, hasOnly, head, oneCode, signedBy, strictJson } from './jws.mjs';
import { trimmed } from './lines.mjs';
import { Reach } from './reach.mjs';
import { Schemas } from './schema.mjs';

const schemas = new Schemas(definitions);
const TEST_KEYS = new Set(published);
export const isTestKey = (kid) => TEST_KEYS.has(kid);

/**
 * What the trust lists say together. `trust` and `handovers` are contents, `roots` are contents or
 * {certificate, pinnedFor?}, the latter for the administrations named and no others (CNF-3-3).
 */
export async function openTrust({ trust, roots, handovers, minSequence, testKeys, memory }) {
  const pinned = [];
  for (const root of roots) {
    const { certificate, pinnedFor } = root?.certificate === undefined ? { certificate: root } : root;
    const key = await keyOf(bytesOf(certificate));
    if (key) pinned.push({ ...key, reach: new Reach(pinnedFor) }); // else it pins nothing (ATT-5-3)
  }
  for (const part of handovers) {
    try {
      pinned.push(await handover(tokenOf(part), pinned, testKeys));
    } catch (error) {
      return new Trust([], [codeOf(error)]); // then no list counts (ATT-5-12)
    }
  }
  const refused = trust.length ? [] : ['AEO-TRU-01'];
  const read = [];
  for (const part of trust) {
    try {
      read.push(await readList(tokenOf(part), pinned, testKeys));
    } catch (error) {
      refused.push(codeOf(error));
    }
  }
  const lists = [...standing(read, minSequence, memory, refused)];
  for (const list of lists) if (list.authorities.length) memory.noteList(list.listId, list.reach.stated, list.sequence, list.digest);
  return new Trust(lists, refused);
}

const tokenOf = (part) => trimmed(latin1(bytesOf(part)));

/** Yields the lists that are neither older than wanted nor forked (ATT-5-6). Of a fork nothing counts, and what is older is older still. */
function* standing(lists, minSequence, memory, refused) {
  const wanted = lists.filter((list) => list.sequence >= minSequence);
  if (wanted.length < lists.length) refused.push('AEO-TRU-05');
  const newest = new Map(); // name and reach -> sequence
  for (const list of wanted.toSorted((a, b) => b.sequence - a.sequence)) {
    const isIssueOf = (other) => other.listId === list.listId && other.reach.isSameAs(list.reach);
    const isForked = wanted.some((other) => isIssueOf(other) && other.sequence === list.sequence && other.digest !== list.digest);
    const name = JSON.stringify([list.listId, list.reach.stated]);
    if (!newest.has(name)) newest.set(name, list.sequence);
    const used = memory.newestList(list.listId, list.reach.stated);
    if (list.sequence < newest.get(name)) refused.push('AEO-TRU-05');
    else if (isForked) refused.push('AEO-TRU-06');
    else if (list.sequence < used?.sequence) refused.push('AEO-TRU-05');
    else if (list.sequence === used?.sequence && list.digest !== used.digest) refused.push('AEO-TRU-06');
    else yield list;
  }
}

const codeOf = (error) => {
  if (!(error instanceof Refusal)) throw error;
  return error.code;
};

async function readList(text, roots, testKeys) {
  if (text.startsWith('{')) throw new Refusal('AEO-TRU-03'); // nobody has signed it
  const token = head(text, 'aeo-trust-list+jwt', oneCode('AEO-TRU-02'));
  const bytes = contentOf(token, oneCode('AEO-TRU-02'));
  const root = rootOf(token.header.kid, roots);
  if (!root || !(await signedBy(token, root))) throw new Refusal('AEO-TRU-03');
  if (isTestKey(root.kid) && !testKeys) throw new Refusal('AEO-TRU-13');
  const value = strictJson(bytes, 'AEO-TRU-02'); // not before: a stranger does not choose what is read
  if (!schemas.accepts('TrustList', value) || value.nextUpdate <= value.issuedAt) throw new Refusal('AEO-TRU-02');
  for (const authority of value.authorities) await readAuthority(authority);
  const { reach } = root;
  const authorities = value.authorities.filter((authority) => reach.has(authority.administration)); // the others do not count
  const leftOut = value.authorities.filter((authority) => !authorities.includes(authority)).map((one) => one.administration);
  return { ...value, authorities, leftOut, reach, digest: toHex(await sha256(bytes)) };
}

async function readAuthority({ statusLists = [], scope, keys }) {
  const sets = [statusLists, ...scope.flatMap((tuple) => [tuple.tinPrefixes, tuple.purposes])];
  const isInterval = ({ from, until }) => from === undefined || until === undefined || from < until; // CON-9-1
  if (!sets.every(inOrder) || ![...scope, ...keys].every(isInterval)) throw new Refusal('AEO-TRU-02');
  for (const key of keys) {
    key.public = await keyOfBase64(key.certificate);
    if (key.public?.kid !== key.kid || key.public.algorithm !== key.algorithm) throw new Refusal('AEO-TRU-02');
  }
}

/** The pinned root of a thumbprint; one that was pinned several times speaks for all that it was pinned for. */
function rootOf(kid, roots) {
  const pins = roots.filter((root) => root.kid === kid);
  return pins.length ? { ...pins[0], reach: pins.map((root) => root.reach).reduce((all, reach) => all.and(reach)) } : undefined;
}

/** The new root of a handover (ATT-5-12). */
async function handover(text, roots, testKeys) {
  const code = 'AEO-TRU-14';
  const wrong = () => new Refusal(code);
  const outer = compact(text, 'aeo-root-handover+jwt', oneCode(code));
  if (!hasOnly(outer.payload, ['handover']) || typeof outer.payload.handover !== 'string') throw wrong();
  const inner = compact(outer.payload.handover, 'aeo-root-handover+jwt', oneCode(code));
  if (!hasOnly(inner.payload, ['specVersion', 'oldRoot', 'newRoot', 'issuedAt'])) throw wrong();
  const { specVersion, oldRoot, newRoot, issuedAt } = inner.payload;
  if (specVersion !== '1.0' || !schemas.accepts('Instant', issuedAt) || typeof newRoot !== 'string') throw wrong();
  const old = oldRoot === inner.header.kid ? rootOf(oldRoot, roots) : undefined;
  const fresh = await keyOfBase64(newRoot);
  if (!testKeys && [oldRoot, fresh?.kid].some(isTestKey)) throw wrong();
  if (!old || !fresh || fresh.kid !== outer.header.kid) throw wrong();
  if (!(await signedBy(inner, old)) || !(await signedBy(outer, fresh))) throw wrong();
  return { ...fresh, reach: old.reach }; // for the same authorities
}

/** What one place says of a key (ATT-5-9); the order of the tuples says nothing. */
const whatIsSaid = ({ authority, key }) => canonical([
  authority.administration, key.state, key.from ?? '', key.until ?? '',
  [...new Set(authority.scope.map(canonical))].sort(), authority.statusLists ?? '',
]);

/** The trust lists that count, put together; `refused` are the codes of those that do not. */
class Trust {
  #places = new Map(); // thumbprint -> every place in the lists that has the key

  constructor(lists, refused) {
    this.lists = lists;
    this.refused = [...new Set(refused)].sort();
    this.leftOut = [...new Set(lists.flatMap((list) => list.leftOut))].sort();
    for (const list of lists) {
      for (const authority of list.authorities) {
        for (const key of authority.keys) {
          if (!this.#places.has(key.kid)) this.#places.set(key.kid, []);
          this.#places.get(key.kid).push({ list, authority, key });
        }
      }
    }
  }

  /** The lists that are heard for attestations of an administration (ATT-5-9): all that is left in them, of whomever it is. */
  heardFor(administration) {
    return this.lists.filter((list) => list.reach.has(administration));
  }

  /**
   * What the lists say of the key that an administration used at `iat`, asked at `at`:
   * {place} where it may be used, else {code}. They are looked for in the order of ATT-7-13.
   */
  keyFor(kid, administration, iat, at) {
    const places = (this.#places.get(kid) ?? []).filter(({ list }) => list.reach.has(administration));
    const isOverdue = (list) => at > list.nextUpdate;
    if (!places.length) return { code: this.heardFor(administration).some(isOverdue) ? 'AEO-TRU-04' : 'AEO-TRU-07' };
    if (places.length > 1 && new Set(places.map(whatIsSaid)).size > 1) return { code: 'AEO-TRU-10' };
    const place = places.find(({ list }) => !isOverdue(list)) ?? places[0];
    const { state, from, until } = place.key;
    if (state === 'compromised') return { code: 'AEO-TRU-08' };
    if (isOverdue(place.list)) return { code: 'AEO-TRU-04' };
    if (place.authority.administration !== administration) return { code: 'AEO-TRU-12' };
    if ((from && iat < from) || (until ? iat >= until : state === 'retired')) return { code: 'AEO-TRU-09' };
    return { place };
  }

  /** The names of the lists that have a key for an administration, sorted. */
  vouching(kid, administration) {
    const places = (this.#places.get(kid) ?? []).filter(({ authority }) => authority.administration === administration);
    return [...new Set(places.map(({ list }) => list.listId))].sort();
  }

  /** Whether an authority may have its entries in a status list of this name (ATT-4-3). */
  mayBeNamed(uri, authority) {
    if (authority.statusLists) return authority.statusLists.includes(uri);
    const others = this.heardFor(authority.administration).flatMap((list) => list.authorities)
      .filter((other) => other.administration !== authority.administration);
    return !others.some((other) => other.statusLists?.includes(uri));
  }
}

/** Whether a tuple covers the TIN, or its country where the TIN is hidden: pass, fail or undetermined (ATT-5-10). */
export function covers(authority, { iss, sub, tinCountry, programme }, iat) {
  const prefixes = authority.scope
    .filter((tuple) => tuple.administration === iss && tuple.programme === programme &&
      tuple.purposes.includes('attestation') && within(tuple, iat))
    .flatMap((tuple) => tuple.tinPrefixes);
  if (prefixes.some((prefix) => (sub ?? tinCountry).startsWith(prefix))) return 'pass';
  return sub === undefined && prefixes.some((prefix) => prefix.startsWith(tinCountry)) ? 'undetermined' : 'fail';
}

export const speaksOfStatus = (authority, iss, iat) => authority.scope.some((tuple) =>
  tuple.administration === iss && tuple.purposes.includes('status') && within(tuple, iat));

const within = ({ from, until }, at) => (!from || from <= at) && (!until || at < until);
