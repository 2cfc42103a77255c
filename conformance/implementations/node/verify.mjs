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
export async function verify(inputs, { at, expectTin, minSequence, knownRevision, testKeys = false }) {
  const outcomes = Object.fromEntries(CHECKS.map((name) => [name, 'skipped']));
  const findings = [];
  const refuse = (name, code) => {
    const outcome = UNDETERMINED.test(code) ? 'undetermined' : 'fail';
    if (outcomes[name] !== 'fail') outcomes[name] = outcome;
    findings.push({ code, severity: outcome === 'fail' ? 'error' : 'warning', path: '' });
  };
  const settle = (name, code) => {
    if (code) refuse(name, code);
    else outcomes[name] = 'pass';
  };
  const answer = () => {
    const all = Object.values(outcomes);
    const verdict = all.includes('fail') ? 'NOT_VALID' : all.includes('undetermined') ? 'UNDETERMINED' : 'VALID';
    return { verdict, findings, checks: CHECKS.map((name) => ({ name, outcome: outcomes[name] })) };
  };

  let attestation;
  try {
    attestation = readAttestation(inputs.document);
    outcomes.format = 'pass';
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    refuse('format', error.code);
    return answer();
  }
  const { jws, claims } = attestation;
  const iat = instant(claims.iat);
  const now = seconds(at);

  const { lists, refused } = await trustLists(inputs.trust ?? [], inputs.roots ?? [], { minSequence });
  if (lists.length) outcomes['trust-list'] = 'pass';
  else for (const code of refused) refuse('trust-list', code);

  if (lists.length) {
    const { place, code } = keyFor(lists, jws.header.kid, claims.iss, iat, at);
    settle('issuer', code ?? (isTestKey(jws.header.kid) && !testKeys ? 'AEO-TRU-13' : undefined));
    if (place) {
      const right = jws.header.alg === place.key.algorithm && (await signedBy(jws.text, place.key.public));
      settle('signature', right ? undefined : 'AEO-SIG-19');
      settle('scope', covers(place.authority, claims, iat) ? undefined : 'AEO-TRU-11');
      await status(place.authority);
    }
  }

  if (now < claims.nbf - SKEW || claims.iat > now + SKEW) refuse('window', 'AEO-SIG-20');
  if (now >= claims.exp) refuse('window', 'AEO-SIG-21');
  if (outcomes.window === 'skipped') outcomes.window = 'pass';
  if (knownRevision !== undefined) settle('revision', claims.revision < knownRevision ? 'AEO-SIG-22' : undefined);
  if (expectTin !== undefined) settle('tin', claims.sub === expectTin ? undefined : 'AEO-SIG-27');

  const record = inputs.record && recordOf(inputs.record);
  if (record) {
    settle('schema', record.tree ? undefined : 'AEO-SIG-25');
    if (record.tree) {
      const signed = claims.record_digest;
      if (signed === undefined) outcomes['record-digest'] = 'undetermined';
      else settle('record-digest', signed === digest(record.tree) ? undefined : 'AEO-SIG-23');
      settle('claims-match-record', matches(attestation, record.tree) ? undefined : 'AEO-SIG-24');
      const wrong = [...judge(record.tree, { at: iat })].some((finding) => finding.severity === 'error');
      settle('rules', wrong ? 'AEO-SIG-26' : undefined);
    }
  }
  // The status told by the claims and by the record at hand (ATT-4-9).
  const told = [claims.authorisation_status, ...(record?.tree ? [statusOf(record.tree, at, at)] : [])];
  if (told.some((one) => one !== 'granted')) refuse('status', 'AEO-STA-09');
  return answer();

  async function status(authority) {
    try {
      const { entry } = await statusEntry(inputs.status ?? [], { claims, lists, authority, at, now });
      settle('status', entry === 0 ? undefined : 'AEO-STA-08');
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refuse('status', error.code);
    }
  }
}

/** {tree} of the one record in content; no tree where it is refused. */
function recordOf(bytes) {
  const [first, ...more] = read(bytes);
  if (!first || more.length || first.faults.length || structure(first.tree).length) return {};
  return { tree: first.tree };
}
