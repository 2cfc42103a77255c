// The page: what somebody gives, asked of the verifier, answered in words.
import { articleOf, isForeign, kindOf, tableOf } from './answers.mjs';
import { Camera } from './camera.mjs';
import { element } from './elements.mjs';
import { openEvidence } from './evidence.mjs';
import { given, seemsOf } from './given.mjs';
import { linesOf } from './lists.mjs';
import { isAskable } from './network.mjs';
import { LANGUAGES, choose, preferred, wordsOf } from './words.mjs';

const at = (id) => document.getElementById(id);
const DETAILED = 200; // more articles than that make a slow page; the table has all answers

class Page {
  answers = [];
  #question = { sources: [] }; // what was asked last, to ask it again with newer lists
  #turn = 0;

  async open() {
    this.words = await wordsOf(preferred());
    this.evidence = await openEvidence();
    this.camera = new Camera(at('view'));
    at('language').append(...Object.entries(LANGUAGES).map(([value, name]) => element('option', { value, lang: value }, name)));
    this.#wire();
    await this.#speak();
    document.documentElement.dataset.ready = 'yes';
  }

  #wire() {
    at('language').addEventListener('change', (event) => this.#change(event.target.value));
    at('ask').addEventListener('submit', (event) => { event.preventDefault(); this.#ask(); });
    at('files').addEventListener('change', () => this.#ask());
    at('clear').addEventListener('click', () => this.#clear());
    at('print').addEventListener('click', () => globalThis.print());
    at('fetch').addEventListener('click', () => this.#fetch());
    at('renew').addEventListener('click', () => this.#renew());
    at('forget').addEventListener('click', () => this.#forget());
    at('camera').addEventListener('click', () => this.#look());
    at('camera-stop').addEventListener('click', () => this.#stopLooking());
    at('camera-row').hidden = !Camera.isThere;
    const drop = at('drop');
    for (const name of ['dragover', 'drop']) document.addEventListener(name, (event) => event.preventDefault());
    document.addEventListener('dragover', () => drop.classList.add('over'));
    document.addEventListener('dragleave', () => drop.classList.remove('over'));
    document.addEventListener('drop', ({ dataTransfer }) => { drop.classList.remove('over'); this.#ask([...dataTransfer.files]); });
  }

  async #change(language) {
    choose(language);
    this.words = await wordsOf(language);
    await this.#speak();
  }

  async #speak() {
    const { words, evidence } = this;
    Object.assign(document.documentElement, { lang: words.language, dir: words.direction });
    document.title = words.say('title');
    at('language').value = words.language;
    for (const place of document.querySelectorAll('[data-says]')) place.textContent = words.say(place.dataset.says);
    at('trial').hidden = !evidence.isTrial;
    at('trial').textContent = words.say('trial', { at: words.instant(evidence.at) });
    await this.#showLists();
    this.#show();
  }

  async #showLists() {
    try {
      at('lists').replaceChildren(...await linesOf(this.evidence, this.words));
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      at('lists').replaceChildren(element('li', { role: 'alert' }, this.words.say('memoryBroken')));
    }
  }

  async #ask(files = [...at('files').files]) {
    const turn = ++this.#turn;
    this.#tell(this.words.say('working'));
    const sources = [];
    for (const [i, file] of files.entries()) { // one after the other: two hundred open pictures are more than a browser holds
      if (turn !== this.#turn) return;
      if (files.length > 1) this.#tell(this.words.say('workingOn', { number: i + 1, count: files.length }));
      sources.push(...await given(file));
    }
    if (turn === this.#turn) at('files').value = '';
    const pasted = at('pasted').value;
    if (pasted.trim()) sources.unshift({ kind: 'attestation', name: this.words.say('pasted'), content: pasted });
    if (turn === this.#turn) await this.#askAbout(sources);
  }

  async #askAbout(sources) {
    for (const list of sources.filter(({ kind }) => kind === 'trust' || kind === 'statusLists')) this.evidence.put({ ...list, isDropped: true });
    const asked = sources.filter(({ kind }) => kind === 'attestation' || kind === 'unread');
    if (asked.length) this.#question = { sources: asked };
    await this.#answer();
    await this.#showLists();
    at('answers').focus();
  }

  /** Asks the last question, with the lists that are there now. */
  async #answer(failed) {
    const { evidence } = this;
    if (!failed) evidence.dropOld();
    const question = { at: evidence.at, expectTin: tinIn(at('tin').value) };
    let note = failed?.length ? this.#whyNotFetched(failed) : '';
    try {
      const { verifier, memory } = await evidence.verifier();
      const answers = [];
      for (const source of this.#question.sources) answers.push(...await answersAbout(source, verifier, question, evidence));
      this.answers = answers;
      if (!evidence.keep(memory)) note = `${note} ${this.words.say('notKept')}`.trim();
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      note = this.words.say('memoryBroken');
      this.answers = [];
    }
    this.#show(note);
  }

  /** Which addresses gave nothing, and why: each reason once. */
  #whyNotFetched(failed) {
    const reasons = failed.map(({ why, places }) => this.words.say(why, places));
    return [this.words.say('notFetched', { addresses: failed.map(({ address }) => address).join(' ') }), ...new Set(reasons)].join(' ');
  }

  #show(note = '') {
    const { answers, words } = this;
    at('results').replaceChildren(...answers.slice(0, DETAILED).map((answer, i) => articleOf(answer, words, i)));
    at('summary').replaceChildren(...(answers.length > 1 ? [tableOf(answers, words)] : []));
    if (answers.length > DETAILED) at('summary').append(element('p', {}, words.say('firstAlone', { count: DETAILED })));
    at('print').hidden = !answers.length;
    const addresses = this.#addresses();
    at('fetch').hidden = !addresses.length;
    at('fetch').textContent = words.say('fetch', { hosts: [...new Set(addresses.map((one) => new URL(one).host))].join(', ') });
    const counts = ['yes', 'no', 'unsure', 'unread'].map((kind) => [kind, answers.filter((answer) => kindOf(answer) === kind).length]);
    const told = counts.filter(([, count]) => count).map(([kind, count]) => `${words.say(kind)} ${count > 1 || answers.length > 1 ? count : ''}`.trim());
    this.#tell([note, told.join(' · ') || (note ? '' : words.say('noAnswers'))].filter(Boolean).join(' '));
  }

  #tell(text) {
    at('said').textContent = text;
  }

  /** Where the status of what was proved can be asked: ATT-4-3 is seen before anything is fetched. */
  #addresses() {
    const proved = this.answers.filter(({ result, isRefusedByName }) => result && 'iss' in result.claims && !isRefusedByName
      && result.checks.every((check) => !(['scope', 'window'].includes(check.name) && check.outcome !== 'pass')));
    const addresses = proved.map(({ result }) => result.claims.status.status_list.uri);
    return [...new Set(addresses)].filter((address) => URL.canParse(address) && isAskable(address)).slice(0, 20);
  }

  async #fetch() {
    const addresses = this.#addresses();
    this.#tell(this.words.say('working'));
    const { failed, before } = await this.evidence.fetchStatusLists(addresses);
    await this.#answer(failed);
    const counted = new Set(this.answers.filter(({ result }) => result?.asOf).map(({ result }) => result.claims.status?.status_list.uri));
    for (const [address, list] of before) if (!counted.has(address)) this.evidence.putBack(address, list); // kept where proved (ATT-7-12)
    await this.#showLists();
  }

  async #renew() {
    this.#tell(this.words.say('working'));
    const failed = await this.evidence.renew();
    await this.#answer(failed);
    await this.#showLists();
  }

  async #forget() {
    this.evidence.forget();
    await this.#answer();
    await this.#showLists();
  }

  #clear() {
    this.#stopLooking();
    this.#turn++;
    at('ask').reset();
    this.answers = [];
    this.#question = { sources: [] };
    this.evidence.clearDropped();
    this.#show();
    this.#showLists();
    at('pasted').focus();
  }

  async #look() {
    at('looking').hidden = false;
    at('camera').disabled = true; // one look at a time
    try {
      const contents = await this.camera.look();
      if (contents.length) await this.#askAbout(contents.map((content) => ({ kind: 'attestation', name: this.words.say('cameraName'), content })));
    } catch {
      this.camera.stop();
      this.answers = [{ name: this.words.say('cameraName'), why: 'noCamera' }];
      this.#show();
    }
    this.#stopLooking();
  }

