// Answers questions of the adapter protocol with everything that the packed verifier says.
//   node whole_answers.mjs FOLDER, in which the package is installed
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const inside = createRequire(`${process.argv[2]}/any.mjs`);
const { verify } = await import(pathToFileURL(inside.resolve('aeo-exchange-verifier')));
const HANDOVER = 'application/vnd.aeo-exchange.root-handover+jwt';
const bytes = (part) => new Uint8Array(Buffer.from(part.content, 'base64'));

for await (const line of createInterface({ input: process.stdin })) {
  const { at, inputs: { document, record, trust, roots, status }, options } = JSON.parse(line);
  const isHandover = (part) => part.media === HANDOVER;
  const answer = await verify(bytes(document), {
    at,
    record: record && bytes(record),
    trust: trust.map(bytes),
    statusLists: status.map(bytes),
    handovers: roots.filter(isHandover).map(bytes),
    roots: roots.filter((part) => !isHandover(part)).map((part) => ({ certificate: bytes(part), pinnedFor: part.pinnedFor ?? options.pinnedFor })),
    minSequence: options.minSequence,
    testKeys: options.testKeys,
    expectTin: options.expectTin,
  });
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
