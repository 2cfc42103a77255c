// The published lists of Unicode 13.0 (CON-4-6), which decide whatever version this platform has.
import lists from './data/unicode.mjs';

const inList = (name) => {
  const ranges = lists[name].split(' ').map((range) => range.split('-').map((point) => `\\u{${point}}`).join('-'));
  return new RegExp(`[${ranges.join('')}]`, 'u');
};

const HIDDEN = inList('hidden');
const UNASSIGNED = inList('unassigned');
const OTHER_LETTERS = inList('other-letters');

export const hasHidden = (text) => HIDDEN.test(text);
export const hasUnassigned = (text) => UNASSIGNED.test(text);
export const hasOtherLetters = (text) => OTHER_LETTERS.test(text);

/** Form C, in which what is not assigned is inert: the pieces between are judged by themselves (CON-4-4). */
export const isNormal = (text) => text.split(UNASSIGNED).every((piece) => piece.normalize('NFC') === piece);
