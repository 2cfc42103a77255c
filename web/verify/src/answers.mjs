// Answers in words: who says what about whom, since when, why, and what to do next.
import { element, quoted, sentence } from './elements.mjs';

const KINDS = { VALID: 'yes', NOT_VALID: 'no', UNDETERMINED: 'unsure' };
const SAID = ['iss', 'sub', 'tinCountry', 'legalName', 'programme', 'tiers', 'authorisationNumber', 'roles', 'term', 'authorisation_status', 'iat', 'exp'];
const INNER = ['vct', 'jti', 'nbf', 'recordId', 'revision', 'view', 'status', 'record_digest'];
const LISTED = ['revoked', 'suspended', 'superseded']; // each has its words
const instantOf = (seconds) => new Date(seconds * 1000).toISOString();

/** yes, no, unsure, or unread: what cannot be read says nothing about any firm, and is never a no. */
export function kindOf({ why, result }) {
  return why || isForeign(result) ? 'unread' : KINDS[result.verdict];
}

/** Whether there is no attestation in it at all. */
export const isForeign = ({ checks: [format] }) => format.code === 'AEO-SIG-01' && format.outcome === 'undetermined';

/** Whom an answer is about, in a few words; nothing where nobody proved it. */
export function firmOf({ result }) {
  const { legalName, sub, tinCountry } = result?.claims ?? {};
  return [legalName, sub ?? tinCountry].filter(Boolean).join(', ');
}

/** The first reason of an answer that is no yes. */
export function reasonOf(answer, words) {
  const { why, seems, result } = answer;
  if (why ?? seems) return words.say(why ?? seems);
  if (result.unsupported) return words.say('xml');
  const worst = result.checks.find((check) => check.outcome === 'fail') ?? result.checks.find((check) => check.outcome === 'undetermined');
  return worst ? meaningOf(worst, result, words) : '';
}

/** What a check that did not pass means; of a status list, what it says. */
const meaningOf = (check, { listed }, words) => (check.code === 'AEO-STA-08' && LISTED.includes(listed) ? words.say(listed) : words.ofStandard(check.words));

/** One answer as an article. */
export function articleOf(answer, words, number) {
  const kind = kindOf(answer);
  const title = element('h3', { id: `answer-${number}` }, words.say(kind));
  const article = element('article', { className: kind, 'aria-labelledby': title.id }, title);
  article.append(element('p', { className: 'note' }, ...sentence(words.say('from'), { name: answer.name })));
  if (answer.why) article.append(unread(answer.why, words));
  else article.append(...judged(answer, kind, words));
  return article;
}

/** Why nothing could be read, as any other reason; that a camera is missing is no answer about a picture (ATT-2-16). */
const unread = (why, words) => element('ul', { className: 'reasons' }, element('li', {}, `${words.say(why)} `,
  ...(why === 'noCamera' ? [] : [codeOf('AEO-SYN-00')]), next(words.say(`${why}Next`), words)));

function* judged(answer, kind, words) {
  const { result, result: { claims, checks } } = answer;
  const isProved = 'iss' in claims;
  if (kind === 'yes') yield element('p', { className: 'sentence' }, ...sentence(words.say('statement'), placesOf(claims, words)));
  if (result.unsupported) yield* [element('p', {}, words.say('xml')), next(words.say('xmlNext'), words)];
  yield* reasons(answer, words);
  if (checks.find((check) => check.name === 'tin').outcome === 'skipped' && isProved) {
    yield element('p', {}, element('strong', {}, ...sentence(words.say('notCompared'), { about: claims.sub ?? claims.tinCountry })));
  }
  if (isProved) {
    if (kind !== 'yes') yield element('p', {}, words.say(kind === 'no' ? 'saysNo' : 'saysUnsure'));
    yield factsOf(result, words);
  } else if (kind !== 'unread' && !result.unsupported) yield element('p', {}, words.say('nothingProved'));
  yield checksOf(checks, words);
}

const placesOf = (claims, words) => ({
  administration: words.administration(claims.iss), firm: claims.legalName ?? claims.sub ?? claims.tinCountry,
  programme: claims.programme, tiers: claims.tiers.join(', '), number: claims.authorisationNumber,
});

const codeOf = (code) => element('span', { className: 'code', dir: 'ltr' }, code);
const next = (text, words) => element('p', {}, element('strong', {}, `${words.say('next')} `), text);

function* reasons({ result, seems }, words) {
  const open = result.checks.filter((check) => check.code);
  if (!open.length) return;
  yield element('ul', { className: 'reasons' }, ...open.map((check) => element('li', {},
    `${meaningOf(check, result, words)} `, codeOf(check.code), ...moreOf(check, result, seems, words),
    next(nextOf(check, seems, words), words))));
}

