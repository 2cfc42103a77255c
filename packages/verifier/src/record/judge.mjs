// Every rule over one record (part 9, section 2).
import { REFERENCE_MUST, REFERENCE_SHOULD } from './reference-rules.mjs';
import { MUST, SHOULD } from './rules.mjs';

const RULES = [['error', { ...MUST, ...REFERENCE_MUST }], ['warning', { ...SHOULD, ...REFERENCE_SHOULD }]];

/** Yields {code, severity, path} for each breach, asked at an instant. */
export function* judge(record, question) {
  for (const [severity, rules] of RULES) {
    for (const [code, rule] of Object.entries(rules)) {
      for (const place of rule(record, question)) {
        yield typeof place === 'string' ? { code, severity, path: place } : { code, severity, ...place };
      }
    }
  }
}
