// What a verifier answers: each check by name with its outcome, in words, and a verdict over them (ATT-7).
import messages from './data/messages.mjs';

export const CHECKS = Object.keys(messages.asks);
/** The source that should decide is missing, stale, or not to be believed. */
const UNDETERMINED = /^AEO-(TRU-(0[1-6]|10|14)|STA-(0[1-6]|10))$/;
export const isUndetermined = (code) => UNDETERMINED.test(code);
const SEVEREST = { verdict: ['NOT_VALID', 'UNDETERMINED', 'VALID'], outcome: ['fail', 'undetermined', 'pass', 'skipped'] };
const RESTS_ON = {
  issuer: ['format', 'trust-list'], signature: ['issuer'], scope: ['signature'], window: ['signature'], status: ['scope', 'window'],
  revision: ['signature'], 'record-digest': ['schema'], 'claims-match-record': ['schema'], schema: ['signature'], rules: ['schema'],
  tin: ['signature'],
};
const OF_RECORD = ['record-digest', 'claims-match-record', 'schema', 'rules'];

const severest = (kind, told) => SEVEREST[kind].find((one) => told.includes(one));

/** The checks of one attestation while they are made. */
export class Checks {
  #made = new Map();

  /** Notes what a check came to: no code, and it passed. What was said first stays. */
  settle(name, code, outcome = isUndetermined(code) ? 'undetermined' : 'fail') {
    if (!this.#made.has(name)) this.#made.set(name, code ? refused(name, code, outcome) : { name, outcome: 'pass' });
    return this.passed(name);
  }

  /** Says more of a check. */
  remark(name, reason) {
    Object.assign(this.#made.get(name) ?? {}, { reason });
  }

  skip(name, reason) {
    this.#made.set(name, { name, outcome: 'skipped', reason });
  }

  passed(...names) {
    return names.every((name) => this.#made.get(name)?.outcome === 'pass');
  }

  /** All thirteen in their order; those not made say which other did not pass. */
  all(hasRecord) {
    return CHECKS.map((name) => this.#made.get(name) ?? this.#skipped(name, hasRecord));
  }

  #skipped(name, hasRecord) {
    const without = OF_RECORD.includes(name) && !hasRecord;
    const missing = RESTS_ON[name]?.find((one) => !this.passed(one));
    return { name, outcome: 'skipped', reason: without ? messages.noRecord : messages.notPassed.replace('{check}', missing) };
  }
}

function refused(name, code, outcome) {
  const [words, hint] = (outcome === 'undetermined' && messages.undecided[code]) || messages.refusals[code];
  return { name, outcome, code, words, hint };
}

export const verdictOf = (checks) => {
  const outcomes = checks.map((check) => check.outcome);
  return outcomes.includes('fail') ? 'NOT_VALID' : outcomes.includes('undetermined') ? 'UNDETERMINED' : 'VALID';
};

const [xmlWords, xmlHint] = messages.unreadXml;

/** The answer about content that is the XML envelope. */
export const unread = {
  line: 1,
  verdict: 'UNDETERMINED',
  unsupported: 'this verifier does not read XML attestations; the command `aeo verify` does',
  trustLists: [],
  checks: CHECKS.map((name) => (name === 'format'
    ? { name, outcome: 'undetermined', words: xmlWords, hint: xmlHint }
    : { name, outcome: 'skipped', reason: messages.notPassed.replace('{check}', 'format') })),
  claims: {},
};

/** The worst verdict of several answers, and of each check the worst outcome (section 2 of part 7). */
export const together = (answers) => ({
  verdict: severest('verdict', answers.map((answer) => answer.verdict)),
  checks: CHECKS.map((name, i) => {
    const all = answers.map((answer) => answer.checks[i]);
    const outcome = severest('outcome', all.map((check) => check.outcome));
    return all.find((check) => check.outcome === outcome);
  }),
});
