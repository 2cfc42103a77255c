// What a program needs to believe other things that are signed than attestations: tokens, keys, trust lists.
export { isUndetermined } from './answer.mjs';
export { Refusal, compact, oneCode, signedBy } from './jws.mjs';
export { trimmed } from './lines.mjs';
export { Memory } from './memory.mjs';
export { Schemas } from './schema.mjs';
export { isTestKey, openTrust } from './trust.mjs';
