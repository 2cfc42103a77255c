// XML (CON-8): the same tree as from JSON, and what only XML can get wrong.
import { SaxesParser } from 'saxes';
import { LIMITS, refuse } from 'aeo-exchange-verifier/record';
import { BLANK, NAMESPACE, XmlRecord, hasAttribute, placed } from './xml-record.mjs';

const encoder = new TextEncoder();
const byteLength = (text) => encoder.encode(text).length;
/** Whether an element is one of the two roots of CON-8-1. */
const isRoot = ({ uri, local }) => uri === NAMESPACE && ['AeoRecord', 'AeoRecords'].includes(local);

export function* readXml(bytes) {
  const text = decode(bytes, bytes.length) ?? decode(bytes, firstWrong(bytes));
  const refused = prolog(text);
  if (refused) return yield refuse(refused);
  const end = byteLength(text);
  const tail = end < bytes.length && (decode(bytes, bytes.length) === undefined ? 'AEO-SYN-04' : 'AEO-SYN-01');
  yield* parse(text, tail);
}

/** The text up to a place, without a character that is cut off there; undefined where it is no UTF-8. */
function decode(bytes, end) {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.subarray(0, end), { stream: true });
  } catch {
    return undefined;
  }
}

/** The greatest place up to which the bytes can be UTF-8. */
function firstWrong(bytes) {
  let [good, bad] = [0, bytes.length];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (decode(bytes, middle) === undefined) bad = middle;
    else good = middle;
  }
  return good;
}

/** What is before the root element, read without a parser (CON-10-1, CON-10-2). */
export function prolog(text) {
  let pos = 0;
  const tooLong = () => byteLength(text.slice(0, Math.min(pos, LIMITS.prologBytes + 1))) > LIMITS.prologBytes;
  for (;;) {
    while (pos < text.length && BLANK.test(text[pos])) pos++;
    const close = text.startsWith('<!--', pos) ? '-->' : text.startsWith('<?', pos) ? '?>' : undefined;
    if (!close) break;
    const end = text.indexOf(close, pos + 2);
    pos = end < 0 ? text.length : end + close.length;
    if (end < 0) break;
  }
  if (tooLong()) return 'AEO-HOS-03';
  if (text.startsWith('<!DOCTYPE', pos)) return 'AEO-HOS-01';
  return undefined;
}

class Refused extends Error {}
const OTHER = ''; // the name of a root that is none of this standard

/** `tail` is what is wrong with what stands behind the text, if anything does. */
function parse(text, tail) {
  const results = [];
  let root; // name of the root element
  let record; // the record that is open
  let start = 0; // where it began
  let skip = 0; // open elements beside the records, which are not looked at
  const outside = []; // faults that belong to no record
  let ended = false; // whether the last fault outside is one after which there is no tree
  let between = 0; // where the piece began that stands outside the records

  const parser = new SaxesParser({ xmlns: true, position: true });
  const fault = (code) => (record?.faults ?? outside).push({ code, at: '' });
  const isTooLong = () => record && parser.position - start > LIMITS.recordBytes;
  const endPiece = (end) => {
    const piece = text.slice(between, end);
    if (piece.length * 3 > LIMITS.recordBytes && byteLength(piece.replace(/[ \t\r\n]+/g, '')) > LIMITS.recordBytes) stop('AEO-HOS-03');
  };
  const stop = (code) => {
    fault(isTooLong() ? 'AEO-HOS-03' : code);
    throw new Refused();
  };
  const chars = (piece) => {
    if (record) record.text(piece);
    else if (!skip && root && !BLANK.test(piece)) fault('AEO-SYN-09');
  };

  parser.on('error', () => stop('AEO-SYN-01'));
  parser.on('xmldecl', ({ version, encoding }) => {
    if (version !== '1.0') stop('AEO-SYN-01');
    if (encoding && encoding.toUpperCase() !== 'UTF-8') stop('AEO-SYN-04');
  });
  parser.on('doctype', () => stop('AEO-HOS-01'));
  parser.on('text', chars);
  parser.on('cdata', chars);
  parser.on('comment', () => record?.remark());
  parser.on('processinginstruction', ({ target }) => {
    if (target.includes(':')) stop('AEO-SYN-01');
    record?.remark();
  });

  parser.on('opentag', (tag) => {
    if ((record?.depth ?? 0) + skip >= LIMITS.depth) stop('AEO-HOS-02'); // the parser itself grows slow with depth
    if (isTooLong()) stop('AEO-HOS-03');
    if (record) return record.open(tag);
    if (skip) return void skip++;
    const first = root === undefined;
    if (first) {
      root = isRoot(tag) ? tag.local : OTHER;
      between = parser.position;
      if (root === OTHER) stop('AEO-SYN-05');
    }
    else if (tag.uri !== NAMESPACE || tag.local !== 'AeoRecord') {
      fault('AEO-SYN-08');
      return void skip++;
    }
    if (tag.local === 'AeoRecord') {
      start = text.lastIndexOf('<', parser.position - 1);
      endPiece(start);
      record = new XmlRecord(tag, first);
    } else if (hasAttribute(tag, first)) fault('AEO-SYN-07');
  });

  parser.on('closetag', (tag) => {
    // The parser tells of the end of an element before it tells that another name stood there.
    const written = text.slice(text.lastIndexOf('<', parser.position - 1), parser.position);
    if (written.startsWith('</') && written.slice(2, -1).trimEnd() !== tag.name) stop('AEO-SYN-01');
    if (skip) return void skip--;
    const whole = record?.close(); // there is none at the end of AeoRecords
    if (whole) finish(whole);
  });

  function finish({ tree }) {
    const isLong = byteLength(text.slice(start, parser.position)) > LIMITS.recordBytes;
    results.push({ tree, faults: isLong ? [{ code: 'AEO-HOS-03', path: '' }] : placed(record.faults) });
    record = undefined;
    between = parser.position;
  }

  try {
    parser.write(text);
    if (tail) stop(tail);
    parser.close();
    endPiece(text.length);
    ended = root === 'AeoRecords' && !results.length;
    if (ended) fault('AEO-SYN-05'); // beside what else is wrong in it (RUL-2-2)
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    ended = !record && root === 'AeoRecords';
    if (!results.length) outside.splice(0, record ? Infinity : outside.length - 1); // where no record ended, one finding (CON-7-7)
    if (record) {
      results.push({ faults: placed(record.faults) });
    } else if (root === 'AeoRecord') {
      results.length = 0; // what stands behind the one record makes it not well-formed, as in JSON (CON-7-7)
    }
  }
  const stopped = ended ? outside.splice(-1) : []; // said beside what was wrong before it (CON-7-7)
  for (const faults of [outside, stopped]) {
    if (faults.length) results.push({ faults: placed(faults), isRecord: ![OTHER, 'AeoRecords'].includes(root) });
  }
  return results;
}
