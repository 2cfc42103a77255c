// Asks questions one after the other with one memory; prints each verdict with the codes, and what is remembered then.
//   node remembering.mjs FOLDER [MEMORY], in which the package is installed
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [folder, kept] = process.argv.slice(2);
const inside = createRequire(`${folder}/any.mjs`);
const { Memory, verify } = await import(pathToFileURL(inside.resolve('aeo-exchange-verifier')));
const bytes = (part) => new Uint8Array(Buffer.from(part.content, 'base64'));
const memory = new Memory(kept && readFileSync(kept, 'utf8'));
const answers = [];

for (const { at, inputs: { document, trust, roots, status }, options } of JSON.parse(readFileSync(0))) {
  const { verdict, checks } = await verify(bytes(document), {
    at, memory, trust: trust.map(bytes), statusLists: status.map(bytes), testKeys: options.testKeys,
    roots: roots.map((part) => ({ certificate: bytes(part), pinnedFor: part.pinnedFor ?? options.pinnedFor })),
  });
  answers.push([verdict, checks.flatMap(({ code }) => code ?? [])]);
}
process.stdout.write(JSON.stringify({ answers, memory }));
