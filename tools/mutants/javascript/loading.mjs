import { readFileSync } from 'node:fs';

export async function load(url, context, next) {
  if (url !== process.env.AEO_MUTANT_URL) return next(url, context);
  return { format: 'module', source: readFileSync(process.env.AEO_MUTANT_SOURCE, 'utf8'), shortCircuit: true };
}
