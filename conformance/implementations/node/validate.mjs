// validate(bytes, {at, together}) -> {verdict, findings} (part 9, section 2).
import { digest, isNewer, isWhole, judge, read, refusalOf, status, structure } from 'aeo-exchange-verifier/record';
import { together as compareAll } from './set-rules.mjs';
import { readXml } from './xml-reader.mjs';

export function validate(bytes, { at, together = false, inLine = false }) {
  const findings = [];
  const records = [];
  let record = 0; // what stands beside the records has the number behind the last, and shifts none (CNF-3-4)
  for (const { tree, faults: told, isRecord = true } of read(bytes, readXml)) {
    const faults = inLine ? told.filter(({ code }) => code !== 'AEO-HOS-03') : told; // a line has limits of its own (XCH-8-15)
    const refusal = refusalOf(faults); // one is named, and the record is judged no further (RUL-2-1)
    const newer = !refusal && isNewer(tree);
    const wrong = refusal ? [refusal] : newer ? [{ code: NEWER, path: '/specVersion' }] : [...faults];
    if (tree !== undefined && !refusal && !newer) wrong.push(...structure(tree, faults.filter(({ code }) => code === 'AEO-SYN-03').map(({ path }) => path)));
    const judged = wrong.length ? wrong.map((fault) => ({ severity: 'error', ...fault })) : judge(tree, { at });
    findings.push(...once(judged).map((finding) => ({ record, ...finding })));
    if (!wrong.length) records.push({ tree, record });
    if (isRecord) record++;
  }
  if (!record && !findings.length) findings.push({ record, code: 'AEO-SYN-05', severity: 'error', path: '' });
  if (together) findings.push(...compareAll(records));
  return { verdict: verdictOf(findings), findings };
}

const NEWER = 'AEO-SYN-11';

/** What is newer than its reader is neither valid nor not (CON-9-4, RUL-3-2). */
function verdictOf(findings) {
  const errors = findings.filter((f) => f.severity === 'error');
  if (errors.some((f) => f.code !== NEWER)) return 'NOT_VALID';
  return errors.length ? 'UNDETERMINED' : 'VALID';
}

/** One finding for each code and place. */
function once(findings) {
  const seen = new Map();
  for (const finding of findings) {
    const { code, severity, path } = finding;
    seen.set(`${code} ${path}`, seen.get(`${code} ${path}`) ?? { code, severity, path });
  }
  return [...seen.values()];
}

/** The answer to a question about a status (CNF-3-13). */
export function answerStatus(bytes, { at, knownAt = at, tier }) {
  const records = [];
  let valid = true;
  for (const { tree, faults } of read(bytes, readXml)) {
    valid &&= !faults.length && !structure(tree).length && [...judge(tree, { at })].every((f) => f.severity !== 'error');
    records.push(tree);
  }
  const standing = valid && records.length ? status(records, { at, knownAt, tier }) : { status: 'undetermined', reason: 'not-valid' };
  const verdict = { granted: 'VALID', undetermined: 'UNDETERMINED' }[standing.status] ?? 'NOT_VALID';
  return { verdict, standing };
}

/** The digests of the records, or a verdict without them where one of them has none (CON-6-3, CNF-3-5). */
export async function digests(bytes) {
  const found = [];
  let newer = false;
  for (const { tree, faults } of read(bytes, readXml)) {
    if (!faults.some(isWhole) && isNewer(tree)) newer = true;
    else if (faults.length || structure(tree).length) return { verdict: 'NOT_VALID' };
    else found.push(await digest(tree));
  }
  if (newer) return { verdict: 'UNDETERMINED' };
  return found.length ? { verdict: 'VALID', digests: found } : { verdict: 'NOT_VALID' };
}
