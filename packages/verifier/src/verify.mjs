// The checks of a verifier in their order (ATT-7-1). What could not be checked is never passed.
import { readAttestation } from './attestation.mjs';
import { Checks, verdictOf } from './answer.mjs';
import messages from './data/messages.mjs';
import { Refusal, signedBy } from './jws.mjs';
import { statusEntry } from './status-list.mjs';
import { instant, seconds } from './time.mjs';
import { covers, isTestKey } from './trust.mjs';

const SKEW = 60;
const ENTRIES = ['valid', 'revoked', 'suspended', 'superseded']; // ATT-4-8

/** The answer about one attestation; there is no `text` where there is none at all. */
export async function answerTo({ text, line }, evidence, question) {
  const way = new Way(evidence, question);
  await way.go(text);
  const checks = way.checks.all(question.record !== undefined);
  const { asOf, listed, trustLists, attestation } = way;
  const isProved = way.checks.passed('signature'); // claims are nobody's before (ATT-7-11)
  const answer = {
    line,
    verdict: verdictOf(checks),
    ...(asOf !== undefined && { asOf: instant(asOf) }),
    ...(listed && { listed }),
    trustLists,
    checks,
    claims: isProved ? structuredClone(attestation.claims) : {},
  };
  if (isProved) remember(answer, asOf, evidence.memory);
  return answer;
}

/** Keeps what a proved answer rests on. */
function remember({ verdict, trustLists, claims }, asOf, memory) {
  if (asOf !== undefined) memory.noteStatus(claims.iss, claims.status.status_list.uri, asOf);
  if (verdict !== 'VALID') return;
  for (const list of trustLists) memory.noteRevision(list, claims.iss, claims.recordId, claims.revision);
}

/** One attestation on its way through the checks; later ones rest on earlier ones. */
class Way {
  checks = new Checks();
  trustLists = [];
  asOf = undefined; // when the status list was signed that was used
  listed = undefined; // what that list says, where it is no yes
  attestation = undefined;

  constructor(evidence, question) {
    Object.assign(this, { evidence, question, now: seconds(question.at) });
  }

  async go(text) {
    const { checks, evidence: { trust } } = this;
    if (text === undefined) checks.settle('format', 'AEO-SIG-01', 'undetermined'); // it says nothing of any attestation
    else this.attestation = await this.#attempt('format', () => readAttestation(text));
    checks.settle('trust-list', trust.lists.length ? undefined : trust.refused[0]); // the lowest number decides (ATT-7-1)
    if (!checks.passed('format', 'trust-list') || !this.#issuer() || !(await this.#signature())) return;
    this.#scope();
    this.#window();
    const standing = await this.#record();
    if (checks.passed('scope', 'window')) await this.#status(standing);
    this.#revision();
    this.#tin();
  }

  #issuer() {
    const { checks, evidence: { trust, testKeys }, attestation: { jws: { header }, claims } } = this;
    if (isTestKey(header.kid) && !testKeys) return checks.settle('issuer', 'AEO-TRU-13'); // whatever the lists say of it
    const { place, code } = trust.keyFor(header.kid, claims.iss, instant(claims.iat), this.question.at);
    if (!checks.settle('issuer', code)) return false;
    if (isTestKey(header.kid)) checks.remark('issuer', messages.testKey);
    this.place = place;
    this.trustLists = trust.vouching(header.kid, claims.iss);
    return true;
  }

  async #signature() {
    const isRight = await signedBy(this.attestation.jws, this.place.key.public);
    return this.checks.settle('signature', isRight ? undefined : 'AEO-SIG-19');
  }

  #scope() {
    const { claims } = this.attestation;
    const covered = covers(this.place.authority, claims, instant(claims.iat));
    this.checks.settle('scope', covered === 'pass' ? undefined : 'AEO-TRU-11', covered);
  }

  #window() {
    const { now, attestation: { claims: { iat, nbf, exp } } } = this;
    if (now < nbf - SKEW || iat > now + SKEW) this.checks.settle('window', 'AEO-SIG-20');
    this.checks.settle('window', now >= exp ? 'AEO-SIG-21' : undefined);
  }

  /** The checks of the record; its status at T where its digest is right (ATT-4-9). */
  async #record() {
    const { checks, question: { record, readXml, at } } = this;
    if (record === undefined) return undefined;
    const { examined } = await import('./record/examined.mjs'); // with its reference data, which nothing else needs
    return examined(record, this.attestation, { checks, readXml, at });
  }

  async #status(standing) {
    const { checks, attestation: { claims }, evidence: { statusLists, trust, memory, testKeys } } = this;
    const told = [claims.authorisation_status, ...(standing ? [standing] : [])];
    if (told.some((one) => !['granted', 'undetermined'].includes(one))) return void checks.settle('status', 'AEO-STA-09');
    const question = { claims, trust, memory, testKeys, authority: this.place.authority, at: this.question.at, now: this.now };
    await this.#attempt('status', async () => {
      const { entry, iat } = await statusEntry(statusLists, question);
      this.asOf = iat;
      if (entry !== 0) {
        this.listed = ENTRIES[entry];
        throw new Refusal('AEO-STA-08');
      }
      if (told.includes('undetermined')) throw new Refusal('AEO-STA-09', 'undetermined'); // which is no no (ATT-4-9)
    });
  }

  #revision() {
    const { checks, trustLists, evidence: { memory }, attestation: { claims } } = this;
    const isOlder = trustLists.some((list) => claims.revision < (memory.highestRevision(list, claims.iss, claims.recordId) ?? 0));
    checks.settle('revision', isOlder ? 'AEO-SIG-22' : undefined);
  }

  /** ATT-7-9: of a hidden TIN the country alone is known. */
  #tin() {
    const { checks, question: { expectTin }, attestation: { claims: { sub, tinCountry } } } = this;
    if (expectTin === undefined) {
      const about = sub ?? `a TIN of ${tinCountry} that is not disclosed`;
      checks.skip('tin', messages.noTin.replace('{about}', about));
    } else if (sub === undefined && expectTin.startsWith(tinCountry)) checks.settle('tin', 'AEO-SIG-27', 'undetermined');
    else checks.settle('tin', sub === expectTin ? undefined : 'AEO-SIG-27');
  }

  async #attempt(name, work) {
    try {
      const value = await work();
      this.checks.settle(name);
      return value;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.checks.settle(name, error.code, error.outcome);
      return undefined;
    }
  }
}
