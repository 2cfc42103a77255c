// The rules over one record (docs/rules.md). Each is a generator of places that break it.
// Rules over reference data are in reference-rules.mjs, rules over several records in set-rules.mjs.
import { walk } from './groups.mjs';
import { canonical, compare } from '../canonical.mjs';
import { dateAfterDate, dateAfterInstant, dateOver } from '../time.mjs';
import { grantThatStands, standing, withThoseBefore } from './history.mjs';
import { Covered } from './intervals.mjs';
import { codes, numberKey } from './reference.mjs';
import { hasHidden, hasOtherLetters, hasUnassigned, isNormal } from './unicode.mjs';

const each = (list, path) => (list ?? []).map((value, i) => [value, `${path}/${i}`, i]);

const terms = (r) => each(r.authorisation.terms, '/authorisation/terms');
const events = (r) => each(r.history, '/history');
const basis = (r) => each(r.msme?.basis, '/msme/basis');
const consents = (r) => each(r.consents, '/consents');
const recognitions = (r) => each(r.recognitions, '/recognitions');
const sites = (r) => each(r.holder.sites, '/holder/sites');
const formerTins = (r) => each(r.holder.formerTins, '/holder/formerTins');

/** All values of one type, with their places. */
function typed(record, type) {
  const found = [];
  walk(record, (value, path, item) => {
    if (item.type === type && !item.list) found.push([value, path]);
    if (item.type === type && item.list && item.kind === 'group') found.push(...each(value, path));
  });
  return found;
}

function texts(record) {
  const found = [];
  walk(record, (value, path) => {
    if (typeof value === 'string') found.push([value, path]);
  });
  return found;
}

export const tiersOf = (r) => new Set(r.authorisation.terms.flatMap((t) => t.tiers));
const MONEY = ['turnover', 'balance-sheet', 'assets', 'investment', 'capital'];
const isPublic = (r) => r.view?.audience === 'public';

/** The second and later of the values with one key. */
function* again(list, key, place) {
  const seen = new Set();
  for (const [value, path] of list) {
    const k = canonical(key(value));
    if (seen.has(k)) yield path + place;
    seen.add(k);
  }
}

