// Status lists (ATT-4).
import { bytesOf, latin1 } from './bytes.mjs';
import { inflated } from './inflate.mjs';
import { Refusal, base64url, compact, hasOnly, oneCode, signedBy } from './jws.mjs';
import { trimmed } from './lines.mjs';
import { instant } from './time.mjs';
import { isTestKey, speaksOfStatus } from './trust.mjs';

const MAX_BYTES = 16 * 1024 * 1024;
const FEWEST_ENTRIES = 131_072;
const LONGEST_LIFE = 72 * 3600;
const SKEW = 60;
const FORM = 'AEO-STA-01';
const isDate = (value) => Number.isInteger(value) && value >= 1e9 && value <= 9_999_999_999;

/** A status list as it was given; what costs much is done once, and only when it is asked for. */
class StatusList {
  #proved = new Map(); // thumbprint -> whether the key signed it
  #entries;

  constructor(content) {
    const text = trimmed(latin1(content));
    if (text.length > MAX_BYTES) throw new Refusal(FORM);
    this.jws = compact(text, 'statuslist+jwt', oneCode(FORM));
    const { payload } = this.jws;
    if (!hasOnly(payload, ['sub', 'iat', 'exp', 'status_list'], ['ttl'])) throw new Refusal(FORM);
    const { sub, iat, exp, status_list: list, ttl } = payload;
    if (!hasOnly(list, ['bits', 'lst']) || list.bits !== 2 || typeof list.lst !== 'string') throw new Refusal(FORM);
    if (typeof sub !== 'string' || !isDate(iat) || !isDate(exp)) throw new Refusal(FORM);
    if (ttl !== undefined && !(Number.isInteger(ttl) && ttl >= 0)) throw new Refusal(FORM);
    Object.assign(this, { uri: sub, iat, exp, lst: list.lst });
  }

  async isSignedBy(key) {
    if (!this.#proved.has(key.kid)) this.#proved.set(key.kid, await signedBy(this.jws, key));
    return this.#proved.get(key.kid);
  }

  get entries() {
    this.#entries ??= inflated(base64url(this.lst, 'AEO-STA-06'), MAX_BYTES);
    if (!this.#entries || this.#entries.length * 4 < FEWEST_ENTRIES) throw new Refusal('AEO-STA-06');
    return this.#entries;
  }

  entry(idx) {
    if (idx >= this.entries.length * 4) throw new Refusal('AEO-STA-07');
    return (this.entries[idx >> 2] >> (2 * (idx & 3))) & 3;
  }
}

/** Status lists, or why one is none. */
export const openStatusLists = (contents) => contents.map((content) => {
  try {
    return new StatusList(bytesOf(content));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error;
  }
});

/** {entry, iat} of the newest list that answers (ATT-4-10); throws a Refusal. */
export async function statusEntry(lists, question) {
  const { claims, trust, authority } = question;
  const { idx, uri } = claims.status.status_list;
  if (!trust.mayBeNamed(uri, authority)) throw new Refusal('AEO-STA-03'); // before the lists are looked at
  let refusal;
  const answers = [];
  for (const list of lists) {
    const code = list instanceof Refusal ? list.code : await whyNot(list, uri, question);
    if (!code) answers.push(list);
    else if (code !== 'AEO-STA-03') refusal ??= code;
  }
  if (!answers.length) throw new Refusal(refusal ?? (lists.length ? 'AEO-STA-03' : 'AEO-STA-10'));
  const iat = Math.max(...answers.map((list) => list.iat));
  const newest = answers.filter((list) => list.iat === iat);
  const entries = newest.map((list) => list.entry(idx));
  return { entry: Math.max(...entries), iat };
}

/** The code by which a list does not answer; none where it does. */
async function whyNot(list, uri, { claims, trust, at, now, memory, testKeys }) {
  if (list.uri !== uri) return 'AEO-STA-03';
  const { kid } = list.jws.header;
  const { place } = trust.keyFor(kid, claims.iss, instant(list.iat), at);
  if (!place || (isTestKey(kid) && !testKeys) || !speaksOfStatus(place.authority, claims.iss, instant(list.iat))) return 'AEO-STA-02';
  if (!(await list.isSignedBy(place.key.public))) return 'AEO-STA-02';
  if (list.exp > list.iat + LONGEST_LIFE || now < list.iat - SKEW || now > list.exp) return 'AEO-STA-04';
  if (list.iat < (memory.newestStatus(claims.iss, uri) ?? 0)) return 'AEO-STA-05';
  try {
    return list.entries && undefined;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.code;
  }
}
