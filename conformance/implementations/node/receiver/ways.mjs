// Which file leads from the state held to that of a head, and its content (XCH-6-3, XCH-6-4, XCH-8-13).
import { Refusal } from 'aeo-exchange-verifier/signed';
import { linesIn } from './canonical-line.mjs';
import { hex } from './digests.mjs';
import { baseOf } from './entries.mjs';
import { inflated } from './gzip.mjs';
import { linesInXml } from './xml-body.mjs';

const MEDIA = /^application\/vnd\.aeo-exchange\.(snapshot|delta)\+(ndjson|xml);version=1\.0$/;
const NAME = /^(?:[0-9]{10}-)?([0-9]{10})\.(snapshot|delta)\.aeo\.(ndjson|xml)(\.gz)?$/;
const MOST = 2 ** 30; // bytes that a file inflates to of which no head says how many
const FILE = 'AEO-XCH-21';

/** {isDelta, lines, isWhole}: what is read of the way that a receiver takes; throws a Refusal where there is none. */
export function wayTo(head, files, held) {
  const way = firstOf(named(head, files), head, held) ?? firstOf(unnamed(head, files), head, held);
  if (!way) throw new Refusal('AEO-XCH-20');
  return way.read();
}

/** A delta that starts from the state held before a snapshot; a reset takes a snapshot alone. */
function firstOf(ways, { reset }, held) {
  const starts = ({ isDelta, base }) => isDelta && !reset && held && base?.root === held.root;
  return ways.find(starts) ?? ways.find(({ isDelta }) => !isDelta);
}

/** The files that a head names and that are at hand, in its order. */
function named({ files: all = [] }, files) {
  return all.filter(({ name, media }) => files.has(name) && MEDIA.test(media)).map((told) => {
    const [, kind, syntax] = MEDIA.exec(told.media);
    const isDelta = kind === 'delta';
    const read = () => {
      const body = bodyOf(contentOf(told, files.get(told.name)), { isDelta, isXml: syntax === 'xml' });
      const base = isDelta && mustBegin(body);
      if (base && (base.root !== told.base.root || base.sequence !== told.base.sequence)) throw new Refusal(FILE);
      return body;
    };
    return { isDelta, base: told.base, read };
  });
}

/** The files that a head does not name and whose name has its number, the lower name first; they are believed by their root. */
function unnamed({ sequence, files: all = [] }, files) {
  const others = [...files.keys()].filter((name) => !all.some((told) => told.name === name)).sort();
  return others.flatMap((name) => {
    const [, number, kind, syntax, isPacked] = NAME.exec(name) ?? [];
    const isDelta = kind === 'delta';
    if (Number(number) !== sequence || isDelta !== name.includes('-')) return [];
    const content = isPacked ? inflated(files.get(name), MOST) : files.get(name);
    if (!content || (isPacked && isPackedAgain(content))) return []; // it leads nowhere
    const body = bodyOf(content, { isDelta, isXml: syntax === 'xml' });
    const base = isDelta ? baseOf(body.lines.shift()) : undefined;
    return [{ isDelta, base, read: () => body }];
  });
}

function bodyOf(content, { isDelta, isXml }) {
  return { isDelta, ...(isXml ? linesInXml(content, isDelta) : linesIn(content)) };
}

/** Takes the first line of a delta, which says its base. */
function mustBegin({ lines }) {
  const base = baseOf(lines.shift());
  if (!base) throw new Refusal('AEO-XCH-22');
  return base;
}

/** The content of a file that is the one named, inflated. */
function contentOf({ bytes, sha256, inflated: told }, stored) {
  const isSame = (content, { bytes: size, sha256: digest }) => content?.length === size && hex(content) === digest;
  if (!isSame(stored, { bytes, sha256 })) throw new Refusal(FILE);
  if (!told) return stored;
  const content = inflated(stored, told.bytes);
  if (!isSame(content, told)) throw new Refusal(FILE);
  if (isPackedAgain(content)) throw new Refusal(FILE);
  return content;
}

const isPackedAgain = (content) => content[0] === 0x1f && content[1] === 0x8b;
