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
 * The class that the figures of a record give under a definition (REC-7-7), and the rows it rests on;
 * undefined where they give none. `sectorRow(definition, code)` looks a code of ISIC Rev. 4 up.
 */
export function classOf(definition, { assessedOn: day, sector, basis }, sectorRow) {
  const version = definition.versions.find((one) => inForce(one, day));
  if (!version || changeUnsure(definition, day)) return undefined;
  const figures = figuresThatCount(basis, version.aggregation);
  if (!version.sectors) return classify(version, undefined, figures);
  const { codes, rows } = sectorsOf(definition.code, version, sector, sectorRow);
  const classes = codes.map((code) => classify(version, code, figures));
  if (!classes.length || classes.some((one) => one?.sizeClass !== classes[0]?.sizeClass || !one)) return undefined;
  return { sizeClass: classes[0].sizeClass, rows: [...rows, ...classes.flatMap((one) => one.rows)] };
}

/** The sectors that a record may mean (SIZ-5-1, SIZ-5-3). */
function sectorsOf(definition, version, sector, sectorRow) {
  if (sector?.scheme === definition) {
    const own = version.sectors.find((one) => one.code === sector.code);
    const covering = version.sectors.filter((one) => one.covers?.includes(sector.code));
    const named = own ? [own] : covering;
    return { codes: named.length === 1 ? [named[0].code] : [], rows: [] };
  }
  const row = sector?.scheme === 'ISIC4' ? sectorRow(definition, sector.code) : undefined;
  const codes = row ? row.sectors.split(' ') : [];
  const known = codes.every((code) => version.sectors.some((one) => one.code === code));
  return { codes: known ? codes : [], rows: row ? [row] : [] };
}

/** Of each measure the figure of the latest period in the aggregation of the version; none where there are two (REC-7-7). */
function figuresThatCount(basis, aggregation) {
  const latest = new Map();
  for (const figure of basis.filter((one) => one.aggregation === aggregation)) {
    const best = latest.get(figure.measure)?.[0].periodEnd ?? '';
    if (figure.periodEnd > best) latest.set(figure.measure, [figure]);
    else if (figure.periodEnd === best) latest.get(figure.measure).push(figure);
  }
  return new Map([...latest].filter(([, all]) => all.length === 1).map(([measure, [figure]]) => [measure, figure]));
}

/** The one class that figures give in a sector (SIZ-3-6, SIZ-3-7), and the rows it rests on (SIZ-4-2). */
function classify(version, sector, figures) {
  const context = { version, sector, figures };
  const possible = [];
  let ended = false;
  for (const row of version.classes) {
    const outcome = ended ? undefined : test(row.test, row.class, context);
    if (outcome === 'pass' || outcome === 'unknown') possible.push(row.class);
    ended ||= outcome === 'pass';
  }
  if (!ended) possible.push(...version.above);
  return new Set(possible).size === 1 ? { sizeClass: possible[0], rows: rowsOf(version, sector) } : undefined;
}

const holdsIn = (sector) => (row) => row.sector === undefined || row.sector === sector;
const rowsOf = (version, sector) => [
  version,
  ...(version.sectors ?? []).filter((row) => row.code === sector),
  ...(version.score ?? []),
  ...version.classes,
  ...version.thresholds.filter(holdsIn(sector)),
];

/** Of a node of n parts, how many must hold for it to hold, and how many must fail for it to fail (SIZ-2-5). */
const NODES = {
  all: (n) => ({ holds: n, fails: 1 }),
  highestOf: (n) => ({ holds: n, fails: 1 }),
  any: (n) => ({ holds: 1, fails: n }),
  lowestOf: (n) => ({ holds: 1, fails: n }),
  twoOf: (n) => ({ holds: 2, fails: n - 1 }),
  readings: (n) => ({ holds: n, fails: n }), // the law says both where they differ, so nobody knows
};

/**
 * pass, fail, unknown; undefined where the node is left out (SIZ-2-6). An unknown part counts for neither side, so
 * what is reached without it stands, whatever it turns out to be (SIZ-3-5).
 */
function test(node, sizeClass, context) {
  if (typeof node === 'string') return leaf(node, sizeClass, context);
  const [[kind, parts]] = Object.entries(node);
  const outcomes = parts.map((part) => test(part, sizeClass, context)).filter((o) => o !== undefined);
  if (!outcomes.length) return undefined;
  const { holds, fails } = NODES[kind](outcomes.length);
  const count = (wanted) => outcomes.filter((outcome) => outcome === wanted).length;
  if (count('pass') >= holds) return 'pass';
  return count('fail') >= fails ? 'fail' : 'unknown';
}

function leaf(measure, sizeClass, context) {
  const { version, sector } = context;
  const ceiling = version.thresholds.filter(holdsIn(sector)).find((t) => t.class === sizeClass && t.measure === measure);
  if (!ceiling) return undefined;
  const { sum, complete } = measure === 'score' ? score(context) : figure(measure, context);
  const within = sum?.within(ceiling.op, Fraction.of(ceiling.value));
  if (within === false) return 'fail'; // an incomplete score that is too large stays too large
  return complete ? 'pass' : 'unknown';
}

function figure(measure, { version, figures }) {
  const given = figures.get(measure);
  const wanted = measure === 'headcount' ? undefined : unit(version.currency ?? version.indexUnit);
  const usable = given && unit(given.currency) === wanted; // SIZ-3-3
  return usable ? { sum: Fraction.of(given.value), complete: true } : { complete: false };
}

function score(context) {
  let sum = new Fraction(0n);
  let complete = true;
  for (const term of context.version.score) {
    const { sum: value } = figure(term.measure, context);
    if (!value) complete = false;
    else sum = sum.plus(value.over(Fraction.of(term.per ?? '1')).times(Fraction.of(term.weight)));
  }
  return { sum, complete };
}
