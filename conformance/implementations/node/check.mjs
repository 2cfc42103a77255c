// Runs the conformance cases of the operations it has, and prints which differ.
//   node check.mjs [-v] [id or area ...]
import { readFileSync, readdirSync, existsSync } from 'node:fs';
import { answerStatus, digests, validate } from './validate.mjs';
import { canonical } from 'aeo-exchange-verifier/record';
import { receive } from './receiver/receive.mjs';
import { verify } from './verify.mjs';

const folder = new URL('../../cases/', import.meta.url);
const HANDOVER = 'application/vnd.aeo-exchange.root-handover+jwt';
const LEFT_OUT = /attestation\+xml|record\+(csv|xlsx)/; // media types that it does not read (README)
const OPERATIONS = new Set(['validate', 'validate-together', 'digest', 'status', 'verify', 'receive']);
const verbose = process.argv.includes('-v');
const wanted = process.argv.slice(2).filter((word) => word !== '-v');
const text = (f, parts) => parts.map((part) => f[part] ?? '').join(' ');
const equal = (wanted, got) => got !== undefined && canonical(got) === canonical(wanted);
const LEVELS = { verdict: [], path: ['severity', 'path'], code: ['code', 'severity', 'path'] };
const right = { inputs: 0, verdict: 0, path: 0, code: 0 };
const core = { inputs: 0, verdict: 0, path: 0, code: 0 };

for (const area of readdirSync(folder).sort()) {
  for (const name of readdirSync(new URL(`${area}/`, folder)).sort()) {
    const home = new URL(`${area}/${name}/`, folder);
    if (!existsSync(new URL('case.json', home))) continue;
    const test = JSON.parse(readFileSync(new URL('case.json', home)));
    if (wanted.length && !wanted.some((word) => test.id.includes(word))) continue;
    if (!OPERATIONS.has(test.operation)) continue;
    for (const input of test.inputs) {
      if (!LEFT_OUT.test(input.media)) await run(test, input, home);
    }
  }
}
for (const [title, count] of Object.entries({ all: right, 'level MUST': core })) {
  console.log(`${title}: ${count.inputs} inputs; verdict ${count.verdict}, with paths ${count.path}, with codes ${count.code}`);
}
process.exitCode = right.code === right.inputs ? 0 : 1;

async function ask(test, input, home) {
  const file = (name) => readFileSync(name.startsWith('keys/') ? new URL(`../${name}`, folder) : new URL(name, home));
  const bytes = file(input.path);
  if (test.operation === 'digest') return digests(bytes);
  if (test.operation === 'status') return answerStatus(bytes, { at: test.at, ...test.options });
  if (test.operation.startsWith('validate')) return validate(bytes, { at: test.at, together: test.operation === 'validate-together' });
  const { record, trust = [], roots = [], status = [], profiles = [], pinnedFor: forAll, ...options } = test.given;
  const all = (parts) => parts.map((part) => file(part.path));
  const pins = roots.filter((part) => part.media !== HANDOVER);
  const given = { document: bytes, trust: all(trust), handovers: all(roots.filter((part) => part.media === HANDOVER)),
    roots: pins.map(({ path, pinnedFor = forAll }) => ({ certificate: file(path), pinnedFor })) };
  if (test.operation === 'receive') return receive({ ...given, profiles: all(profiles) }, { at: test.at, ...options });
  return verify({ ...given, record: record && file(record.path), statusLists: all(status) }, { at: test.at, ...options });
}

async function run(test, input, home) {
  const answer = { findings: [], ...(await ask(test, input, home)) };
  const { verdict, findings = [], allow = [], forbid = [], digests: wanted, standing, state } = test.expect;
  const got = answer.findings.filter((f) => !allow.includes(f.code));
  const must = findings.filter((f) => !allow.includes(f.code));
  const numbered = findings.every((f) => f.record !== undefined) ? ['record'] : [];
  const same = (parts) => JSON.stringify(must.map((f) => text(f, parts)).sort()) === JSON.stringify(got.map((f) => text(f, parts)).sort());
  const has = (f, parts) => answer.findings.some((g) => text(g, parts) === text(f, parts));
  const asked = Object.entries({ digests: wanted, standing, state }).filter(([, value]) => value);
  const ok = { verdict: answer.verdict === verdict && asked.every(([name, value]) => equal(value, answer[name])) };
  for (const level of ['path', 'code']) {
    const parts = [...LEVELS[level], ...numbered];
    ok[level] = ok.verdict && same(parts) && findings.every((f) => has(f, parts)) && !answer.findings.some((f) => forbid.includes(f.code));
  }
  for (const count of test.level === 'MUST' ? [right, core] : [right]) {
    count.inputs++;
    for (const level of ['verdict', 'path', 'code']) count[level] += ok[level];
  }
  if (ok.code && !verbose) return;
  const wrong = ['verdict', 'path', 'code'].find((level) => !ok[level]) ?? 'right';
  console.log(`${test.id} ${input.path} ${test.level} ${wrong}: ${test.title}`);
  console.log(`  expected ${verdict} ${findings.map((f) => text(f, ['record', 'code', 'severity', 'path'])).join('; ')}${allow.length ? ` allow ${allow}` : ''}`);
  if (state) console.log(`  state    ${JSON.stringify(state)}\n  got      ${JSON.stringify(answer.state)}`);
  console.log(`  got      ${answer.verdict} ${answer.findings.map((f) => text(f, ['record', 'code', 'severity', 'path'])).join('; ')}`);
}
