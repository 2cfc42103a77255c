// A strict reader of JSON over bytes (CON-3-1, CON-7-1 to CON-7-3, CON-10-2).
// JSON.parse would take the last of two members, read 1.0 as 1, and mend half a surrogate pair.
import { latin1 } from './bytes.mjs';

export const LIMITS = { depth: 64, recordBytes: 1_048_576, digits: 4300, prologBytes: 65_536 };

/** The text is not JSON from here on; what follows cannot be placed. */
export class Malformed extends Error {}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const ESCAPES = { '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };
const [QUOTE, BACKSLASH, COMMA, COLON, OPEN, CLOSE, OPEN_LIST, CLOSE_LIST] =
  [0x22, 0x5c, 0x2c, 0x3a, 0x7b, 0x7d, 0x5b, 0x5d];

/** Faults after which there is no tree to judge: these codes, and any that has no place. */
export const isWhole = ({ code, path }) =>
  /AEO-(HOS-0[123]|SYN-0[0-5])/.test(code) && (path === '' || code !== 'AEO-SYN-03');

/** Of these the one that is named: what shows only when the document is read to its end comes first (CON-7-7). */
export function refusalOf(faults) {
  const all = faults.filter(isWhole);
  return all.find(({ code }) => /AEO-(SYN-0[14]|HOS-03)/.test(code)) ?? all[0];
}

/** A record that is refused whole. */
export const refuse = (code, path = '') => ({ faults: [{ code, path }] });

export const isBlank = (byte) => byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d;
export const pointer = (path, name) => `${path}/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`;

export class JsonReader {
  /** `fault(code, path)` is called for what is wrong but can be read over. */
  constructor(bytes, start, end, fault, textEnd = end, isLine = false) {
    Object.assign(this, { bytes, start, pos: start, end, textEnd, isLine, fault, refused: false });
  }

  blanks() {
    while (this.pos < this.end && isBlank(this.bytes[this.pos])) this.pos++;
  }

  /** One value; undefined where a limit was passed, with pos behind the value. */
  value(path = '', depth = 1) {
    this.blanks();
    const byte = this.bytes[this.pos];
    if (this.pos >= this.end) throw new Malformed();
    if (byte === OPEN || byte === OPEN_LIST) {
      if (depth > LIMITS.depth) return this.tooDeep();
      return byte === OPEN ? this.object(path, depth) : this.array(path, depth);
    }
    if (byte === QUOTE) return this.string();
    return this.word(path);
  }

  object(path, depth) {
    const value = Object.create(null);
    this.pos++;
    this.blanks();
    if (this.bytes[this.pos] === CLOSE && this.pos < this.end) return this.pos++, value;
    for (;;) {
      this.blanks();
      if (this.pos >= this.end || this.bytes[this.pos] !== QUOTE) throw new Malformed();
      const name = this.string();
      this.blanks();
      if (this.pos >= this.end || this.bytes[this.pos] !== COLON) throw new Malformed();
      this.pos++;
      const at = pointer(path, name);
      if (name in value) this.fault('AEO-SYN-02', '');
      value[name] = this.value(at, depth + 1);
      if (this.refused) return undefined;
      if (this.next(CLOSE)) return value;
    }
  }

  array(path, depth) {
    const value = [];
    this.pos++;
    this.blanks();
    if (this.bytes[this.pos] === CLOSE_LIST && this.pos < this.end) return this.pos++, value;
    for (;;) {
      value.push(this.value(`${path}/${value.length}`, depth + 1));
      if (this.refused) return undefined;
      if (this.next(CLOSE_LIST)) return value;
    }
  }

  /** After an element: true at the end of the group, false after a comma. */
  next(close) {
    this.blanks();
    const byte = this.pos < this.end ? this.bytes[this.pos++] : undefined;
    if (byte === close) return true;
    if (byte !== COMMA) throw new Malformed();
    return false;
  }

