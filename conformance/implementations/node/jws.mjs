// Strict reading of compact JWS (ATT-2-1 to ATT-2-6) and of the keys of certificates.
import { X509Certificate } from 'node:crypto';
import { calculateJwkThumbprint, compactVerify, importJWK } from 'jose';
import { JsonReader } from './json-reader.mjs';

export class Refusal extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

/** The bytes of a text, where it is the one spelling that an encoding has for them (ATT-2-1, ATT-5-2); else undefined. */
function spelled(text, encoding) {
  const bytes = Buffer.from(text, encoding);
  return bytes.length && bytes.toString(encoding) === text ? bytes : undefined;
}

/** Bytes of a base64url text: no padding, no blank, no unused bit that is set. */
export function base64url(text, code) {
  const bytes = spelled(text, 'base64url');
  if (!bytes) throw new Refusal(code);
  return bytes;
}

/** JSON as part 1 wants it. */
export function strictJson(bytes, code) {
  const faults = [];
  const reader = new JsonReader(bytes, 0, bytes.length, (fault) => faults.push(fault));
  let value;
  try {
    value = reader.value();
    reader.blanks();
  } catch {
    throw new Refusal(code);
  }
  if (faults.length || reader.pos !== bytes.length) throw new Refusal(code);
  return value;
}

export const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
export const hasOnly = (value, required, optional = []) =>
  isObject(value) && required.every((name) => name in value) &&
  Object.keys(value).every((name) => required.includes(name) || optional.includes(name));

/** The form of a thumbprint (ATT-2-6) and of a digest (ATT-2-7): base64url of the 32 bytes of a SHA-256. */
export const isThumbprint = (value) => typeof value === 'string' && spelled(value, 'base64url')?.length === 32;
const CURVES = { 'P-256': 'ES256', 'P-384': 'ES384' };

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
  if (!Object.values(CURVES).includes(header.alg)) throw new Refusal(codes.alg);
  if (!isThumbprint(header.kid)) throw new Refusal(codes.kid);
  return { text, parts, header };
}

/** The bytes that a JWS says, not read yet; payload and signature are written as they must be. */
export function contentOf({ parts }, codes) {
  const [payload] = parts.slice(1).map((part) => base64url(part, codes.encoding));
  return payload;
}

/** {text, header, payloadBytes, payload} */
export function compact(text, typ, codes) {
  const jws = head(text, typ, codes);
  const payloadBytes = contentOf(jws, codes);
  return { ...jws, payloadBytes, payload: strictJson(payloadBytes, codes.json) };
}

/** {kid, algorithm, key} of a certificate in DER or PEM; undefined where it has no key that is taken. */
export async function keyOf(certificate) {
  try {
    const jwk = new X509Certificate(certificate).publicKey.export({ format: 'jwk' });
    const algorithm = CURVES[jwk.crv];
    if (!algorithm) return undefined;
    return { kid: await calculateJwkThumbprint(jwk, 'sha256'), algorithm, key: await importJWK(jwk, algorithm) };
  } catch {
    return undefined;
  }
}

/** The same of a certificate in base64 of DER, with its padding and nothing between (ATT-5-2). */
export async function keyOfBase64(text) {
  const bytes = spelled(text, 'base64');
  return bytes && isDer(bytes) ? keyOf(bytes) : undefined;
}

function isDer(bytes) {
  try {
    return new X509Certificate(bytes).raw.equals(bytes);
  } catch {
    return false;
  }
}

/** ATT-7-2: the signature is right under this key, with its own algorithm alone. */
export async function signedBy(text, { algorithm, key }) {
  try {
    await compactVerify(text, key, { algorithms: [algorithm] });
    return true;
  } catch {
    return false;
  }
}
