// Trust lists and what they say of a key (ATT-5).
import Ajv from 'ajv/dist/2020.js';
import { json, testKeys as published } from './published.mjs';
import { canonical, compare } from './canonical.mjs';
import { Refusal, compact, contentOf, hasOnly, head, keyOf, keyOfBase64, signedBy, strictJson } from './jws.mjs';
import { trimmed } from './lines.mjs';
import { Reach } from './reach.mjs';

const schema = json('aeo-trust-list.schema.json');
const ajv = new Ajv({ strict: true, allErrors: true, ownProperties: true }).addSchema(schema);
const checkList = ajv.getSchema(schema.$id);
const isInstant = ajv.getSchema(`${schema.$id}#/$defs/Instant`);
const one = (code) => ({ form: code, encoding: code, json: code, header: code, typ: code, alg: code, kid: code });

const TEST_KEYS = new Set(published());
export const isTestKey = (kid) => TEST_KEYS.has(kid);

/**
 * The lists that count, and the codes for those that do not. `trust` and `handovers` are bytes, `roots` are
 * {content, pinnedFor?}; the option `pinnedFor` is for the roots that have none of their own (CNF-3-3).
 */
export async function trustLists({ trust = [], roots = [], handovers = [] }, { minSequence = 1, pinnedFor, testKeys }) {
  const pinned = [];
  for (const root of roots) {
    const key = await keyOf(root.content);
    if (key) pinned.push({ ...key, reach: new Reach(root.pinnedFor ?? pinnedFor) }); // else it pins nothing (ATT-5-3)
  }
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
      read.push(await readList(tokenOf(part), pinned, testKeys));
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

/** ATT-5-6: why a list does not count beside the others. */
function pushedAside({ value, bytes }, lists, minSequence) {
  const issues = lists.filter((other) => other.value.listId === value.listId && other.value.reach.isSameAs(value.reach));
  if (value.sequence < Math.max(minSequence, ...issues.map((issue) => issue.value.sequence))) return 'AEO-TRU-05';
  const forked = issues.some((issue) => issue.value.sequence === value.sequence && !issue.bytes.equals(bytes));
  return forked ? 'AEO-TRU-06' : undefined;
}

const codeOf = (error) => {
  if (!(error instanceof Refusal)) throw error;
  return error.code;
};

async function readList(text, roots, testKeys) {
  if (text.startsWith('{')) throw new Refusal('AEO-TRU-03'); // nobody has signed it
  const token = head(text, 'aeo-trust-list+jwt', one('AEO-TRU-02'));
  const bytes = contentOf(token, one('AEO-TRU-02'));
  const root = rootOf(token.header.kid, roots);
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
  const { reach } = root;
  const authorities = value.authorities.filter((authority) => reach.has(authority.administration)); // the others do not count
  return { value: { ...value, authorities, reach }, bytes };
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
  const outer = compact(text, 'aeo-root-handover+jwt', one(code));
  if (!hasOnly(outer.payload, ['handover']) || typeof outer.payload.handover !== 'string') throw wrong();
  const inner = compact(outer.payload.handover, 'aeo-root-handover+jwt', one(code));
  if (!hasOnly(inner.payload, ['specVersion', 'oldRoot', 'newRoot', 'issuedAt'])) throw wrong();
  const { specVersion, oldRoot, newRoot, issuedAt } = inner.payload;
  if (specVersion !== '1.0' || !isInstant(issuedAt) || typeof newRoot !== 'string') throw wrong();
  const old = oldRoot === inner.header.kid ? rootOf(oldRoot, roots) : undefined;
  const fresh = await keyOfBase64(newRoot);
  if (!testKeys && [oldRoot, fresh?.kid].some(isTestKey)) throw wrong();
  if (!old || !fresh || fresh.kid !== outer.header.kid) throw wrong();
  if (!(await signedBy(inner.text, old)) || !(await signedBy(text, fresh))) throw wrong();
  return { ...fresh, reach: old.reach }; // for the same authorities
}

/** The lists that are heard for attestations of an administration (ATT-5-9): all that is left in them, of whomever it is. */
export const heardFor = (administration, lists) => lists.filter((list) => list.reach.has(administration));

/** Every place in the lists that has a key: {list, authority, key}. */
function* places(lists, kid) {
  for (const list of lists) {
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
  const heard = heardFor(administration, lists);
  const all = [...places(heard, kid)];
  const overdue = (list) => at > list.nextUpdate;
  if (!all.length) return { code: heard.some(overdue) ? 'AEO-TRU-04' : 'AEO-TRU-07' };
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
