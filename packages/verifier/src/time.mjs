// Instants and dates (CON-2). Instants are compared as texts, which gives their order.

const HOUR = 3_600_000;
const iso = (ms) => {
  if (ms >= Date.UTC(10000, 0)) return '~'; // after every instant that can be written
  return new Date(ms).toISOString().slice(0, 19) + 'Z';
};

/** The span for which a date stands: from its start at +14:00 to its end at -12:00 (CON-2-5). */
export function span(date) {
  const day = Date.parse(`${date}T00:00:00Z`);
  return { begin: iso(day - 14 * HOUR), end: iso(day + 36 * HOUR) };
}

export const dateAfterInstant = (date, instant) => span(date).begin > instant;
export const dateAfterDate = (date, other) => span(date).begin >= span(other).end;
export const dateOver = (date, instant) => span(date).end <= instant;

const INSTANT = /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d))?$/;

/** The instant asked about, to the second: a Date, or text with its time zone; a date alone begins in UTC. Now unless told. */
export function instantOf(at = new Date()) {
  const ms = at instanceof Date ? at.getTime() : INSTANT.test(at) ? Date.parse(at) : NaN;
  if (Number.isNaN(ms)) throw new RangeError('at is a Date, or an instant such as 2026-11-01T00:00:00Z');
  return iso(ms);
}

/** The instant of a NumericDate. */
export const instant = (seconds) => iso(seconds * 1000);
export const seconds = (text) => Date.parse(text) / 1000;
