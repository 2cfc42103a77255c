// What answers rest on: the roots and lists of the configuration, lists that were dropped, lists that were fetched on request.
import { Memory, openVerifier } from '../verifier/index.mjs';
import { listKind, part } from './given.mjs';
import { keep, kept } from './kept.mjs';
import { NotFetched, asked } from './network.mjs';

const KEPT_LISTS = 'aeo-lists'; // the service worker answers from it when there is no network
const isOurs = (address) => new URL(address, location.href).origin === location.origin;

/** An address that gave nothing, and why; what is no reason of ours is a fault of the page, and is thrown on. */
function failure(address, error) {
  if (!(error instanceof NotFetched)) throw error;
  return { address, why: error.why, places: { ...error.places, host: new URL(address, location.href).host } };
}

async function bytesAt(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

/** The configuration beside the page, its roots and its lists. What is missing is told, and the rest is used. */
export async function openEvidence() {
  const config = await (await fetch('config.json')).json();
  const evidence = new Evidence(config);
  const take = (kind, address, use) => bytesAt(address).then(use, () => evidence.missing.push({ kind, address }));
  for (const { certificate, pinnedFor } of config.roots) {
    await take('roots', certificate, (bytes) => evidence.roots.push({ certificate: bytes, pinnedFor, name: certificate }));
  }
  for (const address of config.handovers ?? []) await take('handovers', address, (bytes) => evidence.handovers.push(bytes));
  for (const [kind, address] of evidence.configured()) {
    if (isOurs(address)) await take(kind, address, (content) => evidence.put({ kind, content, name: address }));
    else evidence.missing.push({ kind, address });
  }
  return evidence;
}

export class Evidence {
  roots = [];
  handovers = [];
  missing = [];
  #lists = new Map(); // by address, so that a newer one takes the place of the older; what was dropped has none

  constructor(config) {
    this.config = config;
    this.isTrial = config.testKeys === true;
    this.seen = this.isTrial ? 'aeo-page-seen-in-trial' : 'aeo-page-seen';
  }

  /** The instant asked about: now, unless the configuration is a trial and names one. */
  get at() {
    return this.isTrial && this.config.at ? this.config.at : new Date().toISOString();
  }

  configured() {
    return ['trust', 'statusLists'].flatMap((kind) => (this.config[kind] ?? []).map((address) => [kind, address]));
  }

  put({ kind, content, name, until = Infinity, isDropped = false }) {
    this.#lists.set(isDropped ? Symbol(name) : name, { kind, content, name, until, isDropped });
  }

  drop(name) {
    this.#lists.delete(name);
  }

  clearDropped() {
    for (const [key, { isDropped }] of this.#lists) if (isDropped) this.#lists.delete(key);
  }

  lists(kind) {
    return [...this.#lists.values()].filter((list) => list.kind === kind);
  }

  /** What was fetched is used no longer than its `ttl` and `exp` (ATT-7-12). */
  dropOld(now = Date.now()) {
    for (const [key, { until }] of this.#lists) if (until <= now) this.#lists.delete(key);
  }

  /** A verifier that goes on with what was used before. A memory that is broken throws TypeError. */
  async verifier(kinds = ['trust', 'statusLists']) {
    const memory = new Memory(kept(this.seen));
    const contents = (kind) => (kinds.includes(kind) ? this.lists(kind).map((list) => list.content) : []);
    const verifier = await openVerifier({
      trust: contents('trust'), statusLists: contents('statusLists'), roots: this.roots.map(({ certificate, pinnedFor }) => ({ certificate, pinnedFor })),
      handovers: this.handovers, testKeys: this.isTrial, memory,
    });
    return { verifier, memory };
  }

  /** Whether the browser let the memory be kept. */
  keep(memory) {
    return keep(this.seen, JSON.stringify(memory));
  }

  forget() {
    keep(this.seen);
  }

  /** How the check of trust lists comes out, without an attestation. */
  async standing() {
    const { verifier } = await this.verifier();
    const { checks } = await verifier.verify('', { at: this.at });
    return { check: checks.find((one) => one.name === 'trust-list'), leftOut: verifier.leftOut };
  }

  /** The bytes at an address of a host that this build may ask; one that names its hosts asks no other. */
  #asked(address) {
    const { hosts } = this.config;
    if (hosts && !isOurs(address) && !hosts.includes(new URL(address).host)) throw new NotFetched('whyNotNamed');
    return asked(address);
  }

  /** Fetches status lists from their addresses; the addresses that gave none and why, and what was there before. */
  async fetchStatusLists(addresses) {
    const [failed, before] = [[], new Map()];
    for (const address of addresses) {
      try {
        const content = await this.#asked(address);
        const { ttl } = part(new TextDecoder().decode(content), 1) ?? {};
        before.set(address, this.#lists.get(address));
        // After `exp` it answers nothing anyway.
        this.put({ kind: 'statusLists', content, name: address, until: Date.now() + (ttl ?? Infinity) * 1000 });
      } catch (error) {
        failed.push(failure(address, error));
      }
    }
    return { failed, before };
  }

  /** Puts back what a fetched list took the place of, or nothing. */
  putBack(name, list) {
    if (list) this.put(list);
    else this.drop(name);
  }

  /** Fetches the lists of the configuration again; one that does not count leaves the older in its place. */
  async renew() {
    const failed = [];
    for (const [kind, address] of this.configured()) {
      try {
        const content = await this.#asked(address);
        if (listKind(content) !== kind || (kind === 'trust' && !(await this.#counts(content)))) throw new NotFetched('whyNoList');
        this.put({ kind, content, name: address });
        this.missing = this.missing.filter((one) => one.address !== address);
        if (isOurs(address)) await (await caches.open(KEPT_LISTS)).put(new URL(address, location.href), new Response(content));
      } catch (error) {
        failed.push(failure(address, error));
      }
    }
    return failed;
  }

  async #counts(content) {
    const alone = new Evidence(this.config);
    Object.assign(alone, { roots: this.roots, handovers: this.handovers });
    alone.put({ kind: 'trust', content, name: 'alone' });
    return (await alone.standing()).check.outcome === 'pass';
  }
}
