// The way from the state held to the one that a head signs (steps 13 to 17 of XCH-8-1).
import { Refusal } from 'aeo-exchange-verifier/signed';
import { linesIn } from './canonical-line.mjs';
import { NOTHING, hex, rootOf } from './digests.mjs';
import { baseOf, dropOf, entryOf, isOver, statements } from './entries.mjs';
import { inflated } from './gzip.mjs';
import { linesInXml } from './xml-body.mjs';

const MEDIA = /^application\/vnd\.aeo-exchange\.(snapshot|delta)\+(ndjson|xml);version=1\.0$/;

/** Entries by their keys; `held` is undefined where no head was applied. Throws a Refusal. */
export function stateOf(head, files, held) {
  if (held && head.root === held.root) return sameAs(head, held.entries);
  if (head.root === NOTHING) return sameAs(head, new Map());
  const way = wayTo(head, files, held);
  if (!way) throw new Refusal('AEO-XCH-20');
  const { named, isDelta, isXml } = way;
  const content = contentOf(named, files.get(named.name));
  const { lines, isWhole } = isXml ? linesInXml(content, isDelta) : linesIn(content);
  if (isDelta) mustStartFrom(named.base, lines.shift());
  const said = isWhole ? statements(lines, entryOf, ...(isDelta ? [dropOf] : [])) : undefined;
  if (!said) throw new Refusal('AEO-XCH-22');
  const entries = isDelta ? changed(held.entries, said, head.asOf) : new Map(said.map((entry) => [entry.key, entry]));
  return signed(head, entries);
}

/** The delta that starts from the state held, else a snapshot: what the head names and is at hand. A reset takes a snapshot alone. */
function wayTo({ files: all = [], reset }, files, held) {
  const ways = all.filter(({ name }) => files.has(name)).flatMap((named) => {
    const [, kind, syntax] = MEDIA.exec(named.media) ?? [];
    return kind ? [{ named, isDelta: kind === 'delta', isXml: syntax === 'xml' }] : [];
  });
  const starts = ({ named, isDelta }) => isDelta && !reset && held && named.base?.root === held.root;
  const inNdjsonFirst = ways.toSorted((a, b) => a.isXml - b.isXml);
  return inNdjsonFirst.find(starts) ?? inNdjsonFirst.find(({ isDelta }) => !isDelta);
}

/** The content of a file that is the one named, inflated (XCH-6-4). */
function contentOf({ bytes, sha256, inflated: told }, stored) {
  const isSame = (content, { bytes: size, sha256: digest }) => content?.length === size && hex(content) === digest;
  if (!isSame(stored, { bytes, sha256 })) throw new Refusal('AEO-XCH-21');
  if (!told) return stored;
  const content = inflated(stored, told.bytes);
  if (!isSame(content, told)) throw new Refusal('AEO-XCH-21');
  return content;
}

function mustStartFrom({ root, sequence }, line) {
  const base = baseOf(line);
  if (!base) throw new Refusal('AEO-XCH-22');
  if (base.root !== root || base.sequence !== sequence) throw new Refusal('AEO-XCH-21');
}

/** The entries of a base with what a delta says of them, in the order of their keys. */
function changed(base, said, asOf) {
  const entries = new Map(base);
  for (const one of said) {
    if (!one.isDrop) entries.set(one.key, one);
    else if (isOver(base.get(one.key), asOf)) entries.delete(one.key);
    else throw new Refusal('AEO-XCH-23');
  }
  return new Map([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function signed(head, entries) {
  if (rootOf([...entries.values()].map(({ leaf }) => leaf)) !== head.root) throw new Refusal('AEO-XCH-24');
  return sameAs(head, entries);
}

function sameAs({ count, root }, entries) {
  if (count !== entries.size) throw new Refusal('AEO-XCH-24');
  return { root, entries };
}