/** What a check tells beside what it means: the two TINs that differ, what was given in place of an attestation. */
function* moreOf({ name, outcome }, { claims, expected }, seems, words) {
  if (name === 'tin' && outcome === 'fail') {
    yield element('p', {}, element('strong', {}, ...sentence(words.say('otherTin'), { about: claims.sub ?? claims.tinCountry, typed: expected })));
  }
  if (name === 'format' && seems) yield element('p', {}, words.say(seems));
}

const nextOf = ({ name, hint }, seems, words) => (name === 'format' && seems === 'seemsPdf' ? words.say('seemsPdfNext') : words.ofStandard(hint));

function factsOf({ claims, asOf, at, trustLists }, words) {
  const { term, status } = claims;
  const facts = [
    ['who', words.administration(claims.iss)], ['firm', claims.legalName], ['tinOf', claims.sub ?? claims.tinCountry],
    ['programme', claims.programme], ['tiers', claims.tiers.join(', ')], ['number', claims.authorisationNumber],
    ['roles', words.list(claims.roles.map((role) => words.code('Role', role)))], ['granted', words.code('AttestedStatus', claims.authorisation_status)],
    ['since', term?.from && words.instant(term.from)], ['until', term?.until && words.instant(term.until)],
    ['signed', words.instant(instantOf(claims.iat))], ['ends', words.instant(instantOf(claims.exp))],
    ['asOf', asOf ? words.instant(asOf) : words.say('unknown')], ['asked', at && words.instant(at)],
    ['statusAt', status.status_list.uri], ['vouchedBy', trustLists.join(', ')],
    ...Object.entries(claims).filter(([name]) => !SAID.includes(name) && !INNER.includes(name)).map(([name, value]) => [name, shownAs[name]?.(value, words) ?? textOf(value)]),
  ];
  const rows = facts.filter(([, value]) => value !== undefined && value !== '');
  return element('dl', {}, ...rows.flatMap(([name, value]) => [
    element('dt', {}, name in words.page ? words.say(name) : name), element('dd', {}, quoted(value)),
  ]));
}

/** Claims of a shape that is known, as an officer writes them. */
const shownAs = {
  sizeClass: (size, words) => words.code('SizeClass', size),
  otherNames: (names, words) => names.map(({ text, use }) => `${text} (${words.code('NameUse', use)})`).join('; '),
  address: ({ lines, city, subdivision, postcode, country }, words) => (
    [...lines, [postcode, city].filter(Boolean).join(' '), subdivision, words.administration(country)].filter(Boolean).join(', ')),
  msmeBasis: ({ definition, definitionVersion, assessedOn, assurance, ...rest }, words) => (
    words.list([`${definition} ${definitionVersion}`, assessedOn, words.code('Assurance', assurance), textOf(rest)].filter(Boolean))),
  identifiers: (numbers) => numbers.map(({ scheme, value }) => `${scheme} ${value}`).join('; '),
};

/** A disclosed claim of any shape, as a line. */
const textOf = (value) => (typeof value !== 'object' || value === null ? String(value)
  : Array.isArray(value) ? value.map(textOf).join('; ')
    : Object.entries(value).map(([name, inner]) => `${name}: ${textOf(inner)}`).join(', '));

function checksOf(checks, words) {
  const row = (check) => element('tr', {},
    element('td', {}, words.asks(check.name)), element('td', {}, words.say(check.outcome)),
    element('td', { className: 'code', dir: 'ltr' }, check.code ?? ''));
  const head = element('tr', {}, ...['question', 'outcome', 'code'].map((name) => element('th', { scope: 'col' }, words.say(name))));
  return element('details', {}, element('summary', {}, words.say('checks')),
    element('div', { className: 'scroll', tabIndex: 0, role: 'group', 'aria-label': words.say('checks') },
      element('table', {}, element('thead', {}, head), element('tbody', {}, ...checks.map(row)))));
}

/** Several answers as a table to print. */
export function tableOf(answers, words) {
  const head = element('tr', {}, ...['answer', 'source', 'why', 'firm', 'programme'].map((name) => element('th', { scope: 'col' }, words.say(name))));
  const row = (answer) => {
    const kind = kindOf(answer);
    const { programme, tiers } = answer.result?.claims ?? {};
    return element('tr', {},
      element('td', { className: kind }, words.say(kind)), element('td', {}, quoted(answer.name)), element('td', {}, reasonOf(answer, words)),
      element('td', {}, quoted(firmOf(answer))), element('td', {}, quoted([programme, ...(tiers ?? [])].filter(Boolean).join(', '))));
  };
  return element('div', { className: 'scroll', tabIndex: 0, role: 'group', 'aria-label': words.say('summary') },
    element('table', {}, element('caption', {}, words.say('summary')), element('thead', {}, head), element('tbody', {}, ...answers.map(row))));
}