  #stopLooking() {
    this.camera.stop();
    at('looking').hidden = true;
    at('camera').disabled = false;
  }
}

/** The TIN that was typed, if any. A TIN has neither blanks nor small letters, which telephones and papers put there. */
const tinIn = (typed) => typed.replace(/\s/g, '').replace(/[a-z]/g, (letter) => letter.toUpperCase()) || undefined;

/** The answers about one thing that was given; each line of a file with several is one. */
async function answersAbout({ kind, name, why, content }, verifier, question, evidence) {
  if (kind === 'unread') return [{ name, why }];
  const { results, at: instant } = await verifier.verify(content, question);
  const refused = results.some(hasOtherName) ? await refusedByName(content, question, evidence) : [];
  return results.map((result, i) => ({
    name: results.length > 1 ? `${name}:${result.line}` : name, seems: isForeign(result) ? seemsOf(content) : undefined,
    isRefusedByName: refused[i] ?? false,
    result: { ...result, at: instant, expected: question.expectTin },
  }));
}

const hasOtherName = ({ checks }) => checks.some((check) => check.code === 'AEO-STA-03');

/** Which of several the trust list refuses by the name of their list (ATT-4-3): AEO-STA-03 is said of those alone where no list is at hand. */
async function refusedByName(content, question, evidence) {
  const { verifier } = await evidence.verifier(['trust']);
  return (await verifier.verify(content, question)).results.map(hasOtherName);
}

function stayOffline() {
  if (!('serviceWorker' in navigator)) return;
  const address = 'service-worker.js';
  const policy = globalThis.trustedTypes?.createPolicy('page', { createScriptURL: (url) => (url === address ? url : '') });
  navigator.serviceWorker.register(policy ? policy.createScriptURL(address) : address).catch(() => {}); // it works without, online
}

try {
  await new Page().open();
  stayOffline();
} catch (error) {
  document.getElementById('broken').hidden = false;
  throw error;
}
