// The answer of a verifier (ATT-7): named checks, and a verdict over them.
import { recordBeside } from './beside.mjs';
import { digest } from './canonical.mjs';
import { judge } from './validate.mjs';
import { status } from './status.mjs';
import { instant, seconds } from './time.mjs';
import { Refusal, signedBy } from './jws.mjs';
import { matches, readAttestation } from './attestation.mjs';
import { attestationsIn, isXmlEnvelope } from './lines.mjs';
import { covers, isTestKey, keyFor, trustLists } from './trust.mjs';
import { statusEntry } from './status-list.mjs';

const SKEW = 60;
const CHECKS = ['format', 'trust-list', 'issuer', 'signature', 'scope', 'window', 'status', 'revision',
  'record-digest', 'claims-match-record', 'schema', 'rules', 'tin'];
const UNDETERMINED = /^AEO-(TRU-(0[1-6]|10|14)|STA-(0[1-6]|10))$/;

const SEVEREST = { verdict: ['NOT_VALID', 'UNDETERMINED', 'VALID'], outcome: ['fail', 'undetermined', 'pass', 'skipped'] };

/** inputs: {document, record?, trust?, roots?, handovers?, status?}, bytes each; one answer for all attestations in content. */
export async function verify(inputs, options) {
  if (isXmlEnvelope(inputs.document)) return { unsupported: true, reason: 'the XML envelope is not read' };
  const trust = await trustLists(inputs, options);
  const answers = [];
  for (const text of attestationsIn(inputs.document)) answers.push(await answerTo(text, { inputs, options, trust }));
  return worst(answers);
}

function worst(answers) {
  const severest = (kind, told) => SEVEREST[kind].find((one) => told.includes(one));
  const findings = new Map(answers.flatMap((answer) => answer.findings).map((finding) => [finding.code, finding]));
  return {
    verdict: severest('verdict', answers.map((answer) => answer.verdict)),
    findings: [...findings.values()],
    checks: CHECKS.map((name) => ({ name, outcome: severest('outcome', answers.map((answer) => answer.outcomes[name])) })),
  };
}

/** The answer about one attestation; `text` is undefined where there is none at all. */
async function answerTo(text, { inputs, options, trust: { lists, refused } }) {
  const { at, expectTin, knownRevision, testKeys = false } = options;
  const outcomes = Object.fromEntries(CHECKS.map((name) => [name, 'skipped']));
  const findings = [];
  /** What a check came to: no code, and it passed. */
  const settle = (name, code, outcome = UNDETERMINED.test(code) ? 'undetermined' : 'fail') => {
    if (!code) outcomes[name] = outcomes[name] === 'skipped' ? 'pass' : outcomes[name];
    else {
      if (outcomes[name] !== 'fail') outcomes[name] = outcome;
      findings.push({ code, severity: 'error', path: '' });
    }
    return outcomes[name] === 'pass';
  };

  await checks();
  const all = Object.values(outcomes);
  const verdict = all.includes('fail') ? 'NOT_VALID' : all.includes('undetermined') ? 'UNDETERMINED' : 'VALID';
  return { verdict, findings, outcomes };

  async function checks() {
    if (text === undefined) settle('format', 'AEO-SIG-01', 'undetermined'); // it says nothing of any attestation
    const attestation = text && (await attempt('format', () => readAttestation(text)));
    if (lists.length) settle('trust-list');
    else if (refused.every((code) => code === 'AEO-TRU-13')) settle('trust-list', 'AEO-TRU-13');
    else for (const code of refused) settle('trust-list', code, 'undetermined'); // the lowest number decides (ATT-7-1)
    if (!attestation || !lists.length) return;

    const { jws, claims } = attestation;
    const iat = instant(claims.iat);
    const now = seconds(at);
    if (isTestKey(jws.header.kid) && !testKeys) return void settle('issuer', 'AEO-TRU-13'); // whatever the lists say of it
    const { place, code } = keyFor(lists, jws.header.kid, claims.iss, iat, at);
    if (!settle('issuer', code)) return;
    const right = jws.header.alg === place.key.algorithm && (await signedBy(jws.text, place.key.public));
    if (!settle('signature', right ? undefined : 'AEO-SIG-19')) return;

    const covered = covers(place.authority, claims, iat);
    settle('scope', covered === 'pass' ? undefined : 'AEO-TRU-11', covered);
    if (now < claims.nbf - SKEW || claims.iat > now + SKEW) settle('window', 'AEO-SIG-20');
    settle('window', now >= claims.exp ? 'AEO-SIG-21' : undefined);
    if (knownRevision !== undefined) settle('revision', claims.revision < knownRevision ? 'AEO-SIG-22' : undefined);
    if (expectTin !== undefined) tinExpected(claims);
    const record = recordAtHand(attestation, iat);
    if (outcomes.scope !== 'pass' || outcomes.window !== 'pass') return;
    const told = [claims.authorisation_status, ...record];
    if (told.some((one) => !['granted', 'undetermined'].includes(one))) settle('status', 'AEO-STA-09');
    const question = { ...options, claims, lists, authority: place.authority, now, testKeys };
    await attempt('status', async () => {
      if ((await statusEntry(inputs.status ?? [], question)).entry !== 0) throw new Refusal('AEO-STA-08');
      return true;
    });
    const cannotTell = outcomes.status === 'pass' && told.includes('undetermined'); // which is no no (ATT-4-9)
    if (cannotTell) settle('status', 'AEO-STA-09', 'undetermined');
  }

  /** ATT-7-9: of a hidden TIN the country alone is known. */
  function tinExpected({ sub, tinCountry }) {
    if (sub === undefined && expectTin.startsWith(tinCountry)) settle('tin', 'AEO-SIG-27', 'undetermined');
    else settle('tin', sub === expectTin ? undefined : 'AEO-SIG-27');
  }

  /** The checks of the record; gives its status at T where its digest is right (ATT-4-9). */
  function recordAtHand(attestation, iat) {
    if (!inputs.record) return [];
    const { tree, outcome } = recordBeside(inputs.record);
    if (!settle('schema', tree ? undefined : 'AEO-SIG-25', outcome)) return [];
    settle('claims-match-record', matches(attestation, tree) ? undefined : 'AEO-SIG-24');
    const wrong = [...judge(tree, { at: iat })].some((finding) => finding.severity === 'error');
    settle('rules', wrong ? 'AEO-SIG-26' : undefined);
    const signed = attestation.claims.record_digest;
    if (signed === undefined) settle('record-digest', 'AEO-SIG-23', 'undetermined');
    else settle('record-digest', signed === digest(tree) ? undefined : 'AEO-SIG-23');
    return outcomes['record-digest'] === 'pass' ? [status([tree], { at, knownAt: at }).status] : [];
  }

  async function attempt(name, work) {
    try {
      const value = await work();
      settle(name);
      return value;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      settle(name, error.code);
      return undefined;
    }
  }
}
