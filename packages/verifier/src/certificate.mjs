// The public key that a certificate carries; its issuer, dates and extensions are not looked at (ATT-5-2).
import { fromBase64, latin1, sha256, subtle, toBase64url, utf8 } from './bytes.mjs';

const [BOOLEAN, INTEGER, BITS, OCTETS, OID, SEQUENCE] = [0x01, 0x02, 0x03, 0x04, 0x06, 0x30];
const SET = 0x31;
const TIMES = { 0x17: /^\d{12}Z$/, 0x18: /^\d{14}Z$/ };
const EC_KEY = '2a8648ce3d0201';
const CURVES = { '2a8648ce3d030107': 'P-256', '2b81040022': 'P-384' };
export const ALGORITHMS = { 'P-256': 'ES256', 'P-384': 'ES384' };

class Broken extends Error {}

/** Reads one value of DER after another between two places. */
class Der {
  constructor(bytes, start = 0, end = bytes.length) {
    Object.assign(this, { bytes, pos: start, end });
  }

  get isDone() {
    return this.pos === this.end;
  }

  get tag() {
    return this.pos < this.end ? this.bytes[this.pos] : undefined;
  }

  /** The content of the next value, which has this tag; `from` is where the value begins. */
  next(...tags) {
    const from = this.pos;
    if (!tags.includes(this.tag)) throw new Broken();
    let length = this.bytes[from + 1];
    let start = from + 2;
    if (length & 0x80) {
      const octets = length & 0x7f;
      if (octets < 1 || octets > 4) throw new Broken();
      length = 0;
      for (let i = 0; i < octets; i++) length = length * 256 + this.bytes[start + i];
      start += octets;
      if (length < 128 || length < 256 ** (octets - 1)) throw new Broken(); // written longer than it need be
    }
    if (!(start + length <= this.end)) throw new Broken();
    this.pos = start + length;
    return Object.assign(new Der(this.bytes, start, this.pos), { from });
  }

  /** The last value; nothing stands behind it. */
  last(...tags) {
    const value = this.next(...tags);
    this.done();
    return value;
  }

  done() {
    if (!this.isDone) throw new Broken();
  }

  get hex() {
    return Array.from(this.bytes.subarray(this.pos, this.end), (byte) => byte.toString(16).padStart(2, '0')).join('');
  }
}

/** An object identifier: each of its numbers is as short as it can be, and the last one ends. */
function identifier(value) {
  const { hex } = value;
  if (!/^(([89a-f].)*[0-7].)+$/.test(hex) || /^80|^(..)*[0-7].80/.test(hex)) throw new Broken();
  return hex;
}

/** Bits to whole bytes: how many of the last are none is said before them, and those are not set. */
function bits(value) {
  const [unused, ...content] = value.bytes.subarray(value.pos, value.end);
  if (!(unused < 8) || (content.at(-1) ?? 0) % 2 ** unused || (unused && !content.length)) throw new Broken();
}

/** A time that there is, in UTC (RFC 5280, 4.1.2.5). */
function time(value, tag) {
  const text = latin1(value.bytes.subarray(value.pos, value.end));
  if (!TIMES[tag]?.test(text)) throw new Broken();
  const numbers = text.match(/\d\d/g).map(Number);
  const [month, day, hour, minute, second] = numbers.slice(-5);
  const year = numbers.length === 7 ? numbers[0] * 100 + numbers[1] : numbers[0] + (numbers[0] < 50 ? 2000 : 1900);
  const date = new Date(Date.UTC(2000, month - 1, day, hour, minute, second));
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day || hour > 23 || minute > 59 || second > 59) throw new Broken();
}

function algorithm(value) {
  identifier(value.next(OID));
  if (!value.isDone) value.pos = value.end; // parameters, of whatever kind
}

function name(value) {
  while (!value.isDone) {
    const set = value.next(SET);
    do {
      const pair = set.next(SEQUENCE);
      identifier(pair.next(OID));
      pair.last(pair.tag);
    } while (!set.isDone);
  }
}

