// Reference data: what a validator knows beyond the record (part 3). Everything that
// comes from lists kept by others is reached through this module alone.
import { iso31661 } from 'iso-3166';
import { iso15924 } from 'iso-15924';
import currencies from 'currency-codes';
import { exists, json, list } from './published.mjs';

/** ISO 3166-1, ISO 4217 and ISO 15924 as the packages pinned in package.json hold them (CON-1-5). */
export const codes = {
  countries: new Set(iso31661.filter((one) => one.state === 'assigned').map((one) => one.alpha2)),
  currencies: new Set(amended(currencies.codes())),
  scripts: new Set(iso15924.map((one) => one.code).filter((code) => !/^Qa[ab]/.test(code))),
};

/** The package is of June 2024; these are the amendments of ISO 4217 since, up to January 2026. */
function amended(list) {
  const gone = ['ANG', 'BGN', 'CUC'];
  return [...list.filter((code) => !gone.includes(code)), 'XAD', 'XCG'];
}

export const programmesKnown = false;
export const schemesKnown = false;
export const sizesKnown = false;
export const programme = () => undefined;
export const sizeDefinition = () => undefined;
export const schemeOf = () => undefined;
export const checkNumber = () => undefined;
export const checkTin = () => undefined;
export const numberKey = (identifier) => identifier.value;
export const applied = [];