  string() {
    const pieces = [];
    let from = ++this.pos;
    let high = -1; // a high surrogate that waits for its other half
    let isWide = false; // whether a byte is of a character of several
    const flush = () => {
      if (this.pos > from) {
        halfPair();
        try {
          pieces.push(isWide ? utf8.decode(this.bytes.subarray(from, this.pos)) : latin1(this.bytes, from, this.pos));
        } catch {
          this.fault('AEO-SYN-04', '');
        }
      }
    };
    const halfPair = () => {
      if (high >= 0) this.fault('AEO-SYN-04', '');
      high = -1;
    };
    for (;;) {
      if (this.pos >= this.end) throw new Malformed();
      const byte = this.bytes[this.pos];
      if (byte < 0x20) throw new Malformed();
      if (byte === QUOTE) {
        flush();
        halfPair();
        this.pos++;
        return pieces.join('');
      }
      if (byte !== BACKSLASH) {
        if (byte > 0x7f) isWide = true;
        this.pos++;
        continue;
      }
      flush();
      const letter = String.fromCharCode(this.bytes[this.pos + 1]);
      if (letter === 'u') {
        const hex = latin1(this.bytes, this.pos + 2, Math.min(this.pos + 6, this.end));
        if (!/^[0-9A-Fa-f]{4}$/.test(hex)) throw new Malformed();
        const unit = parseInt(hex, 16);
        this.pos += 6;
        if (high >= 0 && unit >= 0xdc00 && unit <= 0xdfff) {
          pieces.push(String.fromCharCode(high, unit));
          high = -1;
        } else {
          halfPair();
          if (unit >= 0xd800 && unit <= 0xdbff) high = unit;
          else if (unit >= 0xdc00 && unit <= 0xdfff) this.fault('AEO-SYN-04', '');
          else pieces.push(String.fromCharCode(unit));
        }
      } else {
        if (!(letter in ESCAPES) || this.pos + 1 >= this.end) throw new Malformed();
        halfPair();
        pieces.push(ESCAPES[letter]);
        this.pos += 2;
      }
      from = this.pos;
    }
  }

  /** A number, true, false or null: a word goes to the next blank, comma, colon, quote or bracket (CON-3-1). */
  word(path) {
    const start = this.pos;
    while (this.pos < this.end && !ENDS_WORD.has(this.bytes[this.pos])) this.pos++;
    const text = latin1(this.bytes, start, this.pos);
    if (text === 'true') return true;
    if (text === 'false') return false;
    if (text === 'null') return null;
    if (IN_GRAMMAR.test(text)) return this.number(text, path);
    let next = this.pos;
    while (next < this.textEnd && isBlank(this.bytes[next])) next++;
    const begins = this.isLine && this.bytes.subarray(this.start, start).every(isBlank); // a line of NDJSON (CON-3-1)
    const cutOff = next === this.textEnd && !begins;
    const isValue = begins || this.textEnd > this.end || start > this.start; // or behind a bracket, a comma or a colon
    if (cutOff || !isValue || !SPELLED_OTHERWISE.test(text)) throw new Malformed();
    this.fault('AEO-SYN-03', ''); // what JSON itself does not allow leaves no tree
    return 0;
  }

  number(text, path) {
    if (digits(text) > LIMITS.digits) return this.fault('AEO-HOS-03', ''), 0;
    if (!WHOLE.test(text)) return this.fault('AEO-SYN-03', path), 0;
    return wholeNumber(text);
  }

  /** Reads over a value that is too deep, without recursion. */
  tooDeep() {
    this.fault('AEO-HOS-02', '');
    let open = 0;
    for (; this.pos < this.end; this.pos++) {
      const byte = this.bytes[this.pos];
      if (byte === QUOTE) {
        for (this.pos++; this.pos < this.end && this.bytes[this.pos] !== QUOTE; this.pos++) {
          if (this.bytes[this.pos] === BACKSLASH) this.pos++;
        }
      } else if (byte === OPEN || byte === OPEN_LIST) open++;
      else if ((byte === CLOSE || byte === CLOSE_LIST) && --open === 0) return this.pos++, undefined;
    }
    this.refused = true; // nothing is left to read
    return undefined;
  }
}

const ENDS_WORD = new Set([...' \t\r\n,:"{}[]'].map((character) => character.charCodeAt(0)));
const WHOLE = /^-?(0|[1-9][0-9]*)$/; // a minus sign is a matter of bounds, not of spelling (CON-3-1)
const IN_GRAMMAR = /^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$/; // of RFC 8259
const SPELLED_OTHERWISE = /^([0-9+.-]|(NaN|INF|Infinity)$)/;
const IN_XML = /^[-+]?([0-9]+(\.[0-9]*)?([eE][-+]?[0-9]+)?|NaN|INF|Infinity)$/;

const digits = (text) => (text.length > LIMITS.digits ? text.replace(/[^0-9]/g, '').length : 0);
/** Below every bound with a minus sign, -0 too. */
const wholeNumber = (text) => (text.startsWith('-') ? -1 : Math.min(Number(text), Number.MAX_SAFE_INTEGER));

/** The number that a text of XML writes; undefined where it writes none. `fault(code)`. */
export function numberOfText(text, fault) {
  if (!IN_XML.test(text)) return undefined;
  if (digits(text) > LIMITS.digits) return fault('AEO-HOS-03'), 0;
  if (!WHOLE.test(text)) return fault('AEO-SYN-03'), 0;
  return wholeNumber(text);
}