export const MUST = {
  // Countries and other codes
  *'AEO-COD-02'(r) {
    for (const [address, path] of typed(r, 'Address')) if (!country(address.country, 'XI', 'XK')) yield `${path}/country`;
  },
  *'AEO-COD-03'(r) {
    if (!country(r.administration, 'XK')) yield '/administration';
    for (const [code, path] of each(r.formerAdministrations, '/formerAdministrations')) if (!country(code, 'XK')) yield path;
    if (r.movedTo && !country(r.movedTo, 'XK')) yield '/movedTo';
    for (const [former, path] of each(r.authorisation.replaces, '/authorisation/replaces')) {
      if (!country(former.administration, 'XK')) yield `${path}/administration`;
    }
  },
  *'AEO-COD-04'(r) {
    for (const [one, path] of recognitions(r)) if (!country(one.partner, 'EU', 'XK')) yield `${path}/partner`;
  },
  *'AEO-COD-05'(r) {
    for (const [figure, path] of basis(r)) {
      if (figure.currency && !codes.currencies.has(figure.currency)) yield `${path}/currency`;
    }
  },
  *'AEO-COD-06'(r) {
    for (const [name, path] of each(r.holder.otherNames, '/holder/otherNames')) {
      if (!codes.scripts.has(name.script)) yield `${path}/script`;
    }
  },

  // Dates and terms
  *'AEO-DAT-01'(r) {
    for (const [term, path] of terms(r)) if (term.until !== undefined && term.until <= term.from) yield `${path}/until`;
  },
  *'AEO-DAT-02'(r) {
    for (const [term, path, i] of terms(r)) {
      const before = r.authorisation.terms[i - 1];
      if (!before) continue;
      if (before.until === undefined) yield `/authorisation/terms/${i - 1}/until`;
      else if (term.from < before.until) yield `${path}/from`;
    }
  },
  *'AEO-DAT-03'(r) {
    for (const type of ['Identifier', 'Site', 'Recognition']) {
      for (const [one, path] of typed(r, type)) if (one.from !== undefined && one.until <= one.from) yield `${path}/until`;
    }
  },
  *'AEO-DAT-05'(r) {
    for (const [event, path] of events(r)) if (event.recordedAt > r.issuedAt) yield `${path}/recordedAt`;
  },
  *'AEO-DAT-07'(r) {
    const { grantedOn } = r.authorisation;
    const grant = grantThatStands(r);
    if (grantedOn && grant && dateAfterInstant(grantedOn, grant.recordedAt)) yield '/authorisation/grantedOn';
  },
  *'AEO-DAT-08'(r) {
    const after = (date) => date !== undefined && dateAfterInstant(date, r.issuedAt);
    if (after(r.authorisation.validatedOn)) yield '/authorisation/validatedOn';
    if (after(r.msme?.assessedOn)) yield '/msme/assessedOn';
  },
  *'AEO-DAT-09'(r) {
    for (const [former, path] of formerTins(r)) if (former.until > r.issuedAt) yield `${path}/until`;
  },
  *'AEO-DAT-10'(r) {
    for (const [consent, path] of consents(r)) if (consent.since > r.issuedAt) yield `${path}/since`;
  },
  *'AEO-DAT-11'(r) {
    for (const [figure, path] of basis(r)) if (dateAfterDate(figure.periodEnd, r.msme.assessedOn)) yield `${path}/periodEnd`;
  },

  // Characters
  *'AEO-HOS-04'(r) {
    for (const [text, path] of texts(r)) if (hasHidden(text)) yield path;
  },
  *'AEO-HOS-05'(r) {
    for (const [text, path] of texts(r)) if (!isNormal(text)) yield path;
  },

  // Lifecycle
  *'AEO-LIF-01'(r) {
    if (r.history[0].status !== 'granted') yield '/history/0/status';
  },
  *'AEO-LIF-02'(r) {
    for (const [event, path, i] of events(r)) if (i && event.seq <= r.history[i - 1].seq) yield `${path}/seq`;
  },
  *'AEO-LIF-03'(r) {
    for (const [event, path, i] of events(r)) if (i && event.recordedAt < r.history[i - 1].recordedAt) yield `${path}/recordedAt`;
  },
  *'AEO-LIF-04'(r) {
    for (const [event, path, before] of withThoseBefore(r.history)) {
      if (event.status === 'granted' && before.granted) yield `${path}/status`;
    }
  },
  *'AEO-LIF-05'(r) {
    for (const [event, path, before] of withThoseBefore(r.history)) {
      if (event.status !== 'annulled' && before.ended) yield `${path}/status`;
    }
  },
  *'AEO-LIF-06'(r) {
    const tiers = [...tiersOf(r)];
    for (const [event, path, before] of withThoseBefore(r.history)) {
      if (event.status !== 'reinstated') continue;
      const suspended = (tier) => before.suspendedAt(tier, event.effectiveFrom);
      if (!(event.appliesTo ? event.appliesTo.every(suspended) : tiers.some(suspended))) yield `${path}/status`;
    }
  },
  *'AEO-LIF-08'(r) {
    for (const [event, path] of events(r)) {
      if ((event.status === 'annulled') !== (event.annuls !== undefined)) yield `${path}/annuls`;
    }
  },
  *'AEO-LIF-09'(r) {
    for (const [event, path, before] of withThoseBefore(r.history)) {
      if (event.status !== 'annulled' || event.annuls === undefined) continue;
      if (!before.stands(event.annuls)) yield `${path}/annuls`;
    }
  },
  *'AEO-LIF-10'(r) {
    for (const [event, path] of events(r)) {
      if (event.plannedUntil === undefined) continue;
      if (event.status !== 'suspended' || event.plannedUntil <= event.effectiveFrom) yield `${path}/plannedUntil`;
    }
  },
  *'AEO-LIF-11'(r) {
    const tiers = tiersOf(r);
    const stand = new Set(standing(r.history));
    for (const [event, path] of events(r)) {
      if (!stand.has(event)) continue;
      for (const [tier, at] of each(event.appliesTo, `${path}/appliesTo`)) if (!tiers.has(tier)) yield at;
    }
  },
  *'AEO-LIF-12'(r) {
    const stand = new Set(standing(r.history));
    const grant = grantThatStands(r);
    for (const [event, path] of events(r)) {
      if (grant && stand.has(event) && event.effectiveFrom < grant.effectiveFrom) yield `${path}/effectiveFrom`;
    }
  },
  *'AEO-LIF-13'(r) {
    const { until } = r.authorisation.terms.at(-1);
    const stand = new Set(standing(r.history));
    for (const [event, path] of events(r)) {
      if (event.status !== 'expired' || !stand.has(event)) continue;
      if (until === undefined || event.effectiveFrom < until) yield `${path}/effectiveFrom`;
    }
  },
  *'AEO-LIF-14'(r) {
    for (const [event, path] of events(r)) {
      if (event.appliesTo && !['suspended', 'reinstated'].includes(event.status)) yield `${path}/appliesTo`;
    }
  },

  // Size class
  *'AEO-MSME-04'(r) {
    for (const [figure, path] of basis(r)) {
      if (MONEY.includes(figure.measure) !== (figure.currency !== undefined)) yield `${path}/currency`;
    }
  },
  *'AEO-MSME-08'(r) {
    yield* again(basis(r), (f) => [f.measure, f.periodEnd, f.aggregation], '/measure');
  },

  // Recognition
  *'AEO-REC-02'(r) {
    const covered = new Map();
    for (const [one, path] of recognitions(r)) {
      const under = canonical([one.partner, one.agreement]);
      if (!covered.has(under)) covered.set(under, new Covered());
      if (covered.get(under).take(one)) yield `${path}/from`;
    }
  },
  *'AEO-REC-03'(r) {
    for (const [one, path] of recognitions(r)) if (one.partner === r.administration) yield `${path}/partner`;
  },

  // Sharing
  *'AEO-SHR-01'(r) {
    if (r.view) yield* ofClass(r, 'restricted');
  },
  *'AEO-SHR-02'(r) {
    if (isPublic(r)) yield* ofClass(r, 'partner');
  },
  *'AEO-SHR-03'(r) {
    if (isPublic(r) && r.holder.kind === 'natural-person') yield '/holder/kind';
  },
  *'AEO-SHR-04'(r) {
    if (!r.view || isPublic(r)) return;
    for (const [consent, path] of consents(r)) {
      if (consent.scope !== 'all' && consent.scope !== r.view.agreement) yield `${path}/scope`;
    }
  },
  *'AEO-SHR-05'(r) {
    if (!r.view || isPublic(r)) return;
    for (const [one, path] of recognitions(r)) if (one.partner !== r.view.audience.slice(0, 2)) yield `${path}/partner`;
  },
  *'AEO-SHR-06'(r) {
    if (!r.view) return;
    const latest = (scope) => {
      const of = consents(r).filter(([c]) => c.scope === scope);
      const since = of.map(([c]) => c.since).sort().at(-1);
      return of.filter(([c]) => c.since === since);
    };
    const own = latest(r.view.agreement);
    const counting = own.length ? own : latest('all');
    if (counting.length !== 1) return; // of several none is known to count (REC-8-3)
    const [[consent, path]] = counting;
    if (['refused', 'withdrawn'].includes(consent.state)) yield `${path}/state`;
  },
  *'AEO-SHR-07'(r) {
    yield* again(consents(r), (c) => [c.scope, c.since], '/since');
  },

  // Structure
  *'AEO-STR-08'(r) {
    const bad = [];
    walk(r, (value, path, item) => {
      if (item.set) value.forEach((one, i) => i && compare(value[i - 1], one) >= 0 && bad.push(`${path}/${i}`));
    });
    yield* bad;
  },
  *'AEO-STR-09'(r) {
    if (r.view) return;
    if (!r.holder.address) yield '/holder/address';
    if (!r.authorisation.grantedOn) yield '/authorisation/grantedOn';
    if (!r.consents) yield '/consents';
  },
  *'AEO-STR-10'(r) {
    for (const [contact, path] of each(r.holder.contacts, '/holder/contacts')) if (!Object.keys(contact).length) yield path;
  },
  *'AEO-STR-11'(r) {
    if (hasOtherLetters(r.holder.legalName)) yield '/holder/legalName';
  },
  *'AEO-STR-13'(r) {
    yield* again(sites(r), (site) => site.siteId, '/siteId');
  },
  *'AEO-STR-14'(r) {
    yield* again(each(r.authorisation.criteria, '/authorisation/criteria'), (c) => c.criterion, '/criterion');
  },

  // TIN
  *'AEO-TIN-01'(r) {
    for (const [tin, path] of typed(r, 'Tin')) if (!beginsTin(tin.slice(0, 2))) yield path;
  },
  *'AEO-TIN-03'(r) {
    yield* again([[{ tin: r.holder.tin }, ''], ...formerTins(r)], (one) => one.tin, '/tin');
  },
};

