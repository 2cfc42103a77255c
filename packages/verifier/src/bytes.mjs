// Bytes and the texts that spell them; nothing here is of a platform.

const encoder = new TextEncoder();
export const utf8 = (text) => encoder.encode(text);

/** The bytes of what was given: text, or bytes in any dress. */
export function bytesOf(content) {
  if (typeof content === 'string') return utf8(content);
  if (content instanceof Uint8Array) return content;
  if (content instanceof ArrayBuffer) return new Uint8Array(content);
  if (ArrayBuffer.isView(content)) return new Uint8Array(content.buffer, content.byteOffset, content.byteLength);
  throw new TypeError('content is text, a Uint8Array or an ArrayBuffer');
}

const PIECE = 8192; // as many arguments as every engine takes

/** A character for each byte. (A decoder named latin1 takes 0x80 to 0x9f for others.) */
export function latin1(bytes, start = 0, end = bytes.length) {
  let text = '';
  for (let from = start; from < end; from += PIECE) {
    text += String.fromCharCode.apply(null, bytes.subarray(from, Math.min(from + PIECE, end)));
  }
  return text;
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const alphabet = (text) => {
  const values = new Uint8Array(256).fill(255);
  for (let i = 0; i < text.length; i++) values[text.charCodeAt(i)] = i;
  return values;
};
const OF_URL = `${LETTERS}-_`;
const VALUES_OF_URL = alphabet(OF_URL);
const VALUES = alphabet(`${LETTERS}+/`);

/** The bytes of the first `length` characters; undefined unless that is their one spelling, and there are some. */
function decoded(text, length, values) {
  const rest = length % 4;
  if (!length || rest === 1) return undefined;
  const bytes = new Uint8Array(Math.floor((length * 3) / 4));
  let [place, bits, held] = [0, 0, 0];
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    const value = code < 256 ? values[code] : 255;
    if (value === 255) return undefined;
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[place++] = held >> bits;
    }
  }
  return held & ((1 << bits) - 1) ? undefined : bytes; // a bit that belongs to no byte
}

/** Bytes of base64url without padding, blanks or unused bits that are set (ATT-2-1); else undefined. */
export const fromBase64url = (text) => decoded(text, text.length, VALUES_OF_URL);

/** Bytes of base64 with its padding and nothing between (ATT-5-2); else undefined. */
export function fromBase64(text) {
  if (text.length % 4) return undefined;
  const length = text.endsWith('==') ? text.length - 2 : text.endsWith('=') ? text.length - 1 : text.length;
  return decoded(text, length, VALUES);
}

export function toBase64url(bytes) {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const three = (bytes[i] << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    for (let k = 0; k < Math.min(left + 1, 4); k++) text += OF_URL[(three >> (18 - 6 * k)) & 63];
  }
  return text;
}

export const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** What WebCrypto makes of bytes; a page that was not served securely has none. */
export function subtle() {
  const found = globalThis.crypto?.subtle;
  if (!found) throw new Error('no WebCrypto here: serve the page by HTTPS or from localhost, or use Node 20');
  return found;
}

export const sha256 = async (bytes) => new Uint8Array(await subtle().digest('SHA-256', bytes));
