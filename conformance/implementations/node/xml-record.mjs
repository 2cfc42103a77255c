// One AeoRecord, put together from its elements to the tree that JSON gives (CON-8).
import { groups, numberOfText, pointer } from 'aeo-exchange-verifier/record';

export const NAMESPACE = 'urn:aeo-exchange:1.0';
export const BLANK = /^[ \t\r\n]*$/;
const XSI = 'http://www.w3.org/2001/XMLSchema-instance';
const NAME = /^[A-Z][A-Za-z0-9]*$/;

/** Whether an element has an attribute that it may not have; a root may say where its schema lies (CON-8-3). */
export function hasAttribute(tag, isRoot) {
  return Object.values(tag.attributes).some((attribute) => {
    if (attribute.name === 'xmlns' || attribute.prefix === 'xmlns') return false;
    return !(isRoot && attribute.uri === XSI && attribute.local === 'schemaLocation');
  });
}

export class XmlRecord {
  faults = []; // {code, at}: a path, or the element at which it stands: whether it has an index shows at the end of its group
  #open = []; // from AeoRecord on
  #skipped = 0; // open elements that are not looked at
  #numberOf;

  /** Begins with the element AeoRecord; `numberOf(text, fault)` reads the numbers. */
  constructor(tag, isRoot, numberOf = numberOfText) {
    this.#numberOf = numberOf;
    this.#open.push(element(undefined, '', groups.AeoRecord, 'group'));
    if (hasAttribute(tag, isRoot)) this.fault('AEO-SYN-07', this.#open.at(-1));
  }

  get depth() {
    return this.#open.length + this.#skipped;
  }

  fault(code, at = '') {
    this.faults.push({ code, at });
  }

  open(tag) {
    if (this.#skipped) return void this.#skipped++;
    const parent = this.#open.at(-1);
    parent.children++;
    if (tag.uri !== NAMESPACE || !NAME.test(tag.local)) {
      this.fault('AEO-SYN-08', parent);
      return void this.#skipped++;
    }
    const name = tag.local[0].toLowerCase() + tag.local.slice(1);
    const item = parent.group?.items.get(name);
    const child = element(parent, name, item?.kind === 'group' ? groups[item.type] : undefined, item?.kind);
    Object.assign(child, { item, place: parent.values[name]?.length ?? 0 });
    if (item) {
      if (item.order < parent.last) this.fault('AEO-SYN-06', { ...child, whole: true });
      parent.last = item.order;
    }
    this.#open.push(child);
    if (hasAttribute(tag, false)) this.fault('AEO-SYN-07', child);
  }

  text(piece) {
    if (!this.#skipped) this.#open.at(-1).text += piece;
  }

  /** A comment or a processing instruction. */
  remark() {
    if (!this.#skipped) this.#open.at(-1).remarks++;
  }

  /** Ends an element; {tree} where it was the record itself. */
  close() {
    if (this.#skipped) return void this.#skipped--;
    const closed = this.#open.pop();
    const value = valueOf(closed, this.#numberOf, (code) => this.fault(code, code === 'AEO-HOS-03' ? '' : closed));
    if (!this.#open.length) return { tree: value };
    (this.#open.at(-1).values[closed.name] ??= []).push(value);
    return undefined;
  }
}

const element = (parent, name, group, kind) => ({
  parent, name, group, kind, text: '', remarks: 0, children: 0, last: -1, values: Object.create(null),
});

export const placed = (faults) => faults.map(({ code, at }) => ({ code, path: typeof at === 'string' ? at : pathOf(at) }));

/** An item has an index when it is a list, or occurs more than once in its group (CON-7-8). */
function pathOf({ parent, name, item, place, whole }) {
  if (!parent) return '';
  const path = pointer(pathOf(parent), name);
  return !whole && (item?.list || parent.values[name]?.length > 1) ? `${path}/${place}` : path;
}

/** CON-8-4 to CON-8-8. */
function valueOf({ children, text, kind, remarks, values, group, item }, numberOf, fault) {
  const isRecord = kind === 'group' && !item; // always an object
  if (children || isRecord || (kind === 'group' && BLANK.test(text))) {
    if (!BLANK.test(text)) fault('AEO-SYN-09');
    const tree = Object.create(null);
    for (const [name, all] of Object.entries(values)) {
      tree[name] = all.length > 1 || group?.items.get(name)?.list ? all : all[0];
    }
    return tree;
  }
  if (remarks) fault('AEO-SYN-10');
  if (item?.kind === 'integer') return numberOf(text, fault) ?? text;
  if (item?.kind === 'boolean') return text === 'true' || (text === 'false' ? false : text);
  return text;
}
