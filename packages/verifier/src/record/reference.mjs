// Reference data: what a validator knows beyond the record (part 3). Everything that comes from
// lists kept by others is reached through this module alone.
import data from './data/reference.mjs';
import * as numbers from './identifiers.mjs';

const setOf = (words, ...more) => new Set([...words.split(' '), ...more]);

export const codes = {
  countries: setOf(data.countries),
  currencies: setOf(data.currencies, 'UIT', 'UVT'), // CON-1-2
  scripts: setOf(data.scripts),
};

const byCode = (list) => new Map(list.map((one) => [one.code, one]));
const programmes = byCode(data.programmes);
const schemes = byCode(data.schemes);
const sizes = byCode(data.sizes);

export const programme = (code) => programmes.get(code);
/** The administrations that decide in a programme (REC-2-7). */
export const decidesIn = (code, administration) => (programme(code)?.administrations ?? [])
  .some((row) => row.function === 'decides' && row.administration === administration);
/** The arrangements that were read, each with its code and its two parties (RDA-4-6). */
export const arrangements = data.agreements;
/** The row of the table of ISIC Rev. 4 that covers a code, for one definition (SIZ-5-2). */
export function sectorRow(definition, code) {
  if (!/^[0-9]{1,4}$/.test(code)) return undefined;
  return data.sectors.find(({ definition: of, first, last }) => {
    const front = code.slice(0, first.length);
    return of === definition && front.length === first.length && first <= front && front <= last;
  });
}
export const sizeDefinition = (code) => sizes.get(code);
export const schemeOf = (code) => schemes.get(code);

export const numberKey = ({ scheme, value }) => numbers.normal(value, schemeOf(scheme));
export const isUnusual = ({ scheme, value }) => numbers.isUnusual(value, schemeOf(scheme));
export const checkNumber = ({ scheme, value }) => numbers.checkNumber(value, schemeOf(scheme), codes.countries);

/** Whether a TIN fits a number that makes TINs in its programme (REC-3-11); undefined where nobody can say. */
export function checkTin(tin, known) {
  if (!known || tin.slice(0, 2) !== known.economy) return undefined;
  const makers = (known.identifierSchemes ?? []).filter((row) => row.makesTin);
  const answers = makers.map((row) =>
    checkNumber({ scheme: row.code, value: row.makesTin === 'whole' ? tin : tin.slice(2) }));
  if (!answers.length || answers.some((answer) => answer !== false)) return undefined;
  return false;
}
