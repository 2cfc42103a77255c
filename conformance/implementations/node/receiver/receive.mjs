// The operation `receive` of the adapter protocol: a series of messages to a receiver that holds nothing (CNF-3-14).
import { Memory, Refusal, isUndetermined, openTrust } from 'aeo-exchange-verifier/signed';
import { take } from './message.mjs';
import { adopted } from './profiles.mjs';
import { Register } from './register.mjs';

const HELD = new Set(['AEO-SYN-11', 'AEO-XCH-18', 'AEO-XCH-19', 'AEO-XCH-26']); // until a person decides
const bytes = (base64) => Buffer.from(base64, 'base64');

/** The answer about the last message of a document. */
export async function receive({ document, profiles = [], ...evidence }, { at, minSequence = 1, testKeys = false }) {
  const { stream, messages } = JSON.parse(document);
  const trust = await openTrust({ ...evidence, minSequence, testKeys, memory: new Memory() });
  const registers = new Registers();
  const given = { trust, testKeys, profiles: adopted(profiles) };
  let [code, register] = [];
  for (const { head, files = [], at: now = at, stream: meant = stream, confirmed, taken } of messages) {
    register = registers.of(meant);
    register.heads.take(taken);
    const stored = new Map(files.map(({ name, content }) => [name, bytes(content)]));
    const message = { head: bytes(head), files: stored, now, confirmed };
    code = await codeOf(take(message, register, { ...given, movedBack: registers.movedTo(meant.iss) }));
  }
  return { verdict: verdictOf(code), findings: code ? [{ code, severity: 'error', path: '' }] : [], state: register.summary };
}

/** The code by which a message was stopped; none where it was not. */
async function codeOf(taking) {
  try {
    await taking;
    return undefined;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.code;
  }
}

function verdictOf(code) {
  if (!code) return 'VALID';
  return HELD.has(code) || isUndetermined(code) ? 'UNDETERMINED' : 'NOT_VALID';
}

/** What is held, by the stream that it came in. */
class Registers {
  #all = new Map();

  of({ iss, aud, agreement }) {
    const name = JSON.stringify([iss, aud, agreement]);
    if (!this.#all.has(name)) this.#all.set(name, new Register({ iss, aud, agreement }));
    return this.#all.get(name);
  }

  /** What says whether a stream of another administration let a key go to this sender. */
  movedTo = (sender) => (key, from) =>
    [...this.#all.values()].some((register) => register.stream.iss === from && register.letGo(key, sender));
}
