// Computing a size class (part 4), with exact fractions of BigInt.

const MONEY_NAMES = { CLF: 'UF', UYI: 'UI' }; // SIZ-3-3
const unit = (code) => MONEY_NAMES[code] ?? code;

class Fraction {
  constructor(numerator, denominator = 1n) {
    Object.assign(this, { n: numerator, d: denominator });
  }
  static of(text) {
    const [whole, part = ''] = text.split('.');
    return new Fraction(BigInt(whole + part), 10n ** BigInt(part.length));
  }
  plus(o) {
    return new Fraction(this.n * o.d + o.n * this.d, this.d * o.d);
  }
  times(o) {
    return new Fraction(this.n * o.n, this.d * o.d);
  }
  over(o) {
    return new Fraction(this.n * o.d, this.d * o.n);
  }
  within(op, ceiling) {
    const [a, b] = [this.n * ceiling.d, ceiling.n * this.d];
    return op === '<' ? a < b : a <= b;
  }
}

export const inForce = (version, day) => (!version.from || version.from <= day) && (!version.until || day < version.until);

/** Whether the day lies in the year or month of a change of which no more is known (SIZ-3-1). */
export const changeUnsure = (definition, day) => definition.versions.some((version) => {
  const length = { year: 4, month: 7 }[version.fromPrecision];
  return length !== undefined && version.from.slice(0, length) === day.slice(0, length);
});

/**
 * The one class that the figures give, and the rows it rests on; undefined where they give none.
 * `figures` is Map(measure -> {value, currency}).
 */
export function classify(definition, { day, sector, figures }) {
  const version = definition.versions.find((one) => inForce(one, day));
  if (!version || changeUnsure(definition, day)) return undefined;
  const rows = [version];
  let sectorCode;
  if (version.sectors) {
    const row = version.sectors.filter((s) => s.code === sector || s.covers?.includes(sector));
    if (row.length !== 1) return undefined;
    rows.push(row[0]);
    sectorCode = row[0].code;
  }
  const context = { version, sectorCode, figures, rows };
  const possible = [];
  let ended = false;
  for (const row of version.classes) {
    const outcome = test(row.test, row.class, context);
    if (outcome === undefined) continue;
    rows.push(row);
    if (outcome !== 'fail') possible.push(row.class);
    if (outcome === 'pass') {
      ended = true;
      break;
    }
  }
  if (!ended) possible.push(...version.above);
  return new Set(possible).size === 1 ? { sizeClass: possible[0], rows } : undefined;
}

/** pass, fail, unknown; undefined where the node is left out (SIZ-2-6, SIZ-3-5). */
function test(node, sizeClass, context) {
  if (typeof node === 'string') return leaf(node, sizeClass, context);
  const [[kind, parts]] = Object.entries(node);
  const outcomes = parts.map((part) => test(part, sizeClass, context)).filter((o) => o !== undefined);
  if (!outcomes.length) return undefined;
  const needed = { all: outcomes.length, highestOf: outcomes.length, any: 1, lowestOf: 1, twoOf: 2 }[kind];
  const passed = outcomes.filter((o) => o === 'pass').length;
  const open = outcomes.filter((o) => o === 'unknown').length;
  if (passed >= needed) return 'pass';
  return passed + open < needed ? 'fail' : 'unknown';
}

function leaf(measure, sizeClass, context) {
  const { version, sectorCode, rows } = context;
  const ceiling = version.thresholds.find((t) =>
    t.class === sizeClass && t.measure === measure && (t.sector === undefined || t.sector === sectorCode));
  if (!ceiling) return undefined;
  rows.push(ceiling);
  const { sum, complete } = measure === 'score' ? score(context) : figure(measure, context);
  const within = sum?.within(ceiling.op, Fraction.of(ceiling.value));
  if (within === false) return 'fail'; // an incomplete score that is too large stays too large
  return complete ? 'pass' : 'unknown';
}

function figure(measure, { version, figures }) {
  const given = figures.get(measure);
  const usable = given && (measure === 'headcount' || unit(given.currency) === unit(version.currency ?? version.indexUnit));
  return usable ? { sum: Fraction.of(given.value), complete: true } : { complete: false };
}

function score(context) {
  let sum = new Fraction(0n);
  let complete = true;
  for (const term of context.version.score) {
    context.rows.push(term);
    const { sum: value } = figure(term.measure, context);
    if (!value) complete = false;
    else sum = sum.plus(value.over(Fraction.of(term.per ?? '1')).times(Fraction.of(term.weight)));
  }
  return { sum, complete };
}
