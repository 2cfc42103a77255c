// One message to a receiver: the steps of XCH-8-1 in their order, each of which may stop it.
import { Refusal } from 'aeo-exchange-verifier/signed';
import { mustBelong } from './belonging.mjs';
import { readHead, signerOf } from './head.mjs';
import { limitsOf } from './profiles.mjs';
import { stateOf } from './state.mjs';

const SKEW = 60_000;

/**
 * Takes a message into the register of the stream that is meant, or throws a Refusal and leaves it as it was but for what was seen.
 * `message` is {head, files, now, confirmed}, `given` is {trust, testKeys, profiles, movedBack}.
 */
export async function take({ head: content, files, now, confirmed }, register, given) {
  const { heads } = register;
  const head = readHead(content);
  const authority = await signerOf(head, given, now);
  if (!isOfStream(head, register.stream)) throw new Refusal('AEO-XCH-13');
  heads.see(head);
  if (Date.parse(head.issuedAt) > Date.parse(now) + SKEW) throw new Refusal('AEO-XCH-14');
  heads.compare(head);
  if (head.digest === register.last?.digest) return;
  if (heads.bars(head)) throw new Refusal('AEO-XCH-15');
  mustFollow(head, register.last);
  const isConfirmed = head.digest === confirmed || heads.isTaken(head);
  if (head.reset && !isConfirmed) throw new Refusal('AEO-XCH-18');
  const profile = given.profiles.get(head.profile);
  if (head.profile !== undefined && profile?.code !== head.agreement) throw new Refusal('AEO-XCH-19');
  const state = stateOf(head, files, register.held);
  mustBelong(state.entries, head, authority);
  const limits = limitsOf(profile, head.aud.slice(0, 2));
  if (!isConfirmed && isMassChange(state.entries, register.held?.entries, limits)) throw new Refusal('AEO-XCH-26');
  register.apply(head, state, given.movedBack);
}

const isOfStream = ({ iss, aud, agreement }, meant) => iss === meant.iss && aud === meant.aud && agreement === meant.agreement;

function mustFollow({ sequence, asOf, issuedAt, reset }, last) {
  if (!last) return;
  if (sequence < last.sequence) throw new Refusal('AEO-XCH-16');
  if (!reset && (asOf < last.asOf || issuedAt < last.issuedAt)) throw new Refusal('AEO-XCH-17');
}

/** Whether more entries are new, change or go than a person lets pass unseen (XCH-8-18); the first state of a stream is no change. */
function isMassChange(entries, held, { atLeast, percent }) {
  if (!held) return false;
  const changedOrGone = [...held.values()].filter(({ key, leaf }) => !entries.get(key)?.leaf.equals(leaf));
  const isNew = [...entries.keys()].filter((key) => !held.has(key));
  const changes = changedOrGone.length + isNew.length;
  return changes > atLeast && changes * 100 > percent * held.size;
}
