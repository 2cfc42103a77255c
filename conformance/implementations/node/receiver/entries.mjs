// Entries, bases and drops: what a line of a snapshot or a delta says (XCH-4, XCH-6-2).
import { leafOf, hex } from './digests.mjs';
import { isBase, isEntry } from './schemas.mjs';
import { lineOf, valueOf } from './canonical-line.mjs';

const KEY = /^[A-Z]{2}\/[A-Za-z0-9._-]{1,64}$/;
const isText = (value) => typeof value === 'string';
const isGroup = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const hasOnly = (value, ...names) => isGroup(value) && Object.keys(value).join() === names.join();

/** {key, leaf, tombstone} or {key, leaf, record, content, digest}, where content is the canonical text of the record; else undefined. */
export function entryOf(line) {
  const value = valueOf(line);
  if (!isEntry(value) || 'record' in value === 'tombstone' in value) return undefined;
  const { key, salt, record, tombstone } = value;
  const leaf = leafOf(line);
  if (tombstone) return isTombstone(tombstone) ? { key, leaf, tombstone } : undefined;
  if (!isGroup(record) || !isText(record.recordId) || !isText(record.administration)) return undefined;
  const [before, behind] = [`{"key":${lineOf(key)},"record":`, `,"salt":${lineOf(salt)}}`];
  const content = line.slice(before.length, -behind.length);
  return { key, leaf, record, content, digest: hex(content) };
}

const isTombstone = ({ cause, effectiveFrom, retainUntil, to }) =>
  retainUntil > effectiveFrom && (cause === 'moved') === (to !== undefined);

/** Whether an entry is a tombstone that need not be kept at an instant. */
export const isOver = (entry, instant) => entry?.tombstone !== undefined && entry.tombstone.retainUntil <= instant;

/** {root, sequence} of the first line of a delta; else undefined. */
export function baseOf(line) {
  const value = line === undefined ? undefined : valueOf(line);
  return hasOnly(value, 'base') && isBase(value.base) ? value.base : undefined;
}

/** {key, isDrop} of a line that drops a key; else undefined. */
export function dropOf(line) {
  const value = valueOf(line);
  return hasOnly(value, 'drop') && isText(value.drop) && KEY.test(value.drop) ? { key: value.drop, isDrop: true } : undefined;
}

/** What lines say, in ascending order of their keys; undefined where one says nothing, or stands out of order. */
export function statements(lines, ...readers) {
  const said = [];
  for (const line of lines) {
    let one;
    for (const reader of readers) one ??= reader(line);
    if (!one || (said.length && said.at(-1).key >= one.key)) return undefined;
    said.push(one);
  }
  return said;
}