function extensions(value) {
  do {
    const one = value.next(SEQUENCE);
    identifier(one.next(OID));
    if (one.tag === BOOLEAN && one.next(BOOLEAN).hex !== 'ff') throw new Broken(); // what is the default is not written
    one.last(OCTETS);
  } while (!value.isDone);
}

function integer(value) {
  const [first, second] = value.bytes.subarray(value.pos, value.end);
  if (first === undefined || (second !== undefined && ((first === 0 && second < 128) || (first === 255 && second > 127)))) throw new Broken();
}

/** {spki, curve} of a certificate in DER; undefined where it is none, or its key is on another curve. */
function keyOfDer(bytes) {
  try {
    const whole = new Der(bytes).last(SEQUENCE);
    const signed = whole.next(SEQUENCE);
    algorithm(whole.next(SEQUENCE));
    bits(whole.last(BITS));
    if (signed.tag === 0xa0 && signed.next(0xa0).last(INTEGER).hex !== '02') throw new Broken();
    integer(signed.next(INTEGER));
    algorithm(signed.next(SEQUENCE));
    name(signed.next(SEQUENCE));
    const dates = signed.next(SEQUENCE);
    for (let i = 0; i < 2; i++) {
      const { tag } = dates;
      time(dates.next(tag), tag);
    }
    dates.done();
    name(signed.next(SEQUENCE));
    const key = signed.next(SEQUENCE);
    for (const tag of [0x81, 0x82]) if (signed.tag === tag) signed.next(tag);
    if (signed.tag === 0xa3) extensions(signed.next(0xa3).last(SEQUENCE));
    signed.done();
    const kind = key.next(SEQUENCE);
    bits(key.last(BITS));
    if (kind.next(OID).hex !== EC_KEY) return undefined;
    const curve = CURVES[kind.last(OID).hex];
    return curve && { spki: bytes.slice(key.from, key.end), curve };
  } catch (error) {
    if (error instanceof Broken) return undefined;
    throw error;
  }
}

const BEGIN = '-----BEGIN CERTIFICATE-----';
const END = '-----END CERTIFICATE-----';

/** The bytes of the first certificate of a file in PEM; those of any other file as they are (ATT-5-3). */
function derOf(bytes) {
  const text = latin1(bytes);
  const begin = text.indexOf(BEGIN);
  if (begin < 0) return bytes;
  const end = text.indexOf(END, begin);
  return end < 0 ? undefined : fromBase64(text.slice(begin + BEGIN.length, end).replace(/[ \t\r\n]+/g, ''));
}

const MOST_KEPT = 4096;
const kept = new Map(); // certificate -> its key, since the same lists are opened again and again

/** {kid, algorithm, key} of a certificate in DER; undefined where it has no key that is taken. */
async function keyFrom(der) {
  if (!der) return undefined;
  const name = latin1(der);
  if (!kept.has(name)) {
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(name, await imported(der));
  }
  return kept.get(name);
}

async function imported(der) {
  const found = keyOfDer(der);
  if (!found) return undefined;
  const { spki, curve } = found;
  try {
    const key = await subtle().importKey('spki', spki, { name: 'ECDSA', namedCurve: curve }, true, ['verify']);
    const { crv, kty, x, y } = await subtle().exportKey('jwk', key);
    const kid = toBase64url(await sha256(utf8(JSON.stringify({ crv, kty, x, y })))); // RFC 7638
    return { kid, algorithm: ALGORITHMS[curve], key };
  } catch (error) {
    if (error instanceof DOMException || error instanceof Error) return undefined; // a point that is none
    throw error;
  }
}

/** The key of a certificate in PEM or DER. */
export const keyOf = (bytes) => keyFrom(derOf(bytes));

/** The same of a certificate in base64 of DER, with its padding and nothing between (ATT-5-2). */
export const keyOfBase64 = (text) => keyFrom(fromBase64(text));
