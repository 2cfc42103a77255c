// A verifier of AEO attestations, for browsers and Node.
import { together, unread } from './answer.mjs';
import { bytesOf } from './bytes.mjs';
import { attestationsIn } from './lines.mjs';
import { Memory } from './memory.mjs';
import { openStatusLists } from './status-list.mjs';
import { instantOf } from './time.mjs';
import { openTrust } from './trust.mjs';
import { answerTo } from './verify.mjs';

export { default as messages } from './data/messages.mjs';
export { isTestKey } from './trust.mjs';
export { Memory };

const all = (given = []) => (Array.isArray(given) ? given : [given]);

/** Opens trust lists and status lists once, to ask about many attestations. */
export async function openVerifier({ trust, roots, handovers, statusLists, memory = new Memory(), minSequence = 1, testKeys = false }) {
  const given = { trust: all(trust), roots: all(roots), handovers: all(handovers), minSequence, testKeys, memory };
  return new Verifier({ trust: await openTrust(given), statusLists: openStatusLists(all(statusLists)), memory, testKeys });
}

/** The answer about all attestations of content; who asks more than once opens a verifier. */
export async function verify(content, options = {}) {
  const verifier = await openVerifier(options);
  return verifier.verify(content, options);
}

class Verifier {
  #evidence;

  constructor(evidence) {
    this.#evidence = evidence;
  }

  /** Administrations that trust lists name and that their root was not pinned for (ATT-5-7). */
  get leftOut() {
    return this.#evidence.trust.leftOut;
  }

  async verify(content, { at, record, expectTin, readXml } = {}) {
    const bytes = bytesOf(content);
    const question = { at: instantOf(at), record: record === undefined ? undefined : bytesOf(record), expectTin, readXml };
    const results = [];
    for (const found of attestationsIn(bytes)) {
      results.push(found.isXml ? unread : await answerTo(found, this.#evidence, question));
    }
    const alone = results.length === 1 ? results[0] : { trustLists: [], claims: {} };
    const { line, ...rest } = alone;
    return { at: question.at, ...rest, ...together(results), results };
  }
}
