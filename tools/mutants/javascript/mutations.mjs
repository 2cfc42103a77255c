// A JavaScript module on standard input to its mutants on standard output, as one JSON array.
import { readFileSync } from 'node:fs';
import { parse } from 'acorn';
import { fullAncestor } from 'acorn-walk';

const COMPARED = { '<': '<=', '<=': '<', '>': '>=', '>=': '>', '===': '!==', '!==': '===', '==': '!=', '!=': '==' };
const COUNTED = { '+': '-', '-': '+', '*': '/', '/': '*', '%': '*' };
const CALLED = {
  min: 'max', max: 'min', some: 'every', every: 'some', startsWith: 'endsWith', endsWith: 'startsWith',
  find: 'findLast', findLast: 'find', indexOf: 'lastIndexOf', lastIndexOf: 'indexOf', trim: 'trimStart',
};
const DROPPED = new Set(['ExpressionStatement', 'ThrowStatement', 'ContinueStatement', 'BreakStatement', 'ReturnStatement']);

const text = readFileSync(0, 'utf8');
const tree = parse(text, { ecmaVersion: 'latest', sourceType: 'module', locations: true });
const of = (node) => text.slice(node.start, node.end);
const mutants = [];

function mutant(node, change) {
  if (change === of(node)) return;
  mutants.push({
    line: node.loc.start.line,
    change: `${short(of(node))} -> ${short(change)}`,
    source: text.slice(0, node.start) + change + text.slice(node.end),
  });
}

function short(code) {
  const line = code.replace(/\s+/g, ' ');
  return line.length > 90 ? `${line.slice(0, 89)}…` : line;
}

/** The text of a node with one of its parts, and the comma beside it, taken out. */
function without(node, parts, index) {
  const rest = parts.filter((_, place) => place !== index).map(of);
  const [open, close] = [text[node.start], text[node.end - 1]];
  return `${open}${rest.join(', ')}${close}`;
}

const CHANGES = {
  BinaryExpression(node) {
    const other = COMPARED[node.operator] ?? COUNTED[node.operator];
    if (other) mutant(node, `${of(node.left)} ${other} ${of(node.right)}`);
  },
  LogicalExpression(node) {
    const other = { '&&': '||', '||': '&&' }[node.operator];
    if (other) mutant(node, `((${of(node.left)}) ${other} (${of(node.right)}))`);
    mutant(node, `(${of(node.left)})`);
    mutant(node, `(${of(node.right)})`);
  },
  UnaryExpression(node) {
    if (node.operator === '!') mutant(node, `(${of(node.argument)})`);
  },
  ConditionalExpression(node) {
    mutant(node, `(${of(node.test)}) ? (${of(node.alternate)}) : (${of(node.consequent)})`);
  },
  IfStatement(node) {
    mutant(node.test, `!(${of(node.test)})`);
    mutant(node.test, 'false');
    if (!node.alternate) mutant(node.test, 'true');
  },
  Literal(node, above) {
    if (typeof node.value === 'number' && !['ImportDeclaration', 'Property'].includes(above.type)) {
      mutant(node, String(node.value + 1));
      mutant(node, node.value > 0 ? String(node.value - 1) : `(${node.value - 1})`);
    }
    if (typeof node.value === 'boolean') mutant(node, String(!node.value));
  },
  MemberExpression(node) {
    if (node.computed && of(node.property) === '0') mutant(node, `${of(node.object)}.at(-1)`);
  },
  CallExpression(node) {
    const { callee, arguments: given } = node;
    if (callee.type === 'MemberExpression') {
      const other = CALLED[callee.property.name];
      if (other) mutant(callee, `${of(callee.object)}${callee.optional ? '?.' : '.'}${other}`);
      if (callee.property.name === 'at' && given.length === 1) mutant(node, `${of(callee.object)}[0]`);
      if (callee.property.name === 'filter') mutant(node, `(${of(callee.object)})`);
      if (['sort', 'reverse'].includes(callee.property.name)) mutant(node, `(${of(callee.object)})`);
    }
    // The order of what is compared with each other means nothing.
    const either = ['min', 'max'].includes(callee.property?.name);
    if (given.length > 1 && !either && given.every((each) => each.type !== 'SpreadElement')) {
      const [first, second, ...others] = given.map(of);
      mutant(node, `${of(callee)}(${[second, first, ...others].join(', ')})`);
    }
  },
  ArrayExpression(node) {
    if (node.elements.length > 1) node.elements.forEach((_, index) => mutant(node, without(node, node.elements, index)));
  },
  ObjectExpression(node) {
    if (node.properties.length > 1) node.properties.forEach((_, index) => mutant(node, without(node, node.properties, index)));
  },
};

fullAncestor(tree, (node, _state, ancestors) => {
  if (ancestors.some((each) => each.type === 'TemplateLiteral')) return; // what is said in words
  CHANGES[node.type]?.(node, ancestors.at(-2) ?? node);
  if (DROPPED.has(node.type)) mutant(node, ';');
});
process.stdout.write(JSON.stringify(mutants));
