// Rules that need reference data (part 3). A finding is an error only where every fact is certain (RDA-2-1).
import { span } from '../time.mjs';
import { changeUnsure, classOf, inForce } from './size.mjs';
import { agreementsNamed, goesByNone, partiesOf } from './agreements.mjs';
import {
  checkNumber, checkTin, decidesIn, isUnusual, programme, schemeOf, sectorRow, sizeDefinition,
} from './reference.mjs';
import { isPlaceholder } from './identifiers.mjs';
import { walk } from './groups.mjs';
import { beginsTin, isAeoNumber, tiersOf } from './rules.mjs';

const certain = (rows) => rows.every((row) => row.confidence === 'S' || row.confidence === 'A');
const severity = (rows) => (certain(rows) ? 'error' : 'warning');

/** Whether a row may hold at an instant, in some time zone (RDA-1-3). */
const holds = (row, at) =>
  (!row.from || span(row.from).begin <= at) && (!row.until || at < startAtLast(row.until));
/** The last instant at which a date begins: at offset -12:00. */
const startAtLast = (date) => `${date}T12:00:00Z`;

function* terms(record, name) {
  for (const [i, term] of record.authorisation.terms.entries()) {
    for (const [j, value] of (term[name] ?? []).entries()) yield { term, value, path: `/authorisation/terms/${i}/${name}/${j}` };
  }
}

const rowsOf = (record, code) => (programme(record.programme)?.tiers ?? []).filter((row) => row.code === code);

function* criteria(record, outcome) {
  for (const [i, one] of (record.authorisation.criteria ?? []).entries()) {
    if (one.outcome === outcome) yield { criterion: one.criterion, path: `/authorisation/criteria/${i}/outcome` };
  }
}
const waived = (record, outcome) => (programme(record.programme)?.criteriaWaived ?? []).filter((row) => row.outcome === outcome);

function* identifiers(record) {
  const found = [];
  walk(record, (value, path, item) => {
    if (item.type === 'Identifier' && item.list) found.push(...value.map((one, i) => [one, `${path}/${i}`]));
  });
  yield* found;
}

export const REFERENCE_MUST = {
  *'AEO-TIER-02'(r) {
    for (const { term, value, path } of terms(r, 'tiers')) {
      const rows = rowsOf(r, value);
      if (rows.length && !rows.some((row) => holds(row, term.from))) yield { path, severity: severity(rows) };
    }
  },
  *'AEO-TIER-03'(r) {
    for (const { term, value, path } of terms(r, 'roles')) {
      const rows = term.tiers.map((tier) => rowsOf(r, tier).filter((row) => holds(row, term.from)));
      const narrow = rows.every((of) => of.length && of.every((row) => row.roles));
      if (narrow && !rows.flat().some((row) => row.roles.includes(value))) yield { path, severity: severity(rows.flat()) };
    }
  },
  *'AEO-TIER-05'(r) {
    if (!programme(r.programme)) return;
    const rows = waived(r, 'not-required-by-tier');
    const held = tiersOf(r);
    for (const { criterion, path } of criteria(r, 'not-required-by-tier')) {
      const known = rows.some((row) => row.criterion === criterion && (row.tier === undefined || held.has(row.tier)));
      if (!known) yield { path, severity: rows.length ? severity(rows) : 'warning' };
    }
  },
  *'AEO-MSME-01'(r) {
    const definition = r.msme && sizeDefinition(r.msme.definition);
    if (!definition || !r.msme.basis) return;
    const found = classOf(definition, r.msme, sectorRow);
    if (found && !sameClass(found.sizeClass, r.msme.sizeClass)) yield { path: '/msme/sizeClass', severity: severity(found.rows) };
  },
};

/** Whether a version is known and was in force on a day; a change whose day is not known says nothing (REC-7-8). */
function knownVersion(definition, name, day) {
  const versions = definition.versions.filter((v) => v.version === name);
  return versions.length > 0 && (changeUnsure(definition, day) || versions.some((v) => inForce(v, day)));
}

const sameClass = (a, b) => a === b || (a === 'msme' && b !== 'large') || (b === 'msme' && a !== 'large');

export const REFERENCE_SHOULD = {
  *'AEO-COD-07'(r) {
    if (!programme(r.programme)) yield '/programme';
  },
  *'AEO-IDN-01'(r) {
    for (const [one, path] of identifiers(r)) if (checkNumber(one) === false) yield `${path}/value`;
  },
  *'AEO-IDN-02'(r) {
    for (const [one, path] of identifiers(r)) if (!schemeOf(one.scheme)) yield `${path}/scheme`;
  },
  *'AEO-IDN-07'(r) {
    if (isPlaceholder(r.holder.tin)) yield '/holder/tin';
    for (const [one, path] of identifiers(r)) {
      if (schemeOf(one.scheme) && checkNumber(one) !== false && isUnusual(one)) yield `${path}/value`;
    }
  },
  *'AEO-COD-09'(r) {
    for (const [code, path] of agreementsNamed(r)) if (goesByNone(code)) yield path;
  },
  *'AEO-SHR-09'(r) {
    const agreement = r.view?.agreement;
    if (agreement === undefined) return;
    const parties = partiesOf(agreement);
    const binds = (code) => parties.includes(code) || (parties.includes('EU') && decidesIn('EU-AEO', code));
    const sides = [r.administration, r.view.audience.split('-')[0]]; // 'public' is no party
    if (parties.length < 2 || !sides.every(binds)) yield '/view/agreement';
  },
  *'AEO-IDN-03'(r) {
    if (checkTin(r.holder.tin, programme(r.programme)) === false) yield '/holder/tin';
  },
  *'AEO-MSME-02'(r) {
    if (!r.msme) return;
    const definition = sizeDefinition(r.msme.definition);
    if (!definition) yield '/msme/definition';
    else if (!knownVersion(definition, r.msme.definitionVersion, r.msme.assessedOn)) yield '/msme/definitionVersion';
  },
  *'AEO-MSME-03'(r) {
    const known = programme(r.programme);
    if (!known) return;
    const offered = new Set((known.provisions ?? []).map((row) => row.provision));
    for (const [i, one] of (r.msme?.provisions ?? []).entries()) if (!offered.has(one)) yield `/msme/provisions/${i}`;
  },
  *'AEO-TIER-01'(r) {
    if (!programme(r.programme)) return;
    for (const { value, path } of terms(r, 'tiers')) if (!rowsOf(r, value).length) yield path;
  },
  *'AEO-TIER-04'(r) {
    for (const [i, term] of r.authorisation.terms.entries()) {
      const levels = [...new Set(term.tiers)].filter((tier) => rowsOf(r, tier).some((row) => row.kind === 'level'));
      if (levels.length > 1) yield `/authorisation/terms/${i}/tiers`;
    }
  },
  *'AEO-TIER-06'(r) {
    if (!programme(r.programme)) return;
    const rows = waived(r, 'not-in-programme');
    for (const { criterion, path } of criteria(r, 'not-in-programme')) {
      if (!rows.some((row) => row.criterion === criterion)) yield path;
    }
  },
  *'AEO-TIN-04'(r) {
    if (!beginsTin(r.holder.tin.slice(0, 2)) || isAeoNumber(r.holder.tin)) return; // said already (REC-3-10)
    const prefixes = programme(r.programme)?.tinPrefixes;
    if (prefixes && !prefixes.some((row) => row.prefix === r.holder.tin.slice(0, 2))) yield '/holder/tin';
  },
};
