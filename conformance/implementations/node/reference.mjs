// Reference data: what a validator knows beyond the record (part 3). Everything that comes from
// lists kept by others is reached through this module alone; the files are those that the standard
// publishes under schemas/1.0/reference/. A file that is missing leaves its rules out.
import { readFileSync } from 'node:fs';
import { exists, json, path } from './published.mjs';
import * as numbers from './identifiers.mjs';

const load = (name) => (exists(`reference/${name}`) ? json(`reference/${name}`) : undefined);

/** The rows of a list of codes: code first, the first line that is no remark names the columns. */
function table(name) {
  if (!exists(`reference/${name}`)) return undefined;
  const lines = readFileSync(path(`reference/${name}`), 'utf8').split(/\r?\n/).filter((line) => line && !line.startsWith('#'));
  return lines.slice(1).map((line) => ({ code: line.split(',')[0], kind: line.split(',').at(-1) }));
}

const setOf = (rows) => rows && new Set(rows.map((row) => row.code));

export const codes = {
  countries: setOf(table('countries.csv')?.filter((row) => row.kind === 'iso')),
  currencies: setOf(table('currencies.csv')),
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
export const sizeDefinition = (code) => sizes?.get(code);
export const schemeOf = (code) => schemes?.get(code);

export const numberKey = ({ scheme, value }) => numbers.normal(value, schemeOf(scheme));
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
