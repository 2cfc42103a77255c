// Status lists (ATT-4).
import { createInflate } from 'node:zlib';
import { Refusal, base64url, compact, hasOnly, signedBy } from './jws.mjs';
import { trimmed } from './lines.mjs';
import { heardFor, isTestKey, keyFor, speaksOfStatus } from './trust.mjs';
import { instant } from './time.mjs';

const MAX_BYTES = 16 * 1024 * 1024;
const SKEW = 60;
const code = 'AEO-STA-01';
const CODES = { form: code, encoding: code, json: code, header: code, typ: code, alg: code, kid: code };
const seconds = (value) => Number.isInteger(value) && value >= 1e9 && value <= 9_999_999_999;

/** {entry, iat} of the newest list that answers (ATT-4-10); throws a Refusal. */
export async function statusEntry(parts, question) {
  const { claims } = question;
  const { idx, uri } = claims.status.status_list;
  if (!mayBeNamed(uri, question.authority, question.lists)) throw new Refusal('AEO-STA-03'); // before the lists are looked at
  const refusals = [];
  const answers = [];
  for (const part of parts) {
    try {
      answers.push(await readList(part, { uri, ...question }));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refusals.push(error);
    }
  }
  const named = refusals.find((one) => one.code !== 'AEO-STA-03');
  if (!answers.length) throw named ?? refusals[0] ?? new Refusal('AEO-STA-10');
  const iat = Math.max(...answers.map((list) => list.iat));
  const entries = answers.filter((list) => list.iat === iat).map(({ bytes }) => entryOf(bytes, idx));
  return { entry: entries.find((entry) => entry !== 0) ?? 0, iat };
}

function entryOf(bytes, idx) {
  if (idx >= bytes.length * 4) throw new Refusal('AEO-STA-07');
  return (bytes[idx >> 2] >> (2 * (idx & 3))) & 3;
}

/** Whether the trust lists let an authority have its entries in a list of this name (ATT-4-3). */
function mayBeNamed(uri, authority, lists) {
  if (authority.statusLists) return authority.statusLists.includes(uri);
  const others = heardFor(authority.administration, lists).flatMap((list) => list.authorities)
    .filter((other) => other.administration !== authority.administration);
  return !others.some((other) => other.statusLists?.includes(uri));
}

async function readList(part, { uri, claims, lists, at, now, knownStatusAt, testKeys }) {
  const text = trimmed(part.toString('latin1'));
  if (text.length > MAX_BYTES) throw new Refusal(code);
  const { header, payload } = compact(text, 'statuslist+jwt', CODES);
  if (!hasOnly(payload, ['sub', 'iat', 'exp', 'status_list'], ['ttl'])) throw new Refusal(code);
  const { sub, iat, exp, status_list: list, ttl } = payload;
  if (!hasOnly(list, ['bits', 'lst']) || list.bits !== 2 || typeof list.lst !== 'string') throw new Refusal(code);
  if (typeof sub !== 'string' || !seconds(iat) || !seconds(exp)) throw new Refusal(code);
  if (ttl !== undefined && !(Number.isInteger(ttl) && ttl >= 0)) throw new Refusal(code);
  if (sub !== uri) throw new Refusal('AEO-STA-03');
  const { place, code: wrong } = keyFor(lists, header.kid, claims.iss, instant(iat), at);
  if (wrong || (isTestKey(header.kid) && !testKeys)) throw new Refusal('AEO-STA-02');
  if (!speaksOfStatus(place.authority, claims.iss, instant(iat))) throw new Refusal('AEO-STA-02');
  if (header.alg !== place.key.algorithm || !(await signedBy(text, place.key.public))) throw new Refusal('AEO-STA-02');
  if (exp > iat + 72 * 3600 || now < iat - SKEW || now > exp) throw new Refusal('AEO-STA-04');
  if (knownStatusAt && instant(iat) < knownStatusAt) throw new Refusal('AEO-STA-05');
  return { iat, bytes: await inflate(base64url(list.lst, 'AEO-STA-06')) };
}

/** The entries, at most 16 MiB of them; the stream ends where its text ends. */
function inflate(bytes) {
  return new Promise((resolve, reject) => {
    const stream = createInflate();
    const chunks = [];
    let length = 0;
    const refuse = () => {
      stream.destroy();
      reject(new Refusal('AEO-STA-06'));
    };
    stream.on('data', (chunk) => {
      length += chunk.length;
      chunks.push(chunk);
      if (length > MAX_BYTES) refuse();
    });
    stream.on('error', refuse);
    stream.on('end', () => {
      if (length * 4 < 131_072 || stream.bytesWritten !== bytes.length) refuse();
      else resolve(Buffer.concat(chunks));
    });
    stream.end(bytes);
  });
}
