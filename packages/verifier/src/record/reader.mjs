// From bytes to records: which format it is (CON-7-9), and where each record begins and ends.
import { JsonReader, LIMITS, Malformed, isBlank, refuse } from '../json-reader.mjs';

const [QUOTE, BACKSLASH, COMMA, COLON, OPEN, CLOSE, OPEN_LIST, CLOSE_LIST] =
  [0x22, 0x5c, 0x2c, 0x3a, 0x7b, 0x7d, 0x5b, 0x5d];

/**
 * Yields {tree, faults} for each record; XML is read by `readXml`, which does the same; tree is absent where the record was refused, and where `isRecord` is false:
 * then the faults are of what stands around records. A fault is {code, path}.
 */
export function* read(bytes, readXml = notRead) {
  const { begins, start, code } = beginning(bytes);
  switch (begins) {
    case '<': return yield* readXml(bytes);
    case '[': return yield* readArray(bytes, start);
    case '{': return yield* isLines(bytes, start) ? readLines(bytes, start) : readOne(bytes, start);
    default: return yield around(code);
  }
}

/** Who reads XML brings a reader along. */
function* notRead() {
  throw new Error('this is XML, and no reader of it was given as readXml');
}

/** The character by which a format is known, and where it stands; else the code of what is in no format (CON-7-9). */
export function beginning(bytes) {
  const [a, b, c] = bytes;
  const mark = (a === 0xef && b === 0xbb && c === 0xbf) || (a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff);
  if (mark || bytes.subarray(0, 2).includes(0)) return { code: 'AEO-SYN-04' };
  let start = 0;
  while (start < bytes.length && isBlank(bytes[start])) start++;
  const begins = String.fromCharCode(bytes[start]);
  return '<[{'.includes(begins) ? { begins, start } : { code: 'AEO-SYN-05' };
}

/** A fault of what stands around records: of the content, or of the array. */
const around = (code) => ({ ...refuse(code), isRecord: false });

function* readOne(bytes, start) {
  yield whole(bytes, start, bytes.length);
}

function* readLines(bytes, start) {
  for (let from = start; from < bytes.length;) {
    let to = bytes.indexOf(0x0a, from);
    if (to < 0) to = bytes.length;
    if (!bytes.subarray(from, to).every(isBlank)) yield whole(bytes, from, to, to, true);
    from = to + 1;
  }
}

function* readArray(bytes, start) {
  let pos = afterBlanks(bytes, start + 1);
  if (bytes[pos] === CLOSE_LIST) {
    const more = afterBlanks(bytes, pos + 1) < bytes.length;
    return yield around(more ? 'AEO-SYN-01' : 'AEO-SYN-05');
  }
  for (let more = true; more;) {
    const from = afterBlanks(bytes, pos);
    const nested = bytes[from] === OPEN || bytes[from] === OPEN_LIST;
    const close = nested ? endOfGroup(bytes, from) : endOfOther(bytes, from);
    const end = close ?? bytes.length;
    pos = afterBlanks(bytes, end);
    const byte = bytes[pos++];
    const delimited = byte === COMMA || byte === CLOSE_LIST;
    if (nested || delimited) yield whole(bytes, from, end, bytes.length);
    if (close === undefined) return; // cut off within the element, and said of it
    if (!delimited) return yield around('AEO-SYN-01');
    more = byte === COMMA;
  }
  const behind = afterBlanks(bytes, pos);
  if (behind < bytes.length) yield around(broken(bytes, behind));
}

function afterBlanks(bytes, from) {
  let pos = from;
  while (pos < bytes.length && isBlank(bytes[pos])) pos++;
  return pos;
}

/** Behind the bracket that closes what begins here, texts in quotes aside (CON-7-7); undefined where none does. */
function endOfGroup(bytes, from) {
  let open = 0;
  for (let pos = from; pos < bytes.length; pos++) {
    const byte = bytes[pos];
    if (byte === QUOTE) pos = endOfText(bytes, pos);
    else if (byte === OPEN || byte === OPEN_LIST) open++;
    else if ((byte === CLOSE || byte === CLOSE_LIST) && --open === 0) return pos + 1;
  }
  return undefined;
}

const STOPS = [COMMA, OPEN, OPEN_LIST, CLOSE, CLOSE_LIST, COLON];
function endOfOther(bytes, from) {
  for (let pos = from; pos < bytes.length; pos++) {
    if (bytes[pos] === QUOTE) pos = endOfText(bytes, pos);
    else if (STOPS.includes(bytes[pos])) return pos;
  }
  return bytes.length;
}

/** The quote that closes a text. */
function endOfText(bytes, from) {
  let pos = from + 1;
  while (pos < bytes.length && bytes[pos] !== QUOTE) pos += bytes[pos] === BACKSLASH ? 2 : 1;
  return pos;
}

/**
 * What breaks a text between two places: bytes that UTF-8 does not have come first, wherever they stand (CON-7-3).
 * A character that the end of the document cuts off is a text that ends too early (RUL-2-1).
 */
function broken(bytes, from, to = bytes.length) {
  try {
    new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.subarray(from, to), { stream: to === bytes.length });
    return 'AEO-SYN-01';
  } catch {
    return 'AEO-SYN-04';
  }
}

/** The record that is all there is between two places of a text that goes on to `textEnd`, or on a line of NDJSON. */
function whole(bytes, from, to, textEnd = to, isLine = false) {
  const faults = [];
  const reader = new JsonReader(bytes, from, to, (code, path) => faults.push({ code, path }), textEnd, isLine);
  reader.blanks();
  const start = reader.pos;
  let tree;
  try {
    tree = reader.value();
    if (reader.pos - start > LIMITS.recordBytes) faults.push({ code: 'AEO-HOS-03', path: '' });
    reader.blanks();
    if (!reader.refused && reader.pos < to) faults.push({ code: broken(bytes, reader.pos, to), path: '' });
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    faults.push({ code: reader.pos - start > LIMITS.recordBytes ? 'AEO-HOS-03' : broken(bytes, from, to), path: '' });
  }
  return { tree, faults };
}

/** Whether what begins with { is NDJSON (CON-7-9, 4). */
function isLines(bytes, start) {
  const end = bytes.indexOf(0x0a, start);
  if (end < 0) return true;
  let next = end + 1;
  while (next < bytes.length && isBlank(bytes[next])) next++;
  let last = end - 1;
  while (last > start && isBlank(bytes[last])) last--;
  if (bytes[next] === 0x7b && !':[,'.includes(String.fromCharCode(bytes[last]))) return true;
  let isJson = true; // of RFC 8259, CON-7-2 and CON-7-3; a number that is only not whole, or a limit, is no matter here
  const reader = new JsonReader(bytes, start, end, (code, path) => { isJson &&= !/AEO-SYN-0[234]/.test(code) || path !== ''; });
  try {
    reader.value();
    reader.blanks();
    return isJson && !reader.refused && reader.pos === end;
  } catch {
    return false;
  }
}
