// The answer of a verifier (ATT-7): named checks, and a verdict over them.
import { read } from './reader.mjs';
import { structure } from './structure.mjs';
import { digest } from './canonical.mjs';
import { judge } from './validate.mjs';
import { statusOf } from './history.mjs';
import { instant, seconds } from './time.mjs';
import { Refusal, signedBy } from './jws.mjs';
import { matches, readAttestation } from './attestation.mjs';
import { covers, isTestKey, keyFor, trustLists } from './trust.mjs';
import { statusEntry } from './status-list.mjs';

const SKEW = 60;
const CHECKS = ['format', 'trust-list', 'issuer', 'signature', 'scope', 'window', 'status', 'revision',
  'record-digest', 'claims-match-record', 'schema', 'rules', 'tin'];
const UNDETERMINED = /^AEO-(TRU-(0[1-6]|10|14)|STA-(0[1-6]|10))$/;

/** inputs: {document, record?, trust?, roots?, status?}, bytes each. */
export async function verify(inputs, options) {
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
  return { verdict, findings, checks: CHECKS.map((name) => ({ name, outcome: outcomes[name] })) };

  async function checks() {
    const attestation = await attempt('format', () => readAttestation(inputs.document));
    const { lists, refused } = await trustLists(inputs.trust ?? [], inputs.roots ?? [], options);
    if (lists.length) settle('trust-list');
    else for (const code of refused) settle('trust-list', code);
    if (!attestation || !lists.length) return;

    const { jws, claims } = attestation;
    const iat = instant(claims.iat);
    const now = seconds(at);
    const { place, code } = keyFor(lists, jws.header.kid, claims.iss, iat, at);
    const published = isTestKey(jws.header.kid) && !testKeys ? 'AEO-TRU-13' : undefined;
    if (!settle('issuer', code ?? published)) return;
    const right = jws.header.alg === place.key.algorithm && (await signedBy(jws.text, place.key.public));
    if (!settle('signature', right ? undefined : 'AEO-SIG-19')) return;

    settle('scope', covers(place.authority, claims, iat) ? undefined : 'AEO-TRU-11');
    if (now < claims.nbf - SKEW || claims.iat > now + SKEW) settle('window', 'AEO-SIG-20');
    settle('window', now >= claims.exp ? 'AEO-SIG-21' : undefined);
    if (knownRevision !== undefined) settle('revision', claims.revision < knownRevision ? 'AEO-SIG-22' : undefined);
    if (expectTin !== undefined) settle('tin', claims.sub === expectTin ? undefined : 'AEO-SIG-27');
    const record = recordAtHand(attestation, iat);
    if (outcomes.scope !== 'pass' || outcomes.window !== 'pass') return;
    const told = [claims.authorisation_status, ...record];
    if (told.some((one) => one !== 'granted')) settle('status', 'AEO-STA-09');
    const question = { ...options, claims, lists, authority: place.authority, now, testKeys };
    await attempt('status', async () => {
      if ((await statusEntry(inputs.status ?? [], question)).entry !== 0) throw new Refusal('AEO-STA-08');
      return true;
    });
  }

  /** The checks of the record; gives its status at T where its digest is right (ATT-4-9). */
  function recordAtHand(attestation, iat) {
    if (!inputs.record) return [];
    const { tree } = recordOf(inputs.record);
    if (!settle('schema', tree ? undefined : 'AEO-SIG-25')) return [];
    settle('claims-match-record', matches(attestation, tree) ? undefined : 'AEO-SIG-24');
    const wrong = [...judge(tree, { at: iat })].some((finding) => finding.severity === 'error');
    settle('rules', wrong ? 'AEO-SIG-26' : undefined);
    const signed = attestation.claims.record_digest;
    if (signed === undefined) settle('record-digest', 'AEO-SIG-23', 'undetermined');
    else settle('record-digest', signed === digest(tree) ? undefined : 'AEO-SIG-23');
    return outcomes['record-digest'] === 'pass' ? [statusOf(tree, at, at)] : [];
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

/** {tree} of the one record in content; no tree where it is refused. */
function recordOf(bytes) {
  const [first, ...more] = read(bytes);
  if (!first || more.length || first.faults.length || structure(first.tree).length) return {};
  return { tree: first.tree };
}
