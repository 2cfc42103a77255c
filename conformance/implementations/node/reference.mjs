// Reference data: what a validator knows beyond the record (part 3). Everything that comes from
// lists kept by others is reached through this module alone; the files are those that the standard
// publishes under schemas/1.0/reference/. A file that is missing leaves its rules out.
import { exists, json, rows } from './published.mjs';
import * as numbers from './identifiers.mjs';

const load = (name) => (exists(`reference/${name}`) ? json(`reference/${name}`) : undefined);

const table = (name) => (exists(`reference/${name}`) ? rows(`reference/${name}`) : undefined);
const setOf = (list, ...more) => list && new Set([...list.map((row) => row.code), ...more]);

export const codes = {
  countries: setOf(table('countries.csv')?.filter((row) => row.kind === 'iso')),
  currencies: setOf(table('currencies.csv'), 'UIT', 'UVT'), // CON-1-2
  scripts: setOf(table('scripts.csv')),
};

const byCode = (list) => list && new Map(list.map((one) => [one.code, one]));
const programmes = byCode(load('programmes.json'));
const schemes = byCode(load('schemes.json')?.schemes);
const sizes = byCode(load('sizes.json'));

export const programmesKnown = Boolean(programmes);
export const schemesKnown = Boolean(schemes);
export const sizesKnown = Boolean(sizes);

export const programme = (code) => programmes?.get(code);
/** The administrations that decide in a programme (REC-2-7). */
export const decidesIn = (code, administration) => (programme(code)?.administrations ?? [])
  .some((row) => row.function === 'decides' && row.administration === administration);
const sectors = table('sectors.csv') ?? [];
/** The row of the table of ISIC Rev. 4 that covers a code, for one definition (SIZ-5-2). */
export function sectorRow(definition, code) {
  if (!/^[0-9]{1,4}$/.test(code)) return undefined;
  return sectors.find(({ definition: of, first, last }) => {
    const front = code.slice(0, first.length);
    return of === definition && front.length === first.length && first <= front && front <= last;
  });
}
export const sizeDefinition = (code) => sizes?.get(code);
export const schemeOf = (code) => schemes?.get(code);

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
