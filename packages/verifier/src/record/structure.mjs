// The schema station: the published JSON Schema, its errors told as rules STR-01 to STR-07 and COD-01.
import { Schemas } from '../schema.mjs';
import { pointer } from '../json-reader.mjs';
import definitions from './data/record-schema.mjs';

const schemas = new Schemas(definitions);

const CODES = {
  required: 'AEO-STR-01',
  additionalProperties: 'AEO-STR-02',
  type: 'AEO-STR-03',
  minItems: 'AEO-STR-04',
  maxItems: 'AEO-STR-04',
  minLength: 'AEO-STR-05',
  maxLength: 'AEO-STR-05',
  pattern: 'AEO-STR-06',
  not: 'AEO-STR-06',
  minimum: 'AEO-STR-07',
  maximum: 'AEO-STR-07',
  enum: 'AEO-COD-01',
};

const rank = (code) => ['AEO-STR-03', 'AEO-STR-04', 'AEO-COD-01', 'AEO-STR-05', 'AEO-STR-06', 'AEO-STR-07'].indexOf(code);

/** Whether a record is of a later minor version than this reader knows (CON-11-4). */
export const isNewer = (tree) => typeof tree?.specVersion === 'string' && /^1\.[1-9][0-9]{0,8}$/.test(tree.specVersion);

/** Faults of one tree, save at the places where the reader has refused the value; one fault for each place and value (RUL-2-2): kind, then length, then form. */
export function structure(tree, refused = []) {
  const here = new Map(); // place of a value -> code
  const faults = [];
  for (const { keyword, steps, name } of schemas.faults('AeoRecord', tree)) {
    const code = CODES[keyword];
    const place = steps.reduce(pointer, '');
    if (name !== undefined) faults.push({ code, path: pointer(place, name) });
    else if (!here.has(place) || rank(code) < rank(here.get(place))) here.set(place, code);
  }
  for (const place of refused) here.delete(place);
  for (const [path, code] of here) faults.push({ code, path });
  return faults;
}
