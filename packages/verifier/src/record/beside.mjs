// What was given as the record of an attestation: one, or nothing of which anybody could tell that it is meant (ATT-7-8).
import { latin1 } from '../bytes.mjs';
import { isWhole } from '../json-reader.mjs';
import { beginning, read } from './reader.mjs';
import { isNewer, structure } from './structure.mjs';

const UNSAID = { outcome: 'undetermined' }; // it says nothing of the attestation

/** {tree} of the one record; else {outcome}, which is that of the check `schema`. Of XML nothing can be said without a reader. */
export function recordBeside(bytes, readXml) {
  if (isForeign(bytes) || (beginning(bytes).begins === '<' && !readXml)) return UNSAID;
  const judged = [...read(bytes, readXml)];
  const around = judged.filter((one) => one.isRecord === false).flatMap((one) => one.faults);
  const records = judged.filter((one) => one.isRecord !== false);
  const isReadToItsEnd = !around.some((fault) => isWhole(fault) && fault.code !== 'AEO-SYN-05');
  if (!records.length) return isReadToItsEnd ? UNSAID : { outcome: 'fail' };
  if (records.length > 1 || around.length) return UNSAID; // several
  const [{ tree, faults }] = records;
  if (!faults.some(isWhole) && isNewer(tree)) return UNSAID;
  return faults.length || structure(tree).length ? { outcome: 'fail' } : { tree };
}

/** Whether content is in no format of this standard, or the names that occur in it, or do not, show that it is something else. */
function isForeign(bytes) {
  const { begins } = beginning(bytes);
  if (begins === undefined) return true;
  const text = latin1(bytes); // names are looked for as bytes
  if (begins === '<') return !text.includes('AeoRecord') || text.includes('AeoAttestation');
  return !text.includes('"specVersion"') && !text.includes('"recordId"');
}
