// A program in TypeScript that uses what the packed verifier declares; it is compiled and never run.
import { Memory, isTestKey, messages, openVerifier, verify } from 'aeo-exchange-verifier';
import type { Answer, Claims, Code, Outcome } from 'aeo-exchange-verifier';
import { digest, judge, read } from 'aeo-exchange-verifier/record';
import { compact, oneCode, openTrust, signedBy } from 'aeo-exchange-verifier/signed';

const answer: Answer = await verify('eyJ', { trust: ['a'], roots: [{ certificate: 'b', pinnedFor: ['HK'] }], at: new Date() });
const verifier = await openVerifier({ memory: new Memory('{}'), testKeys: true });
const [first] = (await verifier.verify(new Uint8Array(), { expectTin: 'HK1' })).checks;
const outcome: Outcome | undefined = first?.outcome;
const code: Code | undefined = first?.code;
const words: string | undefined = code && messages.refusals[code][0];
const until: string | undefined = (answer.claims as Claims).term.until;
for (const { tree } of read(new Uint8Array())) if (tree) console.log([...judge(tree, { at: '' })], await digest(tree));
const token = compact('eyJ', 'aeo-head+jwt', oneCode('AEO-XCH-10'));
const trust = await openTrust({ trust: [], roots: ['b'], handovers: [], minSequence: 1, testKeys: false, memory: new Memory() });
const { place } = trust.keyFor(token.header.kid, 'HK', '', '');
console.log(place && (await signedBy(token, place.key.public)), trust.refused);
console.log(outcome, words, until, isTestKey('x'));
// @ts-expect-error an outcome is one of four
const wrong: Outcome = 'yes';
console.log(wrong);
