import type { Content, Memory, Root } from './index.js';

export { Memory, isTestKey } from './index.js';

/** Something signed is refused, by the code of the rule that it breaks. */
export class Refusal extends Error {
  constructor(code: string, outcome?: 'fail' | 'undetermined');
  readonly code: string;
  readonly outcome?: 'fail' | 'undetermined';
}

/** For each fault of a token the code of the rule that it breaks. */
export type TokenCodes = Record<'form' | 'encoding' | 'json' | 'header' | 'typ' | 'alg' | 'kid', string>;

/** A compact JWS as it was read; nobody has looked at its signature yet. */
export interface Token {
  text: string;
  parts: string[];
  header: { alg: 'ES256' | 'ES384'; typ: string; kid: string };
  payload: unknown;
}

/** A public key with the algorithm that it signs by. */
export interface PublicKey {
  kid: string;
  algorithm: 'ES256' | 'ES384';
  key: CryptoKey;
}

/** One tuple of what an authority may say. */
export interface Scope {
  administration: string;
  programme: string;
  tinPrefixes: string[];
  purposes: string[];
  from?: string;
  until?: string;
}

/** Whose a key is. */
export interface Place {
  authority: { administration: string; scope: Scope[] };
  key: { kid: string; public: PublicKey };
}

/** What trust lists say together. */
export interface Trust {
  /** Those that count. */
  lists: { listId: string; sequence: number }[];
  /** Why others do not; the lowest number first. */
  refused: string[];
  /** What is said of the key that an administration used at an instant, asked at another: its place, or why it may not be used. */
  keyFor(kid: string, administration: string, usedAt: string, at: string): { place: Place; code?: undefined } | { place?: undefined; code: string };
}

/** Whether a code leaves a question open instead of answering no. */
export function isUndetermined(code: string): boolean;
/** The one code by which every fault of a token is refused. */
export function oneCode(code: string): TokenCodes;
/** Reads a compact JWS strictly; throws a Refusal. */
export function compact(text: string, typ: string, codes: TokenCodes): Token;
/** Whether a key signed a token, by its own algorithm. */
export function signedBy(token: Token, key: PublicKey): Promise<boolean>;
/** A text without white space at its ends. */
export function trimmed(text: string): string;
/** Opens trust lists under the roots that were pinned. */
export function openTrust(given: {
  trust: Content[];
  roots: Root[];
  handovers: Content[];
  minSequence: number;
  testKeys: boolean;
  memory: Memory;
}): Promise<Trust>;

/** JSON Schemas by their names, as far as those of the standard use it. */
export class Schemas {
  constructor(definitions: Record<string, unknown>);
  accepts(schema: string | object, value: unknown): boolean;
}
