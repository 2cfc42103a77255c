// Partner profiles that the operator has adopted (XCH-1): TOML files, known by the digest of what was agreed.
import { TomlDate, parse } from 'smol-toml';
import { canonical, programme } from 'aeo-exchange-verifier/record';
import { hex } from './digests.mjs';
import { isProfile } from './schemas.mjs';

const WITHHELD = new Set([
  'authorisation.grantedOn', 'authorisation.replaces', 'authorisation.validatedOn', 'holder.address', 'holder.formerTins',
  'holder.identifiers', 'holder.sites', 'msme', 'recognitions',
]);
const LIMITS = { percent: 10, atLeast: 20 }; // XCH-1-3

class NoProfile extends Error {}

/** Profiles by their digest; what is none is adopted by nobody, nor are two texts of one version (XCH-1-6). */
export function adopted(contents) {
  const profiles = contents.map(profileOf).filter((profile) => profile !== undefined);
  const isAlone = ({ name, digest }) => !profiles.some((other) => other.name === name && other.digest !== digest);
  return new Map(profiles.filter(isAlone).map((profile) => [profile.digest, profile]));
}

/** The limit of mass changes that a side goes by; that of XCH-1-3 where the file sets none, is kept by the other, or is not there. */
export function limitsOf(profile, side) {
  const own = profile?.own ?? {};
  const isOwn = own.side === undefined || own.side === side;
  return { ...LIMITS, ...(isOwn && own.massChange) };
}

function profileOf(content) {
  try {
    const file = plain(parse(new TextDecoder('utf-8', { fatal: true }).decode(content), { integersAsBigInt: true }));
    if (!isProfile(file)) return undefined;
    const { own, ...agreed } = inCamelCase(file);
    if (!holdsTogether(agreed)) return undefined;
    const { code, version } = agreed;
    return { code, own, name: `${code} ${version}`, digest: hex(canonical(sorted(agreed))) };
  } catch {
    return undefined; // no TOML, or no profile
  }
}

/** Texts, whole numbers, booleans, sets and tables, and nothing else (XCH-1-1). */
function plain(value) {
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'bigint') return Number(value); // the schema has bounds below those of Number
  if (Array.isArray(value)) return asSet(value.map(plain));
  if (typeof value === 'number' || value instanceof TomlDate) throw new NoProfile();
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, plain(one)]));
}

function asSet(list) {
  if (new Set(list.map((one) => canonical(sorted(one)))).size < list.length) throw new NoProfile();
  return list;
}

function inCamelCase(value) {
  if (Array.isArray(value)) return value.map(inCamelCase);
  if (typeof value !== 'object') return value;
  const name = (snake) => snake.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());
  return Object.fromEntries(Object.entries(value).map(([snake, one]) => [name(snake), inCamelCase(one)]));
}

/** The same tree with each list in the order of the canonical bytes of its elements, inner lists first (XCH-1-2). */
function sorted(value) {
  if (Array.isArray(value)) {
    const elements = value.map(sorted).map((one) => [Buffer.from(canonical(one)), one]);
    return elements.sort(([a], [b]) => Buffer.compare(a, b)).map(([, one]) => one);
  }
  if (typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, sorted(one)]));
}

/** What no schema can say of a profile (XCH-1-1, XCH-1-4, XCH-1-5, XCH-1-7). */
function holdsTogether({ code, parties, rows, withheld = [] }) {
  const sides = parties.map(({ party }) => party).sort();
  const parts = code.split('-');
  const others = parts.findIndex((part) => !/^[A-Z]{2}$/.test(part));
  const named = parts.slice(0, others < 0 ? parts.length : others).sort();
  return named.join() === sides.join() && sides[0] !== sides[1]
    && parties.every(({ timeZone }) => isTimeZone(timeZone))
    && withheld.every((name) => WITHHELD.has(name))
    && rows.every((row) => isRow(row, sides));
}

function isRow({ grantedBy, recognisedBy, from, until, ...row }, sides) {
  if (grantedBy === recognisedBy || !sides.includes(grantedBy) || !sides.includes(recognisedBy)) return false;
  const isOf = row.programme.startsWith(`${grantedBy}-`)
    || programme(row.programme)?.administrations?.some(({ administration }) => administration === grantedBy);
  return Boolean(isOf) && (until === undefined || until > from);
}

function isTimeZone(name) {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}
