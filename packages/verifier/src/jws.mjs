// Strict reading of compact JWS (ATT-2-1 to ATT-2-6).
import { fromBase64url, subtle, utf8 } from './bytes.mjs';
import { ALGORITHMS } from './certificate.mjs';
import { JsonReader } from './json-reader.mjs';
import { isObject } from './schema.mjs';

/** Something signed is refused, by the code of the rule that it breaks; the outcome is that of the code unless told. */
export class Refusal extends Error {
  constructor(code, outcome) {
    super(code);
    Object.assign(this, { code, outcome });
  }
}

/** Bytes of a base64url text: no padding, no blank, no unused bit that is set. */
export function base64url(text, code) {
  const bytes = fromBase64url(text);
  if (!bytes) throw new Refusal(code);
  return bytes;
}

/** JSON as part 1 wants it. */
export function strictJson(bytes, code) {
  let isFaulty = false;
  const reader = new JsonReader(bytes, 0, bytes.length, () => { isFaulty = true; });
  let value;
  try {
    value = reader.value();
    reader.blanks();
  } catch {
    throw new Refusal(code);
  }
  if (isFaulty || reader.pos !== bytes.length) throw new Refusal(code);
  return value;
}

export const hasOnly = (value, required, optional = []) =>
  isObject(value) && required.every((name) => name in value) &&
  Object.keys(value).every((name) => required.includes(name) || optional.includes(name));

/** The form of a thumbprint (ATT-2-6) and of a digest (ATT-2-7): base64url of the 32 bytes of a SHA-256. */
export const isThumbprint = (value) => typeof value === 'string' && value.length === 43 && fromBase64url(value) !== undefined;

const HASHES = { ES256: 'SHA-256', ES384: 'SHA-384' };

/** Codes of the rules by which a token is refused, where one rule is for every fault. */
export const oneCode = (code) => ({ form: code, encoding: code, json: code, header: code, typ: code, alg: code, kid: code });

/**
 * The header of a compact JWS, of alg, typ and kid alone; `codes` says which rule each fault breaks.
 * {text, parts, header}
 */
export function head(text, typ, codes) {
  const parts = text.split('.');
  if (parts.length !== 3) throw new Refusal(codes.form);
  const header = strictJson(base64url(parts[0], codes.encoding), codes.json);
  if (!hasOnly(header, ['alg', 'typ', 'kid'])) throw new Refusal(codes.header);
  if (header.typ !== typ) throw new Refusal(codes.typ);
  if (!Object.values(ALGORITHMS).includes(header.alg)) throw new Refusal(codes.alg);
  if (!isThumbprint(header.kid)) throw new Refusal(codes.kid);
  return { text, parts, header };
}

/** The bytes that a JWS says, not read yet; payload and signature are written as they must be. */
export function contentOf({ parts }, codes) {
  const [payload] = parts.slice(1).map((part) => base64url(part, codes.encoding));
  return payload;
}

/** {text, parts, header, payload} */
export function compact(text, typ, codes) {
  const jws = head(text, typ, codes);
  return { ...jws, payload: strictJson(contentOf(jws, codes), codes.json) };
}

/** ATT-7-2: the signature is right under this key, with its own algorithm alone. */
export async function signedBy({ parts, header }, { algorithm, key }) {
  if (header.alg !== algorithm) return false;
  const [signed, signature] = [utf8(`${parts[0]}.${parts[1]}`), fromBase64url(parts[2])];
  return subtle().verify({ name: 'ECDSA', hash: HASHES[algorithm] }, key, signature, signed);
}
