// What this verifier has used before, so that nothing older is ever accepted (ATT-4-5, ATT-5-6, ATT-7-5).
// As JSON it has the shape of schemas/1.0/seen.schema.json, so that every implementation reads what another kept.

const isCount = (value) => Number.isSafeInteger(value) && value >= 0;
const isText = (value) => typeof value === 'string';
const MEMBERS = {
  trustLists: { listId: isText, sequence: isCount, digest: (value) => isText(value) && /^[0-9a-f]{64}$/.test(value) },
  statusLists: { administration: isText, uri: isText, iat: isCount },
  revisions: { listId: isText, administration: isText, recordId: isText, revision: isCount },
};
const areTexts = (value) => Array.isArray(value) && value.every(isText);
const key = (...parts) => JSON.stringify(parts);

function broken() {
  return new TypeError('the memory does not say what was used before; to go on without it would be to forget');
}

function rows(kept, name) {
  const list = kept[name] ?? [];
  const isRow = (row) => typeof row === 'object' && row !== null &&
    Object.entries(MEMBERS[name]).every(([member, fits]) => fits(row[member])) && (row.pinnedFor === undefined || areTexts(row.pinnedFor));
  if (!Array.isArray(list) || !list.every(isRow)) throw broken();
  return list;
}

export class Memory {
  #lists = new Map();
  #statusLists = new Map();
  #revisions = new Map();

  /** `kept` is what JSON.stringify made of a memory before, as text or as value; nothing for a verifier that is new. */
  constructor(kept) {
    if (kept === undefined || kept === null) return;
    let value;
    try {
      value = typeof kept === 'string' ? JSON.parse(kept) : kept;
    } catch {
      throw broken();
    }
    if (value?.specVersion !== '1.0') throw broken();
    for (const { listId, pinnedFor, sequence, digest } of rows(value, 'trustLists')) {
      this.noteList(listId, pinnedFor?.length ? pinnedFor : undefined, sequence, digest);
    }
    for (const { administration, uri, iat } of rows(value, 'statusLists')) this.noteStatus(administration, uri, iat);
    for (const row of rows(value, 'revisions')) this.noteRevision(row.listId, row.administration, row.recordId, row.revision);
  }

  /** {sequence, digest} of the newest issue used of a trust list; lists by roots of another reach are other lists. */
  newestList(listId, pinnedFor) {
    return this.#lists.get(key(listId, pinnedFor));
  }

  /** When the newest status list used of an administration and URI was signed, as NumericDate. */
  newestStatus(administration, uri) {
    return this.#statusLists.get(key(administration, uri))?.iat;
  }

  /** The highest revision of a record that was accepted under a trust list. */
  highestRevision(listId, administration, recordId) {
    return this.#revisions.get(key(listId, administration, recordId))?.revision;
  }

  noteList(listId, pinnedFor, sequence, digest) {
    if (sequence > (this.newestList(listId, pinnedFor)?.sequence ?? -1)) {
      this.#lists.set(key(listId, pinnedFor), { listId, pinnedFor: pinnedFor ?? [], sequence, digest });
    }
  }

  noteStatus(administration, uri, iat) {
    if (iat > (this.newestStatus(administration, uri) ?? -1)) this.#statusLists.set(key(administration, uri), { administration, uri, iat });
  }

  noteRevision(listId, administration, recordId, revision) {
    if (revision > (this.highestRevision(listId, administration, recordId) ?? -1)) {
      this.#revisions.set(key(listId, administration, recordId), { listId, administration, recordId, revision });
    }
  }

  toJSON() {
    const sorted = (rows, ...names) => [...rows.values()].sort((a, b) => {
      const name = names.find((one) => String(a[one]) !== String(b[one]));
      return String(a[name]) < String(b[name]) ? -1 : 1;
    });
    return {
      specVersion: '1.0',
      trustLists: sorted(this.#lists, 'listId', 'pinnedFor'),
      statusLists: sorted(this.#statusLists, 'administration', 'uri'),
      revisions: sorted(this.#revisions, 'listId', 'administration', 'recordId'),
    };
  }
}
