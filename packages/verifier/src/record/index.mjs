// What a program needs to judge records by itself: a reader of JSON, the schema, the rules, the status.
export { canonical, digest } from '../canonical.mjs';
export { LIMITS, isWhole, numberOfText, pointer, refusalOf, refuse } from '../json-reader.mjs';
export { groups } from './groups.mjs';
export { judge } from './judge.mjs';
export { Moves, pathOf } from './moves.mjs';
export { read } from './reader.mjs';
export { numberKey, programme } from './reference.mjs';
export { status } from './status.mjs';
export { isNewer, structure } from './structure.mjs';
