// Form and check digit of numbers, by the rows of the schemes (part 5).
import { stdnum } from 'stdnum';

/** The number in normal form (IDN-2-1). */
export function normal(value, scheme) {
  const dropped = new Set(scheme?.drops ?? '');
  return [...value.toUpperCase()].filter((character) => !dropped.has(character)).join('');
}

/** true, false, or undefined where nothing is known (IDN-2-3). */
export function checkNumber(value, scheme, countries) {
  if (!scheme?.pattern || scheme.confidence === 'D') return undefined;
  const number = normal(value, scheme);
  if (number.length < scheme.shortest || number.length > scheme.longest) return false;
  if (!new RegExp(`^(?:${scheme.pattern})$`, 'u').test(number)) return false;
  const prefix = number.slice(0, 2);
  if (scheme.check === 'country-prefix') return countries.has(prefix) || (scheme.prefixes ?? []).includes(prefix);
  if (scheme.check === 'listed-prefix') return scheme.prefixes.includes(prefix);
  if (scheme.check === 'mid') return countries.has(prefix) || scheme.prefixes.includes(prefix);
  if (scheme.proves !== 'check-digit') return true;
  if (scheme.formatOnly && new RegExp(`^(?:${scheme.formatOnly})$`, 'u').test(number)) return true;
  if (OWN[scheme.check]) return OWN[scheme.check](number);
  const validator = validatorOf(scheme.check);
  if (!validator) return true; // the form fits, and more is not known here
  // Indonesia: sixteen digits that begin with a zero are the older fifteen behind it.
  return validator.validate(scheme.check === 'id.npwp' ? number.replace(/^0(?=.{15}$)/, '') : number).isValid;
}

/** ISO 7064, MOD 97-10. */
const mod97 = (number) => BigInt(number.replace(/[A-Z]/g, (letter) => parseInt(letter, 36))) % 97n === 1n;
/** The check digit of GS1 numbers. */
const gs1 = (number) => [...number].reverse().reduce((sum, digit, i) => sum + digit * (i % 2 ? 3 : 1), 0) % 10 === 0;
const OWN = { lei: mod97, ean: gs1 };

/** The module of the package that has the check digit; its name is that of python-stdnum. */
function validatorOf(check) {
  const [country, name] = check.split(/_?[.-]/);
  return stdnum[country.toUpperCase()]?.[name];
}
