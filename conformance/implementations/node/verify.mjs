// The operation `verify` of the adapter protocol, asked of the package (part 8, ATT-7).
import { Memory, verify as ask } from 'aeo-exchange-verifier';
import { readXml } from './xml-reader.mjs';

/** What the options of a question say of an earlier time; nothing else is remembered (section 2 of part 7). */
class Told extends Memory {
  constructor({ knownRevision, knownStatusAt }) {
    super();
    this.highestRevision = () => knownRevision;
    this.newestStatus = () => knownStatusAt && Date.parse(knownStatusAt) / 1000;
  }

  noteList() {}
  noteStatus() {}
  noteRevision() {}
}

/** inputs: {document, record?, trust?, roots?, handovers?, statusLists?}; one answer for all attestations in content. */
export async function verify({ document, ...inputs }, { at, ...options }) {
  const answer = await ask(document, { ...inputs, ...options, at, readXml, memory: new Told(options) });
  if (answer.unsupported) return { unsupported: true, reason: answer.unsupported };
  const codes = new Set(answer.results.flatMap((result) => result.checks).flatMap((check) => check.code ?? []));
  return {
    verdict: answer.verdict,
    findings: [...codes].map((code) => ({ code, severity: 'error', path: '' })),
    checks: answer.checks.map(({ name, outcome }) => ({ name, outcome })),
  };
}
