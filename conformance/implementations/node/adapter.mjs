// Speaks the adapter protocol on stdin and stdout, one JSON object a line (docs/spec, part 8).
import { createInterface } from 'node:readline';
import { readFileSync } from 'node:fs';
import { answerStatus, digests, validate } from './validate.mjs';
import { verify } from './verify.mjs';

const { version } = JSON.parse(readFileSync(new URL('./package.json', import.meta.url)));
const RECORD = 'application/vnd.aeo-exchange.record';

const SIGNED = 'application/vnd.aeo-exchange.status+sd-jwt';
const HANDOVER = 'application/vnd.aeo-exchange.root-handover+jwt';

const operations = {
  validate: ({ at, inputs }) => validate(bytes(inputs.document), { at }),
  'validate-together': ({ at, inputs }) => validate(bytes(inputs.document), { at, together: true }),
  status: ({ at, inputs, options }) => answerStatus(bytes(inputs.document), { at, ...options }),
  digest: ({ inputs }) => digests(bytes(inputs.document)),
  verify: ({ at, inputs, options }) => {
    const all = (parts = []) => parts.map(bytes);
    const given = {
      document: bytes(inputs.document),
      record: inputs.record && bytes(inputs.record),
      trust: all(inputs.trust),
      roots: (inputs.roots ?? []).filter((part) => part.media !== HANDOVER).map((part) => ({ content: bytes(part), pinnedFor: part.pinnedFor })),
      handovers: all(inputs.roots?.filter((part) => part.media === HANDOVER)),
      statusLists: all(inputs.status),
    };
    return verify(given, { at, ...options });
  },
};

const bytes = (part) => Buffer.from(part.content, 'base64');

const commands = {
  hello: () => ({
    v: 1,
    implementation: { name: 'aeo-exchange-second-implementation', version, language: 'JavaScript' },
    roles: ['validator', 'verifier'],
    operations: Object.keys(operations),
    media: [...['json', 'ndjson', 'xml'].map((syntax) => `${RECORD}+${syntax};version=1.0`), SIGNED],
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
