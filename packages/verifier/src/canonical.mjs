// Canonical bytes and digest (CON-6).
import { sha256, toHex, utf8 } from './bytes.mjs';

export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'string') return `"${value.replace(/["\\]/g, '\\$&')}"`;
  if (typeof value !== 'object') return String(value);
  const members = Object.keys(value).sort().map((name) => `"${name}":${canonical(value[name])}`);
  return `{${members.join(',')}}`;
}

export const digest = async (record) => toHex(await sha256(utf8(canonical(record))));

/** Halves of pairs stand behind all else, as in UTF-8; the texts of this language are sorted by halves. */
const weight = (unit) => (unit < 0xd800 ? unit : unit < 0xe000 ? unit + 0x2000 : unit - 0x800);

/** Below 0, 0 or above 0, by the order of canonical bytes. */
export function compare(one, other) {
  const [a, b] = [canonical(one), canonical(other)];
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (x !== y) return weight(x) - weight(y);
  }
  return a.length - b.length;
}

/** Whether a set is sorted, each element once (CON-5-4). */
export const inOrder = (set) => set.every((one, i) => i === 0 || compare(set[i - 1], one) < 0);
