// Trust lists and what they say of a key (ATT-5).
import { readFileSync } from 'node:fs';
import Ajv from 'ajv/dist/2020.js';
import { json } from './published.mjs';
import { canonical, compare } from './canonical.mjs';
import { Refusal, compact, contentOf, hasOnly, head, keyOf, keyOfBase64, signedBy, strictJson } from './jws.mjs';
import { trimmed } from './lines.mjs';

const schema = json('aeo-trust-list.schema.json');
const ajv = new Ajv({ strict: true, allErrors: true, ownProperties: true }).addSchema(schema);
const checkList = ajv.getSchema(schema.$id);
const isInstant = ajv.getSchema(`${schema.$id}#/$defs/Instant`);
const one = (code) => ({ form: code, encoding: code, json: code, header: code, typ: code, alg: code, kid: code });

/** Thumbprints of the keys that everybody has (ATT-5-11). */
const file = new URL('../../keys/keys.json', import.meta.url);
const TEST_KEYS = new Set(JSON.parse(readFileSync(file, 'utf8')).keys.map((key) => key.kid));
export const isTestKey = (kid) => TEST_KEYS.has(kid);

/**
 * The lists that count, and the codes for those that do not. `given`: bytes of trust lists and handovers, and roots
 * as {content, pinnedFor?}; `pinnedFor`: for whom the roots speak that do not say so themselves.
 */
export async function trustLists({ trust = [], roots = [], handovers = [] }, { minSequence = 1, pinnedFor, testKeys }) {
  const keys = await Promise.all(roots.map(async (root) => [await keyOf(root.content), root.pinnedFor ?? pinnedFor]));
  const pinned = keys.filter(([key]) => key).map(([key, heard]) => ({ ...key, pinnedFor: heard })); // what cannot be read pins nothing
  for (const part of handovers) {
    try {
      pinned.push(await handover(tokenOf(part), pinned, testKeys));
    } catch (error) {
      return { lists: [], refused: [codeOf(error)] }; // then no list counts (ATT-5-12)
    }
  }
  const refused = trust.length ? [] : ['AEO-TRU-01'];
  const read = [];
  for (const part of trust) {
    try {
      read.push(heardFor(await readList(tokenOf(part), pinned, testKeys)));
    } catch (error) {
      refused.push(codeOf(error));
    }
  }
  const lists = read.filter((list) => {
    const code = pushedAside(list, read, minSequence);
    if (code) refused.push(code);
    return !code;
  });
  return { lists: lists.map((list) => list.value), refused: [...new Set(refused)] };
}

const tokenOf = (part) => trimmed(part.toString('latin1'));

/** A list without the authorities for which its root was not pinned (ATT-5-3). */
function heardFor({ pinnedFor, ...list }) {
  if (!pinnedFor) return list;
  const authorities = list.value.authorities.filter((one) => pinnedFor.includes(one.administration));
  return { ...list, value: { ...list.value, authorities, pinnedFor } };
}

/** ATT-5-6: why a list does not count beside the others. */
function pushedAside({ value, bytes }, lists, minSequence) {
  const same = lists.filter((other) => other.value.listId === value.listId &&
    sameSet(other.value.pinnedFor, value.pinnedFor)); // lists by roots pinned for others are other lists
  const used = same.filter((other) => other.value.authorities.length); // one of which nothing counts is not remembered
  if (value.sequence < Math.max(minSequence, ...used.map((other) => other.value.sequence))) return 'AEO-TRU-05';
  const fork = same.some((other) => other.value.sequence === value.sequence && !other.bytes.equals(bytes));
  return fork ? 'AEO-TRU-06' : undefined;
}

const sameSet = (one, other) => canonical([...new Set(one ?? ['*'])].sort()) === canonical([...new Set(other ?? ['*'])].sort());

const codeOf = (error) => {
  if (!(error instanceof Refusal)) throw error;
  return error.code;
};

