// Canonical bytes and digest (CON-6).
import { createHash } from 'node:crypto';

export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'string') return `"${value.replace(/["\\]/g, '\\$&')}"`;
  if (typeof value !== 'object') return String(value);
  const members = Object.keys(value).sort().map((name) => `"${name}":${canonical(value[name])}`);
  return `{${members.join(',')}}`;
}

export const digest = (record) => createHash('sha256').update(canonical(record), 'utf8').digest('hex');

export const compare = (a, b) => Buffer.compare(Buffer.from(canonical(a)), Buffer.from(canonical(b)));
