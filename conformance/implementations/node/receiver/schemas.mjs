// The published schemas of what a receiver reads, from the folder of the standard.
import { readFileSync } from 'node:fs';
import { Schemas } from 'aeo-exchange-verifier/signed';

const folder = new URL('../../../../schemas/1.0/', import.meta.url);

/** What asks whether a value is accepted by a published file, or by one of its definitions. */
function acceptedBy(file, definition) {
  const { $defs, ...whole } = JSON.parse(readFileSync(new URL(file, folder)));
  const schemas = new Schemas($defs);
  return (value) => schemas.accepts(definition ?? whole, value);
}

export const isHead = acceptedBy('head.schema.json');
export const isBase = acceptedBy('head.schema.json', 'DeltaBase');
export const isEntry = acceptedBy('entry.schema.json');
export const isProfile = acceptedBy('partner-profile-file.schema.json');
