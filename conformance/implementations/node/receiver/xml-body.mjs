// Snapshots and deltas in XML: the lines that their elements stand for (XCH-6-6).
import { SaxesParser } from 'saxes';
import { numberOfText } from 'aeo-exchange-verifier/record';
import { BLANK, NAMESPACE, XmlRecord, hasAttribute } from '../xml-record.mjs';
import { prolog } from '../xml-reader.mjs';
import { lineOf } from './canonical-line.mjs';

const LONGEST = 8_388_608; // bytes of an entry as written
const DEEPEST = 64; // elements of a record within each other; what has more is too deep for a line
const TOMBSTONE = { Cause: 'cause', EffectiveFrom: 'effectiveFrom', RetainUntil: 'retainUntil', To: 'to' };

class Broken extends Error {}

/** {lines, isWhole}: the lines up to where the body is no body, as of one in NDJSON. */
export function linesInXml(content, isDelta) {
  const lines = [];
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
    if (prolog(text)) throw new Broken();
    parse(text, new Body(isDelta ? 'AeoDelta' : 'AeoSnapshot', lines));
    return { lines, isWhole: true };
  } catch (error) {
    if (!(error instanceof Broken || error instanceof TypeError)) throw error;
    return { lines, isWhole: false };
  }
}

function parse(text, body) {
  const parser = new SaxesParser({ xmlns: true, position: true });
  const broken = () => { throw new Broken(); };
  let start = 0; // where the element of a line began
  const mustFit = () => {
    const isLine = body.depth > 1 && parser.position - start > LONGEST / 3;
    if (isLine && Buffer.byteLength(text.slice(start, parser.position)) > LONGEST) broken();
  };
  parser.on('error', broken);
  parser.on('doctype', broken);
  parser.on('xmldecl', ({ version, encoding = 'UTF-8' }) => {
    if (version !== '1.0' || encoding.toUpperCase() !== 'UTF-8') broken();
  });
  parser.on('text', (piece) => body.text(piece));
  parser.on('cdata', (piece) => body.text(piece));
  parser.on('comment', () => body.remark());
  parser.on('processinginstruction', ({ target }) => (target.includes(':') ? broken() : body.remark()));
  parser.on('opentag', (tag) => {
    if (body.depth === 1) start = text.lastIndexOf('<', parser.position - 1);
    body.open(tag);
    mustFit();
  });
  parser.on('closetag', () => {
    mustFit();
    body.close();
  });
  parser.write(text).close();
}

/** The elements of a body while they are read. */
class Body {
  #root;
  #lines;
  #open = []; // {name, text, remarks, children}, from the root on
  #record; // the AeoRecord that is open

  constructor(root, lines) {
    this.#root = root;
    this.#lines = lines;
  }

  get depth() {
    return this.#open.length;
  }

  open(tag) {
    const isRoot = !this.#open.length;
    if (this.#record) return this.#openWithin(tag);
    if (tag.uri !== NAMESPACE || hasAttribute(tag, isRoot) || (isRoot && tag.local !== this.#root)) throw new Broken();
    if (tag.local === 'AeoRecord') this.#record = new XmlRecord(tag, false, numberAsWritten);
    else this.#open.push({ name: tag.local, text: '', remarks: 0, children: [] });
  }

  text(piece) {
    if (this.#record) this.#record.text(piece);
    else if (this.#open.length) this.#open.at(-1).text += piece;
  }

  remark() {
    if (this.#record) this.#record.remark();
    else if (this.#open.length) this.#open.at(-1).remarks++;
  }

  close() {
    if (this.#record) return this.#closeWithin();
    const closed = this.#open.pop();
    if (!BLANK.test(closed.text) && closed.children.length) throw new Broken();
    if (this.#open.length === 1) this.#lines.push(lineOf(lineSaid(closed)));
    else if (this.#open.length) this.#open.at(-1).children.push(closed);
    else if (!BLANK.test(closed.text)) throw new Broken();
  }

  #openWithin(tag) {
    if (this.#record.depth >= DEEPEST) throw new Broken();
    this.#record.open(tag);
  }

  #closeWithin() {
    const whole = this.#record.close();
    if (!whole) return;
    if (this.#record.faults.length) throw new Broken(); // what no tree shows, or a number that no line has
    this.#record = undefined;
    this.#open.at(-1).children.push({ name: 'AeoRecord', tree: whole.tree, children: [] });
  }
}

/** A number as a line has it; one of another spelling, or that not every program can hold, has no line. */
function numberAsWritten(text, fault) {
  if (numberOfText(text, fault) === undefined) return undefined;
  if (text === '-0' || !Number.isSafeInteger(Number(text))) fault('AEO-SYN-03');
  return Number(text);
}

/** What an element of a body says as a line. */
function lineSaid(element) {
  switch (element.name) {
    case 'Entry': return entrySaid(element);
    case 'Base': return { base: baseSaid(element) };
    case 'Drop': return { drop: textOf(element) };
    default: throw new Broken();
  }
}

function entrySaid({ children: [key, salt, content, ...others] }) {
  if (key?.name !== 'Key' || salt?.name !== 'Salt' || !content || others.length) throw new Broken();
  const said = { key: textOf(key), salt: textOf(salt) };
  if (content.name === 'AeoRecord') return { ...said, record: content.tree };
  if (content.name !== 'Tombstone') throw new Broken();
  return { ...said, tombstone: textsOf(content, TOMBSTONE) };
}

function baseSaid(element) {
  const { root, sequence } = textsOf(element, { Root: 'root', Sequence: 'sequence' });
  if (!/^[1-9][0-9]*$/.test(sequence)) throw new Broken();
  return { root, sequence: Number(sequence) };
}

/** The texts of an element in the order of their names; whether one is missing shows in the line. */
function textsOf({ children }, members) {
  const names = Object.keys(members);
  const places = children.map(({ name }) => names.indexOf(name));
  if (places.some((place, i) => place < 0 || (i > 0 && places[i - 1] >= place))) throw new Broken();
  return Object.fromEntries(children.map((child) => [members[child.name], textOf(child)]));
}

function textOf({ text, remarks, children }) {
  if (remarks || children.length) throw new Broken();
  return text;
}
