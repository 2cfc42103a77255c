// The verifier in a page of Chromium, behind the adapter protocol.
//   node chromium.mjs BROWSER REPOSITORY LOG, which gets every request that the page made
// The page gets the source as it lies in the repository, under a policy that lets it reach nothing else.
import { createServer } from 'node:http';
import { appendFileSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';

const [browserPath, repository, log] = process.argv.slice(2);
const NODE = 'conformance/implementations/node';
const POLICY = "default-src 'none'; script-src 'self' 'nonce-page'";
const HANDOVER = 'application/vnd.aeo-exchange.root-handover+jwt';

/** What records in XML are read by comes from npm as CommonJS. */
async function parser() {
  const { outputFiles } = await build({
    stdin: { contents: "export { SaxesParser } from 'saxes';", resolveDir: `${repository}/${NODE}` },
    bundle: true, write: false, format: 'esm', platform: 'browser',
  });
  return outputFiles[0].text;
}

const imports = {
  'aeo-exchange-verifier': '/packages/verifier/src/index.mjs',
  'aeo-exchange-verifier/record': '/packages/verifier/src/record/index.mjs',
  saxes: '/saxes.mjs',
};
const made = {
  '/': ['text/html', `<!doctype html><script nonce="page" type="importmap">${JSON.stringify({ imports })}</script>
<script type="module" src="/ask.mjs"></script>`],
  '/saxes.mjs': ['text/javascript', await parser()],
  '/ask.mjs': ['text/javascript', `
    import { verify } from '/${NODE}/verify.mjs';
    const bytes = (part) => Uint8Array.from(atob(part.content), (letter) => letter.charCodeAt(0));
    const isHandover = (part) => part.media === '${HANDOVER}';
    globalThis.ask = ({ at, inputs: { document, record, trust = [], roots = [], status = [] }, options: { pinnedFor, ...options } }) => verify({
      document: bytes(document), record: record && bytes(record), trust: trust.map(bytes), statusLists: status.map(bytes),
      handovers: roots.filter(isHandover).map(bytes),
      roots: roots.filter((part) => !isHandover(part)).map((part) => ({ certificate: bytes(part), pinnedFor: part.pinnedFor ?? pinnedFor })),
    }, { at, ...options });`],
};

const server = createServer(({ url }, response) => {
  appendFileSync(log, `${url}\n`);
  const isSource = /^\/(packages\/verifier\/src|conformance\/implementations\/node)\/[\w/-]+\.mjs$/.test(url);
  const [type, content] = made[url] ?? (isSource ? ['text/javascript', readFileSync(`${repository}${url}`)] : []);
  response.writeHead(content === undefined ? 404 : 200, { 'content-type': type ?? 'text/plain', 'content-security-policy': POLICY });
  response.end(content);
});
await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
const { port } = server.address();
const origin = `http://127.0.0.1:${port}`;

const browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox', '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1'] });
const page = await browser.newPage();
page.on('request', (request) => { if (!request.url().startsWith(origin)) appendFileSync(log, `elsewhere ${request.url()}\n`); });
page.on('pageerror', (error) => appendFileSync(log, `error ${error}\n`));
await page.goto(origin);
await page.waitForFunction(() => globalThis.ask);

const { version } = JSON.parse(readFileSync(`${repository}/packages/verifier/package.json`));
const hello = {
  v: 1,
  implementation: { name: 'aeo-exchange-verifier', version, language: `JavaScript in Chromium ${browser.version()}` },
  roles: ['verifier'],
  operations: ['verify'],
  media: ['application/vnd.aeo-exchange.status+sd-jwt'],
  spec: ['1.0'],
  depth: 'D3',
};

async function answer({ cmd, seq, ...question }) {
  if (cmd === 'hello') return hello;
  if (cmd !== 'run') return { ok: true };
  try {
    return { seq, ...(await page.evaluate((asked) => globalThis.ask(asked), question)) };
  } catch (error) {
    return { seq, error: { message: String(error).slice(0, 500) } };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  if (!line.trim()) continue;
  const message = JSON.parse(line);
  if (message.cmd === 'bye') break;
  process.stdout.write(`${JSON.stringify(await answer(message))}\n`);
}
await browser.close();
server.close();
process.exit(0);
