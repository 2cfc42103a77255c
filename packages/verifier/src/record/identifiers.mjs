// Form and check digit of numbers, by the rows of the schemes (part 5).

const compiled = new Map();
function whole(pattern) {
  if (!compiled.has(pattern)) compiled.set(pattern, new RegExp(`^(?:${pattern})$`, 'u'));
  return compiled.get(pattern);
}
const matches = (pattern, number) => whole(pattern).test(number);
const FULL_WIDTH = /[\uff01-\uff5e]/gu;

/** The number in normal form (IDN-2-1); of a scheme that is not known, the text as it stands. */
export function normal(value, scheme) {
  if (!scheme) return value;
  const ascii = value
    .replace(FULL_WIDTH, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0))
    .replaceAll('\u3000', ' ')
    .replace(/^ +| +$/g, '')
    .replace(/[a-z\u00e0-\u00f6\u00f8-\u00fe]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0x20));
  const dropped = new Set(scheme.drops ?? '');
  const number = [...ascii].filter((character) => !dropped.has(character)).join('');
  for (const { pattern, written } of scheme.rewrites ?? []) {
    const groups = whole(pattern).exec(number);
    if (groups) return written.replace(/\{(\d)\}/g, (_, place) => groups[Number(place) + 1] ?? '');
  }
  return number;
}

/** true, false, or undefined where nothing is known (IDN-2-3). */
export function checkNumber(value, scheme, countries) {
  if (!scheme?.pattern || scheme.confidence === 'D') return undefined;
  const number = normal(value, scheme);
  if (!hasForm(number, scheme, countries)) {
    return scheme.otherKinds && matches(scheme.otherKinds, number) ? undefined : false;
  }
  // A record names no day, so what ended does not count (IDN-2-8).
  return (scheme.checkDigits ?? []).filter((row) => !row.until && speaks(row, number)).every((row) => fits(row, number));
}

/** IDN-5-1. */
function hasForm(number, scheme, countries) {
  if (!matches(scheme.pattern, number)) return false;
  const prefix = number.slice(0, 2);
  const listed = (scheme.prefixes ?? []).includes(prefix);
  switch (scheme.check) {
    case 'listed-prefix': return listed;
    case 'country-prefix': return countries.has(prefix) || prefix === 'XI' || prefix === 'XK';
    case 'mid': return listed || (countries.has(prefix) && prefix !== 'CA');
    default: return true;
  }
}

/** Whether a number in normal form, or a TIN as it stands, is one character over and over (IDN-2-6). */
export function isPlaceholder(number) {
  const middle = number.replace(/^[A-Z]+/, '').replace(/[A-Z]+$/, '') || number;
  return /^(.)\1{4,}$/u.test(middle);
}

/** Whether a number is a placeholder, or not written as its issuer writes such numbers (IDN-2-6). */
export function isUnusual(value, scheme) {
  const number = normal(value, scheme);
  return isPlaceholder(number) || value.search(FULL_WIDTH) >= 0
    || (scheme.usual ?? []).some((row) => matches(row.when, number) && !matches(row.pattern, number))
    || (scheme.hints ?? []).some((hint) => hint.unusual && matches(hint.pattern, number));
}

/** IDN-5-2. */
const speaks = (row, number) => (!row.when || matches(row.when, number)) && !(row.unless && matches(row.unless, number));

function fits(row, number) {
  return METHODS[row.method](row, number)
    || (row.alternatives ?? []).some((other) => speaks(other, number) && fits(other, number));
}

/** Places count from 1, and from -1 at the end (IDN-5-3). */
const index = (place, number) => (place < 0 ? number.length + place : place - 1);
const piece = ({ first, last }, number) => number.slice(index(first, number), index(last, number) + 1);
const remainder = (value, modulus) => ((value % modulus) + modulus) % modulus;
/** The digits of a piece; undefined where another character stands among them, which has no number (IDN-5-3). */
function digits(row, number) {
  const text = piece(row, number);
  return /^[0-9]+$/.test(text) ? [...text].map(Number) : undefined;
}

const METHODS = {
  sum(row, number) {
    const total = row.sums.reduce((sum, part) => sum + weighted(part, number), row.plus ?? 0);
    const rest = remainder(total, row.modulus);
    if (row.residues) return row.residues.includes(rest);
    const at = index(row.at, number);
    if (row.digits) return number.slice(at, at + row.digits) === String(rest).padStart(row.digits, '0');
    const wanted = row.results[rest];
    if (wanted === '?') return Boolean(row.again) && fits(row.again, number);
    return wanted !== undefined && number[at] === wanted;
  },
  'iso-7064-mod-97-10'(row, number) {
    const text = piece(row, number);
    if (!/^[0-9A-Z]+$/.test(text)) return false;
    return BigInt(text.replace(/[A-Z]/g, (letter) => parseInt(letter, 36))) % 97n === 1n;
  },
  'iso-7064-mod-11-10'(row, number) {
    const all = digits(row, number);
    if (!all) return false;
    const last = all.pop();
    const p = all.reduce((before, digit) => (2 * ((before + digit) % 10 || 10)) % 11, 10);
    return (p + last) % 10 === 1;
  },
  'tr-vkn'(row, number) {
    const all = digits(row, number);
    if (!all) return false;
    const last = all.pop();
    const total = all.reduce((sum, digit, i) => {
      const k = all.length - i;
      const s = (digit + k) % 10;
      return sum + (s === 0 ? 0 : (s * 2 ** k) % 9 || 9);
    }, 0);
    return (total + last) % 10 === 0;
  },
};

function weighted(part, number) {
  const characters = [...piece(part, number)];
  if (part.fromEnd) characters.reverse();
  return characters.reduce((sum, character, i) => {
    const place = (part.values ?? '0123456789').indexOf(character);
    const value = place < 0 || character === '?' ? NaN : place; // a character without a value fits nothing
    const product = value * part.weights[i % part.weights.length];
    return sum + (part.fold ? Math.floor(product / part.fold) + remainder(product, part.fold) : product);
  }, 0);
}
