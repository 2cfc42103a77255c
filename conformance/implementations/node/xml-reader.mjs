// XML (CON-8): the same tree as from JSON, and what only XML can get wrong.
import { SaxesParser } from 'saxes';
import { LIMITS, groups, numberOfText, pointer, refuse } from 'aeo-exchange-verifier/record';

const NAMESPACE = 'urn:aeo-exchange:1.0';
const XSI = 'http://www.w3.org/2001/XMLSchema-instance';
const encoder = new TextEncoder();
const byteLength = (text) => encoder.encode(text).length;
const BLANK = /^[ \t\r\n]*$/;
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
function prolog(text) {
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
  const stack = []; // open elements, from AeoRecord on
  let root; // name of the root element
  let record; // {faults, start} of the record that is open
  let skip = 0; // open elements that are not looked at
  const outside = []; // faults that belong to no record
  let ended = false; // whether the last fault outside is one after which there is no tree
  let between = 0; // where the piece began that stands outside the records

  const parser = new SaxesParser({ xmlns: true, position: true });
  /** `at` is a path, or the element at which it stands: whether it has an index shows at the end of its group. */
  const fault = (code, at) => (record ? record.faults : outside).push({ code, at });
  const endPiece = (end) => {
    const piece = text.slice(between, end);
    if (piece.length * 3 > LIMITS.recordBytes && byteLength(piece.replace(/[ \t\r\n]+/g, '')) > LIMITS.recordBytes) stop('AEO-HOS-03');
  };
  const stop = (code) => {
    if (record && parser.position - record.start > LIMITS.recordBytes) code = 'AEO-HOS-03';
    fault(code, '');
    throw new Refused();
  };
  const chars = (piece) => {
    if (skip) return;
    if (stack.length) stack.at(-1).text += piece;
    else if (root && !BLANK.test(piece)) fault('AEO-SYN-09', '');
  };
  const remark = () => {
    if (!skip && stack.length) stack.at(-1).remarks++;
  };

  parser.on('error', () => stop('AEO-SYN-01'));
  parser.on('xmldecl', ({ version, encoding }) => {
    if (version !== '1.0') stop('AEO-SYN-01');
    if (encoding && encoding.toUpperCase() !== 'UTF-8') stop('AEO-SYN-04');
  });
  parser.on('doctype', () => stop('AEO-HOS-01'));
  parser.on('text', chars);
  parser.on('cdata', chars);
  parser.on('comment', remark);
  parser.on('processinginstruction', ({ target }) => {
    if (target.includes(':')) stop('AEO-SYN-01');
    remark();
  });

  parser.on('opentag', (tag) => {
    if (stack.length + skip >= LIMITS.depth) stop('AEO-HOS-02'); // the parser itself grows slow with depth
    if (record && parser.position - record.start > LIMITS.recordBytes) stop('AEO-HOS-03');
    if (skip) return void skip++;
    const known = tag.uri === NAMESPACE;
    if (!stack.length) {
      const first = root === undefined;
      if (first) {
        root = isRoot(tag) ? tag.local : OTHER;
        between = parser.position;
        if (root === OTHER) stop('AEO-SYN-05');
      }
      else if (!known || tag.local !== 'AeoRecord') {
        fault('AEO-SYN-08', '');
        return void skip++;
      }
      if (tag.local === 'AeoRecord') {
        const start = text.lastIndexOf('<', parser.position - 1);
        endPiece(start);
        record = { faults: [], start };
        stack.push(element(undefined, '', groups.AeoRecord, 'group'));
      }
      return attributes(tag, stack.at(-1) ?? '', first);
    }
    const parent = stack.at(-1);
    parent.children++;
    const name = tag.local[0].toLowerCase() + tag.local.slice(1);
    if (!known || !/^[A-Z][A-Za-z0-9]*$/.test(tag.local)) {
      fault('AEO-SYN-08', parent);
      return void skip++;
    }
    const item = parent.group?.items.get(name);
    const child = element(parent, name, item?.kind === 'group' ? groups[item.type] : undefined, item?.kind);
    Object.assign(child, { item, place: parent.values[name]?.length ?? 0 });
    if (item) {
      if (item.order < parent.last) fault('AEO-SYN-06', { ...child, whole: true });
      parent.last = item.order;
    }
    stack.push(child);
    attributes(tag, child, false);
  });

  function attributes(tag, at, first) {
    for (const attribute of Object.values(tag.attributes)) {
      if (attribute.name === 'xmlns' || attribute.prefix === 'xmlns') continue;
      if (first && attribute.uri === XSI && attribute.local === 'schemaLocation') continue;
      fault('AEO-SYN-07', at);
    }
  }

  parser.on('closetag', (tag) => {
    // The parser tells of the end of an element before it tells that another name stood there.
    const written = text.slice(text.lastIndexOf('<', parser.position - 1), parser.position);
    if (written.startsWith('</') && written.slice(2, -1).trimEnd() !== tag.name) stop('AEO-SYN-01');
    if (skip) return void skip--;
    if (!stack.length) return; // AeoRecords
    const closed = stack.pop();
    const value = valueOf(closed, (code) => fault(code, code === 'AEO-HOS-03' ? '' : closed));
    if (stack.length) (stack.at(-1).values[closed.name] ??= []).push(value);
    else finish(value);
  });

  function finish(tree) {
    if (byteLength(text.slice(record.start, parser.position)) > LIMITS.recordBytes) {
      record.faults = [{ code: 'AEO-HOS-03', at: '' }];
    }
    results.push({ tree, faults: placed(record.faults) });
    record = undefined;
    between = parser.position;
  }

  try {
    parser.write(text);
    if (tail) stop(tail);
    parser.close();
    endPiece(text.length);
    ended = root === 'AeoRecords' && !results.length;
    if (ended) fault('AEO-SYN-05', ''); // beside what else is wrong in it (RUL-2-2)
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

const element = (parent, name, group, kind) => ({
  parent, name, group, kind, text: '', remarks: 0, children: 0, last: -1, values: Object.create(null),
});

const placed = (faults) => faults.map(({ code, at }) => ({ code, path: typeof at === 'string' ? at : pathOf(at) }));

/** An item has an index when it is a list, or occurs more than once in its group (CON-7-8). */
function pathOf({ parent, name, item, place, whole }) {
  if (!parent) return '';
  const path = pointer(pathOf(parent), name);
  return !whole && (item?.list || parent.values[name]?.length > 1) ? `${path}/${place}` : path;
}

/** CON-8-4 to CON-8-8. */
function valueOf({ children, text, kind, remarks, values, group, item }, fault) {
  const isRecord = kind === 'group' && !item; // always an object
  if (children || isRecord || (kind === 'group' && BLANK.test(text))) {
    if (!BLANK.test(text)) fault('AEO-SYN-09');
    const tree = Object.create(null);
    for (const [name, all] of Object.entries(values)) {
      tree[name] = all.length > 1 || group?.items.get(name)?.list ? all : all[0];
    }
    return tree;
  }
  if (remarks) fault('AEO-SYN-10');
  if (item?.kind === 'integer') return numberOfText(text, fault) ?? text;
  if (item?.kind === 'boolean') return text === 'true' || (text === 'false' ? false : text);
  return text;
}
