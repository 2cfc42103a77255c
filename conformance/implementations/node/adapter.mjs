// Speaks the adapter protocol on stdin and stdout, one JSON object a line (docs/spec, part 8).
import { createInterface } from 'node:readline';
import { readFileSync } from 'node:fs';
import { receive } from './receiver/receive.mjs';
import { answerStatus, digests, validate } from './validate.mjs';
import { verify } from './verify.mjs';

const { version } = JSON.parse(readFileSync(new URL('./package.json', import.meta.url)));
const RECORD = 'application/vnd.aeo-exchange.record';

const SIGNED = 'application/vnd.aeo-exchange.status+sd-jwt';
const MESSAGES = 'application/vnd.aeo-exchange.conformance.messages';
const HANDOVER = 'application/vnd.aeo-exchange.root-handover+jwt';

const operations = {
  validate: ({ at, inputs }) => validate(bytes(inputs.document), { at }),
  'validate-together': ({ at, inputs }) => validate(bytes(inputs.document), { at, together: true }),
  status: ({ at, inputs, options }) => answerStatus(bytes(inputs.document), { at, ...options }),
  digest: ({ inputs }) => digests(bytes(inputs.document)),
  verify: ({ at, inputs, options }) => {
    const { pinnedFor, ...asked } = options;
    const given = { ...evidence(inputs, pinnedFor), record: inputs.record && bytes(inputs.record), statusLists: all(inputs.status) };
    return verify(given, { at, ...asked });
  },
  receive: ({ at, inputs, options }) => {
    const { pinnedFor, ...asked } = options;
    return receive({ ...evidence(inputs, pinnedFor), profiles: all(inputs.profiles) }, { at, ...asked });
  },
};

const bytes = (part) => Buffer.from(part.content, 'base64');
const all = (parts = []) => parts.map(bytes);

/** What a question is about, and who is to be believed. */
function evidence({ document, trust, roots = [] }, pinnedFor) {
  const [handovers, pins] = [true, false].map((wanted) => roots.filter((part) => (part.media === HANDOVER) === wanted));
  return {
    document: bytes(document),
    trust: all(trust),
    roots: pins.map((part) => ({ certificate: bytes(part), pinnedFor: part.pinnedFor ?? pinnedFor })),
    handovers: all(handovers),
  };
}

const commands = {
  hello: () => ({
    v: 1,
    implementation: { name: 'aeo-exchange-second-implementation', version, language: 'JavaScript' },
    roles: ['validator', 'verifier', 'receiver'],
    operations: Object.keys(operations),
    media: [...['json', 'ndjson', 'xml'].map((syntax) => `${RECORD}+${syntax};version=1.0`), SIGNED,
      ...['ndjson', 'xml'].map((syntax) => `${MESSAGES}-${syntax}+json;version=1.0`)],
    spec: ['1.0'],
    depth: 'D3',
  }),
  run: async ({ seq, operation, ...question }) => {
    if (!Object.hasOwn(operations, operation)) return { seq, unsupported: true, reason: `no operation ${operation}` };
    try {
      return { seq, ...(await operations[operation](question)) };
    } catch (error) {
      return { seq, error: { message: String(error.message || error) } };
    }
  },
  reset: () => ({ ok: true }),
};

/** What a line says; a line that is no message is no command, and the next one is still answered. */
function messageOf(line) {
  try {
    return Object(JSON.parse(line));
  } catch {
    return {};
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  if (!line.trim()) continue;
  const message = messageOf(line);
  if (message.cmd === 'bye') break;
  const command = Object.hasOwn(commands, message.cmd) ? commands[message.cmd] : undefined;
  const answer = command ? await command(message) : { error: { message: `no command ${message.cmd}` } };
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
process.stdin.destroy(); // nothing else keeps the process alive
