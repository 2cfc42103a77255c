import type { CheckName, CheckResult, Claims, Code, Verification } from './types.js';

export type * from './types.js';

/** Text, or bytes in any dress. */
export type Content = string | Uint8Array | ArrayBuffer | ArrayBufferView;

/** A certificate in PEM or DER whose trust lists count: for all administrations, or for those named. */
export type Root = Content | { certificate: Content; pinnedFor?: string[] };

/** What answers rest on. */
export interface Evidence {
  /** Signed trust lists. Without one that counts every answer is UNDETERMINED. */
  trust?: Content | Content[];
  /** Certificates of the roots that sign them; got by another way than the lists. */
  roots?: Root | Root[];
  /** Statements by which a root introduces the next, in their order. */
  handovers?: Content | Content[];
  /** Signed status lists. Nothing is ever fetched. */
  statusLists?: Content | Content[];
  /** What was used before; without it that is kept for as long as the verifier lives. */
  memory?: Memory;
  /** The lowest sequence of a trust list that counts. */
  minSequence?: number;
  /** Let the published test keys count: in a trial, and never in earnest. */
  testKeys?: boolean;
}

/** What is asked. */
export interface Question {
  /** The instant asked about, now unless told: a Date, or text such as 2026-11-01T00:00:00Z. */
  at?: Date | string;
  /** The record that the attestation is said to be about, in JSON. */
  record?: Content;
  /** The TIN that the attestation must be about. */
  expectTin?: string;
  /** A reader of records in XML, which this package does not bring; as `read` of the entry `record`. */
  readXml?: (bytes: Uint8Array) => Iterable<unknown>;
}

/** One check: how it came out and, where it did not pass, what that means, what to do next, and by which rule (none of an XML attestation). */
export interface Check extends CheckResult {
  code?: Code;
  /** Why it was skipped, or what a check that passed does not prove. */
  reason?: string;
}

/** What was found out about one attestation. */
export interface Result extends Omit<Verification, 'source' | 'claims'> {
  /** The line of the content at which it begins, from 1. */
  line: number;
  /** When the status list was signed that was used. */
  asOf?: string;
  /** What that list says of it, where the code is AEO-STA-08. */
  listed?: 'revoked' | 'suspended' | 'superseded';
  /** The names of the trust lists that have the key. */
  trustLists: string[];
  /** All thirteen, in the order of the standard. */
  checks: Check[];
  /** Empty unless the check `signature` passed. */
  claims: Claims | Record<string, never>;
  /** Why nothing was looked at, for content that this package does not read: an XML attestation. */
  unsupported?: string;
}

/**
 * The answer about content: that about its one attestation; of several the worst of each check, without claims, and each
 * by itself in `results`.
 */
export interface Answer extends Omit<Result, 'line'> {
  /** The instant asked about. */
  at: string;
  results: Result[];
}

export interface Verifier {
  /** Administrations that trust lists name and that their root was not pinned for. */
  readonly leftOut: string[];
  /**
   * The answer about all attestations of content. Whatever is wrong with the content is in the answer; throws RangeError
   * for an instant that is none and TypeError for content that is neither text nor bytes.
   */
  verify(content: Content, question?: Question): Promise<Answer>;
}

/** Opens trust lists and status lists once, to ask about many attestations. Lists that are refused are in the answers. */
export function openVerifier(evidence: Evidence): Promise<Verifier>;

/** The answer about content; who asks more than once opens a verifier. */
export function verify(content: Content, options?: Evidence & Question): Promise<Answer>;

/**
 * What was used before, so that nothing older is accepted. `JSON.stringify(memory)` is what to keep, in the shape of
 * schemas/1.0/seen.schema.json, and `new Memory(text)` goes on with it; it throws TypeError for what is broken.
 */
export class Memory {
  constructor(kept?: string | object | null);
  toJSON(): object;
}

/** Whether a thumbprint is that of a key published with the conformance suite. */
export function isTestKey(kid: string): boolean;

/** The words of the standard: what each check asks, and for each code what it means and what to do next. */
export const messages: {
  asks: Record<CheckName, string>;
  notPassed: string;
  noRecord: string;
  noTin: string;
  testKey: string;
  refusals: Record<Code, [words: string, hint: string]>;
  /** In place of those of `refusals`, where the check is undetermined. */
  undecided: Partial<Record<Code, [words: string, hint: string]>>;
  unreadXml: [words: string, hint: string];
};