async function readList(text, roots, testKeys) {
  if (!/^[^.]+[.][^.]*[.][^.]+$/.test(text)) throw new Refusal('AEO-TRU-03'); // nobody has signed it
  const token = head(text, 'aeo-trust-list+jwt', one('AEO-TRU-02'));
  const bytes = contentOf(token, one('AEO-TRU-02'));
  const root = together(roots.filter((key) => key.kid === token.header.kid));
  if (!root || root.algorithm !== token.header.alg || !(await signedBy(text, root))) throw new Refusal('AEO-TRU-03');
  if (isTestKey(root.kid) && !testKeys) throw new Refusal('AEO-TRU-13');
  const value = strictJson(bytes, 'AEO-TRU-02'); // not before: a stranger does not choose what is read
  if (!checkList(value) || value.nextUpdate <= value.issuedAt) throw new Refusal('AEO-TRU-02');
  for (const authority of value.authorities) {
    const sets = [authority.statusLists ?? [], ...authority.scope.flatMap((s) => [s.tinPrefixes, s.purposes])];
    if (!sets.every((set) => set.every((v, i) => i === 0 || compare(set[i - 1], v) < 0))) throw new Refusal('AEO-TRU-02');
    for (const key of authority.keys) {
      const public_ = await keyOfBase64(key.certificate);
      if (!public_ || public_.kid !== key.kid || public_.algorithm !== key.algorithm) throw new Refusal('AEO-TRU-02');
      key.public = public_;
    }
  }
  return { value, bytes, pinnedFor: root.pinnedFor };
}

/** One key that was pinned several times is pinned for all of them together. */
function together(roots) {
  if (roots.length < 2) return roots[0];
  const pinnedFor = roots.every((root) => root.pinnedFor) ? roots.flatMap((root) => root.pinnedFor) : undefined;
  return { ...roots[0], pinnedFor };
}

/** The new root of a handover (ATT-5-12). */
async function handover(text, roots, testKeys) {
  const code = 'AEO-TRU-14';
  const wrong = () => new Refusal(code);
  const outer = compact(text, 'aeo-root-handover+jwt', one(code));
  if (!hasOnly(outer.payload, ['handover']) || typeof outer.payload.handover !== 'string') throw wrong();
  const inner = compact(outer.payload.handover, 'aeo-root-handover+jwt', one(code));
  if (!hasOnly(inner.payload, ['specVersion', 'oldRoot', 'newRoot', 'issuedAt'])) throw wrong();
  const { specVersion, oldRoot, newRoot, issuedAt } = inner.payload;
  if (specVersion !== '1.0' || !isInstant(issuedAt) || typeof newRoot !== 'string') throw wrong();
  const old = together(roots.filter((key) => key.kid === oldRoot && key.kid === inner.header.kid));
  const fresh = await keyOfBase64(newRoot);
  if (!testKeys && [oldRoot, fresh?.kid].some(isTestKey)) throw wrong();
  if (!old || !fresh || fresh.kid !== outer.header.kid) throw wrong();
  if (!(await signedBy(inner.text, old)) || !(await signedBy(text, fresh))) throw wrong();
  return { ...fresh, pinnedFor: old.pinnedFor };
}

/** Whether a list counts for attestations of an administration (ATT-5-9). */
export const isHeard = (list, administration) => !list.pinnedFor || list.pinnedFor.includes(administration);

/** Every place in the lists heard for an administration (ATT-5-9) that has a key: {list, authority, key}. */
function* places(lists, kid, administration) {
  for (const list of lists) {
    if (!isHeard(list, administration)) continue;
    for (const authority of list.authorities) {
      for (const key of authority.keys) if (key.kid === kid) yield { list, authority, key };
    }
  }
}

/** What one place says of a key (ATT-5-9); the order of the tuples says nothing. */
const whatIsSaid = ({ authority, key }) => canonical([
  authority.administration, key.state, key.from ?? '', key.until ?? '',
  [...new Set(authority.scope.map(canonical))].sort(), authority.statusLists ?? '',
]);

/**
 * What the lists say of the key that an administration used at `iat`, asked at `at`:
 * {place} where it may be used, else {code}.
 */
export function keyFor(lists, kid, administration, iat, at) {
  const all = [...places(lists, kid, administration)];
  const overdue = (list) => at > list.nextUpdate;
  if (!all.length) {
    return { code: lists.some((list) => overdue(list) && isHeard(list, administration)) ? 'AEO-TRU-04' : 'AEO-TRU-07' };
  }
  const said = new Set(all.map(whatIsSaid));
  if (said.size > 1) return { code: 'AEO-TRU-10' };
  const place = all.find(({ list }) => !overdue(list)) ?? all[0];
  const { state, from, until } = place.key;
  if (state === 'compromised') return { code: 'AEO-TRU-08' };
  if (overdue(place.list)) return { code: 'AEO-TRU-04', place };
  if (place.authority.administration !== administration) return { code: 'AEO-TRU-12' };
  if ((from && iat < from) || (until ? iat >= until : state === 'retired')) return { code: 'AEO-TRU-09', place };
  return { place };
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
