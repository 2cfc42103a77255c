// The checks of the record beside an attestation (ATT-7-6 to ATT-7-8).
import { digest } from '../canonical.mjs';
import { instant } from '../time.mjs';
import { recordBeside } from './beside.mjs';
import { judge } from './judge.mjs';
import { matches } from './projection.mjs';
import { status } from './status.mjs';

/** Settles the checks of the record; its status at `at` where its digest is the one signed. */
export async function examined(bytes, attestation, { checks, readXml, at }) {
  const { tree, outcome } = recordBeside(bytes, readXml);
  if (!checks.settle('schema', tree ? undefined : 'AEO-SIG-25', outcome)) return undefined;
  const { claims } = attestation;
  checks.settle('claims-match-record', (await matches(attestation, tree)) ? undefined : 'AEO-SIG-24');
  const isWrong = [...judge(tree, { at: instant(claims.iat) })].some((finding) => finding.severity === 'error');
  checks.settle('rules', isWrong ? 'AEO-SIG-26' : undefined);
  const signed = claims.record_digest;
  if (signed === undefined) checks.settle('record-digest', 'AEO-SIG-23', 'undetermined');
  else checks.settle('record-digest', signed === (await digest(tree)) ? undefined : 'AEO-SIG-23');
  return checks.passed('record-digest') ? status([tree], { at, knownAt: at }).status : undefined;
}
