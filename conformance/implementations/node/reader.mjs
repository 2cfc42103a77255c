// From bytes to records: which format it is (CON-7-9), and where each record begins and ends.
import { JsonReader, LIMITS, Malformed, isBlank, refuse } from './json-reader.mjs';
import { readXml } from './xml-reader.mjs';

/**
 * Yields {tree, faults} for each record; tree is absent where the record was refused.
 * A fault is {code, path}.
 */
export function* read(bytes) {
  const [a, b, c] = bytes;
  const mark = (a === 0xef && b === 0xbb && c === 0xbf) || (a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff);
  if (a === 0x1f && b === 0x8b) return yield refuse('AEO-SYN-05'); // gzip (CON-10-5)
  if (mark || bytes.subarray(0, 4).includes(0)) return yield refuse('AEO-SYN-04');
  let start = 0;
  while (start < bytes.length && isBlank(bytes[start])) start++;
  switch (String.fromCharCode(bytes[start])) {
    case '<': return yield* readXml(bytes);
    case '[': return yield* readArray(bytes, start);
    case '{': return yield* isLines(bytes, start) ? readLines(bytes, start) : readOne(bytes, start);
    default: return yield refuse('AEO-SYN-05');
  }
}

function* readOne(bytes, start) {
  yield whole(bytes, start, bytes.length);
}

function* readLines(bytes, start) {
  for (let from = start; from < bytes.length;) {
    let to = bytes.indexOf(0x0a, from);
    if (to < 0) to = bytes.length;
    if (!bytes.subarray(from, to).every(isBlank)) yield whole(bytes, from, to);
    from = to + 1;
  }
}

function* readArray(bytes, start) {
  let faults = [];
  const reader = new JsonReader(bytes, start + 1, bytes.length, (code, path) => faults.push({ code, path }));
  reader.blanks();
  if (bytes[reader.pos] === 0x5d) {
    reader.pos++;
    reader.blanks();
    return yield refuse(reader.pos < bytes.length ? 'AEO-SYN-01' : 'AEO-SYN-05');
  }
  for (let more = true; more;) {
    faults = [];
    const record = one(reader, faults);
    yield record;
    if (record.stop) return;
    try {
      more = !reader.next(0x5d);
    } catch {
      return yield refuse('AEO-SYN-01');
    }
  }
  reader.blanks();
  if (reader.pos < bytes.length) yield refuse('AEO-SYN-01');
}

/** The record that is all there is between two places. */
function whole(bytes, from, to) {
  const faults = [];
  const reader = new JsonReader(bytes, from, to, (code, path) => faults.push({ code, path }));
  const record = one(reader, faults);
  reader.blanks();
  if (!record.stop && reader.pos < to) faults.push({ code: 'AEO-SYN-01', path: '' });
  return record;
}

function one(reader, faults) {
  reader.blanks();
  const start = reader.pos;
  let tree;
  let stop = false;
  try {
    tree = reader.value();
    stop = reader.refused;
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    stop = true;
    if (reader.pos - start <= LIMITS.recordBytes) faults.push({ code: 'AEO-SYN-01', path: '' });
  }
  if (reader.pos - start > LIMITS.recordBytes) faults.push({ code: 'AEO-HOS-03', path: '' });
  return { tree, faults, stop };
}

/** CON-7-9, 4: whether what begins with { is NDJSON; read as FINDINGS.md, C1, proposes. */
function isLines(bytes, start) {
  const end = bytes.indexOf(0x0a, start);
  if (end < 0) return true;
  let next = end + 1;
  while (next < bytes.length && isBlank(bytes[next])) next++;
  let last = end - 1;
  while (last > start && isBlank(bytes[last])) last--;
  if (bytes[next] === 0x7b && !':[,'.includes(String.fromCharCode(bytes[last]))) return true;
  const reader = new JsonReader(bytes, start, end, () => {});
  try {
    reader.value();
    reader.blanks();
    return !reader.refused && reader.pos === end;
  } catch {
    return false;
  }
}
