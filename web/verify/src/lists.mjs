// The roots and lists that answers rest on, each with its age.
import { element, quoted, sentence } from './elements.mjs';
import { part } from './given.mjs';

const DAY = 86_400_000;
const instantOf = (seconds) => new Date(seconds * 1000).toISOString();

/** A line for each root and list, and one that says whether a trust list counts. */
export async function linesOf(evidence, words) {
  const lines = await Promise.all(evidence.roots.map((root) => rootLine(root, words)));
  lines.push(...['trust', 'statusLists'].flatMap((kind) => evidence.lists(kind).map((list) => listLine(list, evidence.at, words))));
  lines.push(...evidence.missing.map(({ address }) => sentence(words.say('listMissing'), { address })));
  const { check, leftOut } = await evidence.standing();
  if (check.outcome === 'pass') lines.push([element('strong', {}, words.say('trustCounts'))]);
  else lines.push([element('strong', {}, words.say('trustFails')), ` ${words.ofStandard(check.words)} ${words.ofStandard(check.hint)}`]);
  if (leftOut.length) lines.push(sentence(words.say('leftOut'), { administrations: leftOut.join(', ') }));
  return lines.map((line) => element('li', {}, ...line));
}

async function rootLine({ certificate, pinnedFor, name }, words) {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', certificate));
  const hex = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const whom = pinnedFor ? pinnedFor.join(', ') : words.say('everybody');
  return sentence(words.say('root'), { name, whom, digest: hex });
}

function listLine({ kind, content, name }, at, words) {
  const payload = part(new TextDecoder().decode(content), 1) ?? {};
  const isTrust = kind === 'trust';
  const [from, until] = isTrust ? [payload.issuedAt, payload.nextUpdate] : [payload.iat, payload.exp].map((time) => Number.isInteger(time) ? instantOf(time) : undefined);
  if (!from || Number.isNaN(Date.parse(from))) return sentence(words.say('listBroken'), { address: name });
  const days = Math.max(0, Math.floor((Date.parse(at) - Date.parse(from)) / DAY)); // a trial may ask about a day before it
  const places = { name: isTrust ? `${payload.listId}, ${payload.sequence}` : payload.sub, from: words.instant(from), until: words.instant(until), days };
  const isOver = Date.parse(until) < Date.parse(at);
  return [...sentence(words.say(isTrust ? 'trustLine' : 'statusLine'), places), ...(isOver ? [' ', element('strong', {}, words.say('over'))] : []), ' ', quoted(`(${name})`)];
}
