// JSON Schema as far as the published schemas use it.

const patterns = new Map();
function matches(pattern, text) {
  if (!patterns.has(pattern)) patterns.set(pattern, new RegExp(pattern, 'u'));
  return patterns.get(pattern).test(text);
}

/** Unicode characters, of which some are two of a text here. */
function lengthOf(text) {
  let length = text.length;
  for (let i = 1; i < text.length; i++) {
    if ((text.charCodeAt(i) & 0xfc00) === 0xdc00 && (text.charCodeAt(i - 1) & 0xfc00) === 0xd800) length--;
  }
  return length;
}

export const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

const KINDS = {
  object: isObject,
  array: Array.isArray,
  string: (value) => typeof value === 'string',
  integer: Number.isInteger,
  boolean: (value) => typeof value === 'boolean',
};

/** Calls report(keyword, steps, name) for everything of a value that a schema does not accept. */
function judge(definitions, schema, value, steps, report) {
  if (schema.$ref) judge(definitions, definitions[schema.$ref.slice(8)], value, steps, report); // behind #/$defs/
  if (schema.type && !KINDS[schema.type](value)) return report('type', steps);
  if (schema.enum && !schema.enum.includes(value)) report('enum', steps);
  if (typeof value === 'string') ofText(schema, value, steps, report);
  else if (typeof value === 'number') {
    if (value < schema.minimum) report('minimum', steps);
    if (value > schema.maximum) report('maximum', steps);
  } else if (Array.isArray(value)) {
    if (value.length < schema.minItems) report('minItems', steps);
    if (value.length > schema.maxItems) report('maxItems', steps);
    if (schema.items) value.forEach((one, i) => judge(definitions, schema.items, one, [...steps, i], report));
  } else if (isObject(value)) ofObject(definitions, schema, value, steps, report);
}

function ofText(schema, value, steps, report) {
  const length = schema.minLength === undefined && schema.maxLength === undefined ? 0 : lengthOf(value);
  if (length < schema.minLength) report('minLength', steps);
  if (length > schema.maxLength) report('maxLength', steps);
  if (schema.pattern && !matches(schema.pattern, value)) report('pattern', steps);
  if (schema.not && matches(schema.not.pattern, value)) report('not', steps);
}

function ofObject(definitions, { required, properties, additionalProperties }, value, steps, report) {
  for (const name of required ?? []) if (!Object.hasOwn(value, name)) report('required', steps, name);
  if (!properties) return;
  for (const name of Object.keys(value)) {
    if (Object.hasOwn(properties, name)) judge(definitions, properties[name], value[name], [...steps, name], report);
    else if (additionalProperties === false) report('additionalProperties', steps, name);
  }
}

/** Schemas by their names. */
export class Schemas {
  constructor(definitions) {
    this.definitions = definitions;
  }

  /** Everything that the definition of a name, or a schema, does not accept: {keyword, steps, name}. */
  faults(schema, value) {
    const found = [];
    judge(this.definitions, this.#of(schema), value, [], (keyword, steps, name) => found.push({ keyword, steps, name }));
    return found;
  }

  accepts(schema, value) {
    return this.faults(schema, value).length === 0;
  }

  #of(schema) {
    return typeof schema === 'string' ? this.definitions[schema] : schema;
  }
}
