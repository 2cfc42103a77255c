import type { AeoRecord, Status } from './types.js';

/** What a reader or the schema refuses: a rule, and the place as a JSON pointer. */
export interface Fault {
  code: string;
  path: string;
}

/** A record as it was read; no `tree` where it was refused. `isRecord` is false where the faults are of what is around records. */
export interface ReadRecord {
  tree?: AeoRecord;
  faults: Fault[];
  isRecord?: false;
}

export interface Finding extends Fault {
  severity: 'error' | 'warning';
}

export interface StandingAnswer {
  status: Status | 'never-held' | 'not-held' | 'undetermined';
  reason: string;
  event?: number;
  revision?: number;
}

/** An item of a group, as the schema has it. */
export interface Item {
  name: string;
  order: number;
  type: string;
  list: boolean;
  set: boolean;
  disclosure: string;
  kind: 'group' | 'string' | 'integer' | 'boolean';
}

/** The records of content in JSON, NDJSON or an array; XML by the reader given, else it throws. */
export function read(bytes: Uint8Array, readXml?: (bytes: Uint8Array) => Iterable<ReadRecord>): Iterable<ReadRecord>;
/** What the schema does not accept; nothing is said of the places where the reader has refused the value. */
export function structure(tree: unknown, refused?: string[]): Fault[];
/** Whether a record is of a later minor version than is known here. */
export function isNewer(tree: unknown): boolean;
/** Breaches of the rules over one record that reader and schema accept. */
export function judge(record: AeoRecord, question: { at: string }): Iterable<Finding>;
/** The status of an authorisation at an instant, as known at another. */
export function status(records: AeoRecord[], question: { at: string; knownAt: string; tier?: string }): StandingAnswer;
export function canonical(value: unknown): string;
/** SHA-256 of the canonical bytes, as hexadecimal digits. */
export function digest(record: unknown): Promise<string>;
/** The text by which a number is compared with others of its scheme. */
export function numberKey(identifier: { scheme: string; value: string }): string;
/** What the reference data says of a programme. */
export function programme(code: string): { code: string; administrations?: { administration: string; function: string }[] } | undefined;

export const LIMITS: { depth: number; recordBytes: number; digits: number; prologBytes: number };
export const groups: Record<string, { items: Map<string, Item> }>;
export function pointer(path: string, name: string | number): string;
export function refuse(code: string, path?: string): { faults: Fault[] };
export function isWhole(fault: Fault): boolean;
export function refusalOf(faults: Fault[]): Fault | undefined;
export function numberOfText(text: string, fault: (code: string) => void): number | undefined;
export function pathOf(record: AeoRecord): string[];
/** Which records were let go to another administration, over the records met so far. */
export class Moves {
  keyOf(record: AeoRecord): { key: string; letGo: boolean };
  add(record: AeoRecord, key: string): string | undefined;
}
