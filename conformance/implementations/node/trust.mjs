// Trust lists and what they say of a key (ATT-5).
import { readFileSync } from 'node:fs';
import Ajv from 'ajv/dist/2020.js';
import { json } from './published.mjs';
import { canonical, compare } from './canonical.mjs';
import { Refusal, compact, hasOnly, keyOf, signedBy } from './jws.mjs';

const checkList = new Ajv({ strict: true, allErrors: true, ownProperties: true }).compile(json('aeo-trust-list.schema.json'));
const one = (code) => ({ form: code, encoding: code, json: code, header: code, typ: code, alg: code, kid: code });
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/** Thumbprints of the keys that everybody has (ATT-5-11). */
const file = new URL('../../keys/keys.json', import.meta.url);
const TEST_KEYS = new Set(JSON.parse(readFileSync(file, 'utf8')).keys.map((key) => key.kid));
export const isTestKey = (kid) => TEST_KEYS.has(kid);

/** The lists that count, and the codes for those that do not. `pinnedFor`: for whom the roots speak. */
export async function trustLists(parts, roots, { minSequence = 1, pinnedFor, testKeys }) {
  const refused = [];
  const attempt = async (read, text) => {
    try {
      return await read(text, pinned, testKeys);
    } catch (error) {
      refused.push(codeOf(error));
      return undefined;
    }
  };
  const texts = [...roots, ...parts].map((part) => part.toString('latin1').trim());
  const handovers = texts.filter(isHandover);
  const pinned = (await Promise.all(roots.map(keyOf))).filter(Boolean);
  for (const text of handovers) {
    const root = await attempt(handover, text);
    if (root) pinned.push(root);
  }
  const handed = refused.length > 0; // a refused handover is why a list of its root is refused
  const lists = [];
  for (const text of texts.slice(roots.length).filter((one) => !isHandover(one))) {
    const list = await attempt(readList, text);
    if (list) lists.push(list);
  }
  const counting = lists.filter((list) => {
    const same = lists.filter((other) => other.value.listId === list.value.listId);
    const highest = Math.max(minSequence, ...same.map((other) => other.value.sequence));
    const fork = same.some((other) => other.value.sequence === list.value.sequence && !other.bytes.equals(list.bytes));
    if (list.value.sequence < highest) refused.push('AEO-TRU-05');
    else if (fork) refused.push('AEO-TRU-06');
    else return true;
    return false;
  }).map((list) => list.value);
  for (const list of counting) {
    if (pinnedFor) list.authorities = list.authorities.filter((one) => pinnedFor.includes(one.administration));
  }
  if (!parts.length) refused.push('AEO-TRU-01');
  return { lists: counting, refused: [...new Set(refused)].filter((code) => !handed || code !== 'AEO-TRU-03') };
}

const codeOf = (error) => {
  if (!(error instanceof Refusal)) throw error;
  return error.code;
};

async function readList(text, roots, testKeys) {
  if (!/^[^.]+[.][^.]*[.][^.]+$/.test(text)) throw new Refusal('AEO-TRU-03'); // nobody has signed it
  const signed = compact(text, 'aeo-trust-list+jwt', one('AEO-TRU-02'));
  const root = roots.find((key) => key.kid === signed.header.kid);
  if (!root || root.algorithm !== signed.header.alg || !(await signedBy(text, root))) throw new Refusal('AEO-TRU-03');
  if (isTestKey(root.kid) && !testKeys) throw new Refusal('AEO-TRU-13');
  const value = signed.payload;
  if (!checkList(value)) throw new Refusal('AEO-TRU-02');
  for (const authority of value.authorities) {
    const sets = [authority.statusLists ?? [], ...authority.scope.flatMap((s) => [s.tinPrefixes, s.purposes])];
    if (!sets.every((set) => set.every((v, i) => i === 0 || compare(set[i - 1], v) < 0))) throw new Refusal('AEO-TRU-02');
    for (const key of authority.keys) {
      const public_ = await keyOf(Buffer.from(key.certificate, 'base64'));
      if (!public_ || public_.kid !== key.kid || public_.algorithm !== key.algorithm) throw new Refusal('AEO-TRU-02');
      key.public = public_;
    }
  }
  return { value, bytes: signed.payloadBytes };
}