export const SHOULD = {
  *'AEO-COD-08'(r) {
    if (r.view && !isPublic(r) && !country(r.view.audience.slice(0, 2), 'EU', 'XK')) yield '/view/audience';
  },
  *'AEO-DAT-04'(r) {
    const grant = grantThatStands(r);
    if (grant && grant.effectiveFrom !== r.authorisation.terms[0].from) yield `/history/${r.history.indexOf(grant)}/effectiveFrom`;
  },
  *'AEO-DAT-06'(r, { at }) {
    if (r.issuedAt > at) yield '/issuedAt';
  },
  *'AEO-HOS-06'(r) {
    for (const [text, path] of texts(r)) if (hasUnassigned(text)) yield path;
  },
  *'AEO-IDN-04'(r) {
    const lists = [];
    walk(r, (value, path, item) => {
      if (item.type === 'Identifier' && item.list) lists.push([value, path]);
    });
    for (const [list, path] of lists) {
      const numbers = new Map();
      for (const [one, at] of each(list, path)) {
        const number = canonical([one.scheme, numberKey(one)]);
        const before = numbers.get(number) ?? new Set();
        // The very same element twice is a set that is not unique (STR-08), which is said already.
        if (before.size && !before.has(canonical(one))) yield `${at}/value`;
        numbers.set(number, before.add(canonical(one)));
      }
    }
  },
  *'AEO-LIF-07'(r) {
    const all = [...tiersOf(r)];
    for (const [event, path, before] of withThoseBefore(r.history)) {
      if (event.status !== 'suspended') continue;
      if ((event.appliesTo ?? all).every((tier) => before.suspendedAt(tier, event.effectiveFrom))) yield `${path}/status`;
    }
  },
  *'AEO-MSME-05'(r) {
    if (!r.view && r.msme?.assurance === 'certified' && !r.msme.evidence) yield '/msme/evidence';
  },
  *'AEO-MSME-06'(r) {
    const until = r.msme?.evidence?.validUntil;
    if (until && dateOver(until, r.issuedAt)) yield '/msme/evidence/validUntil';
  },
  *'AEO-MSME-07'(r) {
    if (r.msme?.sizeClass === 'large' && r.msme.provisions) yield '/msme/provisions';
  },
  *'AEO-REC-01'(r) {
    for (const [one, path] of recognitions(r)) {
      if (['partner-customs-code', 'importer-code'].includes(one.identifierMode) && !one.identifiers) yield `${path}/identifiers`;
    }
  },
  *'AEO-SHR-08'(r) {
    for (const [consent, path] of consents(r)) {
      if (consent.publish === true && !['given', 'not-required'].includes(consent.state)) yield `${path}/publish`;
    }
  },
  *'AEO-SHR-10'(r) {
    const number = r.holder.tin.slice(2);
    if (r.holder.kind !== 'natural-person' || number.length < 6) return;
    if (r.recordId.includes(number)) yield '/recordId';
    if (r.authorisation.number.includes(number)) yield '/authorisation/number';
  },
  *'AEO-STR-15'(r) {
    const asRegistered = (r.holder.otherNames ?? []).some((name) => name.use === 'local');
    if (r.holder.legalNameRomanisation && !asRegistered) yield '/holder/otherNames';
  },
  *'AEO-STR-12'(r) {
    for (const [term, path] of terms(r)) if (term.roles.includes('other') && !term.nationalRole) yield `${path}/nationalRole`;
  },
  *'AEO-TIN-02'(r) {
    if (isAeoNumber(r.holder.tin)) yield '/holder/tin';
  },
};

export const beginsTin = (code) => country(code, 'XI', 'XK');
/** Whether a TIN is taken for the number of an AEO certificate (REC-4-2). */
export const isAeoNumber = (tin) => /^AEO[A-Z]{2}/.test(tin) && beginsTin(tin.slice(3, 5));

/** Whether a code is a country of ISO 3166-1, or one of those that may stand beside. */
function country(code, ...beside) {
  return codes.countries.has(code) || beside.includes(code);
}

/** The outermost items of a disclosure class. */
function ofClass(record, disclosure) {
  const found = [];
  walk(record, (value, path, item) => {
    if (item.disclosure !== disclosure) return true;
    found.push(path);
    return false;
  });
  return found;
}
