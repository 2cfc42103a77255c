// Digests and the root over them (XCH-5).
import { createHash } from 'node:crypto';

export const sha256 = (...parts) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};
export const hex = (...parts) => sha256(...parts).toString('hex');

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

export const leafOf = (line) => sha256(LEAF, line);

/** The root over leaves in their order, in one pass: a stack of whole trees, the highest below. */
export function rootOf(leaves) {
  const stack = []; // [height, digest]
  const join = () => {
    const [, upper] = stack.pop();
    const [height, lower] = stack.pop();
    stack.push([height + 1, sha256(NODE, lower, upper)]);
  };
  for (const leaf of leaves) {
    stack.push([0, leaf]);
    while (stack.length > 1 && stack.at(-1)[0] === stack.at(-2)[0]) join();
  }
  while (stack.length > 1) join();
  return stack.length ? stack[0][1].toString('hex') : hex();
}

/** The root of the state of no entries. */
export const NOTHING = rootOf([]);