function isHandover(text) {
  try {
    return JSON.parse(Buffer.from(text.split('.')[0], 'base64url')).typ === 'aeo-root-handover+jwt';
  } catch {
    return false;
  }
}

/** The new root of a handover (ATT-5-12). */
async function handover(text, roots, testKeys) {
  const code = 'AEO-TRU-14';
  const wrong = () => new Refusal(code);
  const outer = compact(text, 'aeo-root-handover+jwt', one(code));
  if (!hasOnly(outer.payload, ['handover']) || typeof outer.payload.handover !== 'string') throw wrong();
  const inner = compact(outer.payload.handover, 'aeo-root-handover+jwt', one(code));
  const { specVersion, oldRoot, newRoot, issuedAt } = inner.payload;
  if (!hasOnly(inner.payload, ['specVersion', 'oldRoot', 'newRoot', 'issuedAt'])) throw wrong();
  if (specVersion !== '1.0' || !INSTANT.test(issuedAt) || typeof newRoot !== 'string') throw wrong();
  const old = roots.find((key) => key.kid === oldRoot && key.kid === inner.header.kid);
  const fresh = await keyOf(Buffer.from(newRoot, 'base64'));
  if (!testKeys && [oldRoot, fresh?.kid].some(isTestKey)) throw wrong();
  if (!old || !fresh || fresh.kid !== outer.header.kid) throw wrong();
  if (!(await signedBy(inner.text, old)) || !(await signedBy(text, fresh))) throw wrong();
  return fresh;
}

/** Every place in the lists that has a key: {list, authority, key}. */
function* places(lists, kid) {
  for (const list of lists) {
    for (const authority of list.authorities) {
      for (const key of authority.keys) if (key.kid === kid) yield { list, authority, key };
    }
  }
}

/**
 * What the lists say of the key that an administration used at `iat`, asked at `at`:
 * {place} where it may be used, else {code}.
 */
export function keyFor(lists, kid, administration, iat, at) {
  const all = [...places(lists, kid)];
  const overdue = (list) => at > list.nextUpdate;
  if (!all.length) return { code: lists.every(overdue) ? 'AEO-TRU-04' : 'AEO-TRU-07' };
  const said = new Set(all.map(({ authority, key }) => canonical([authority.administration, key.state, key.from ?? '', key.until ?? ''])));
  if (said.size > 1) return { code: 'AEO-TRU-10' };
  const own = all.filter((place) => place.authority.administration === administration);
  if (!own.length) return { code: 'AEO-TRU-12' };
  const place = own.find(({ list }) => !overdue(list)) ?? own[0];
  const { state, from, until } = place.key;
  if (state === 'compromised') return { code: 'AEO-TRU-08' };
  if (overdue(place.list)) return { code: 'AEO-TRU-04', place };
  if ((from && iat < from) || (until ? iat >= until : state === 'retired')) return { code: 'AEO-TRU-09', place };
  return { place };
}

/** ATT-5-10. */
export const covers = (authority, { iss, sub, programme }, iat) => authority.scope.some((tuple) =>
  tuple.administration === iss && tuple.programme === programme &&
  tuple.tinPrefixes.some((prefix) => sub.startsWith(prefix)) &&
  tuple.purposes.includes('attestation') && within(tuple, iat));

export const speaksOfStatus = (authority, iss, iat) => authority.scope.some((tuple) =>
  tuple.administration === iss && tuple.purposes.includes('status') && within(tuple, iat));

const within = ({ from, until }, at) => (!from || from <= at) && (!until || at < until);
