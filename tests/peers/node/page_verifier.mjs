// Questions of the adapter protocol to the verifier of the page for officers as it is built, in Chromium under its policy.
//   node page_verifier.mjs BROWSER FOLDER, with a question a line; for each line the answer, and what the page shows of it
// The page takes no record; whoever asks leaves it out.
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';
import { serve } from './serving.mjs';

const [browserPath, folder] = process.argv.slice(2);
const AT_ONCE = 100;
const { origin } = await serve(folder);
const browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox'] });
const page = await browser.newPage();
await page.goto(`${origin}/`);
await page.waitForSelector('html[data-ready]');

/** Runs in the page, with its modules alone. */
async function answersOf(questions) {
  const { Memory, verify } = await import('/verifier/index.mjs');
  const { articleOf } = await import('/src/answers.mjs');
  const { wordsOf } = await import('/src/words.mjs');
  const words = await wordsOf('en');
  const HANDOVER = 'application/vnd.aeo-exchange.root-handover+jwt';
  const bytes = (part) => Uint8Array.from(atob(part.content), (letter) => letter.charCodeAt(0));
  class Told extends Memory { // what the options say of an earlier time, and nothing else (section 2 of part 7)
    constructor({ knownRevision, knownStatusAt }) {
      super();
      this.highestRevision = () => knownRevision;
      this.newestStatus = () => knownStatusAt && Date.parse(knownStatusAt) / 1000;
    }

    noteList() {}
    noteStatus() {}
    noteRevision() {}
  }
  const shown = (result) => {
    const article = articleOf({ name: 'a', result }, words, 0);
    return { kind: article.className, codes: [...article.querySelectorAll('.reasons .code')].map((code) => code.textContent) };
  };
  const answered = async ({ at, inputs: { document, trust = [], roots = [], status = [] }, options }) => {
    const isHandover = (part) => part.media === HANDOVER;
    const answer = await verify(bytes(document), {
      at, trust: trust.map(bytes), statusLists: status.map(bytes), handovers: roots.filter(isHandover).map(bytes),
      roots: roots.filter((part) => !isHandover(part)).map((part) => ({ certificate: bytes(part), pinnedFor: part.pinnedFor ?? options.pinnedFor })),
      minSequence: options.minSequence, testKeys: options.testKeys, expectTin: options.expectTin, memory: new Told(options),
    });
    if (answer.unsupported) return { unsupported: true, shown: [shown(answer.results[0])] };
    const codes = [...new Set(answer.results.flatMap(({ checks }) => checks.flatMap(({ code }) => code ?? [])))];
    return { verdict: answer.verdict, findings: codes.map((code) => ({ code })), checks: answer.checks, shown: answer.results.map(shown) };
  };
  const answers = [];
  for (const question of questions) answers.push(await answered(question).catch((error) => ({ error: String(error) })));
  return answers;
}

let waiting = [];
async function answerAll() {
  for (const answer of await page.evaluate(answersOf, waiting)) process.stdout.write(`${JSON.stringify(answer)}\n`);
  waiting = [];
}
for await (const line of createInterface({ input: process.stdin })) {
  waiting.push(JSON.parse(line));
  if (waiting.length === AT_ONCE) await answerAll();
}
if (waiting.length) await answerAll();
await browser.close();
process.exit(0);
