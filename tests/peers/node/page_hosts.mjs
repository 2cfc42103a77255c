// The page for officers and hosts of status lists: one that sends what ATT-4-11 asks, and others. Prints as JSON what was seen.
//   node page_hosts.mjs BROWSER INPUTS, where INPUTS has the built pages (wide, narrow), attestations, a list, key.pem and cert.pem
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { chromium } from 'playwright-core';
import { serve } from './serving.mjs';

const [browserPath, inputs] = process.argv.slice(2);
const given = (name) => `${inputs}/${name}`;
const list = readFileSync(given('list.jwt'));
const asked = []; // of any host of lists: nothing of it is made up by the browser
const PERMISSION = { 'access-control-allow-origin': '*' };
const MEDIA = { 'content-type': 'application/statuslist+jwt' };
const WHOLE = { ...MEDIA, ...PERMISSION, 'cache-control': 'public, max-age=600', etag: '"1"' };
const ANSWERS = {
  'status.customs.example': (response) => response.writeHead(200, WHOLE).end(list),
  'shut.customs.example': (response) => response.writeHead(200, MEDIA).end(list),
  'moved.customs.example': (response) => response.writeHead(302, { ...PERMISSION, location: 'https://status.customs.example/hk/1' }).end(),
  'gone.customs.example': (response) => response.writeHead(404, PERMISSION).end(),
  'long.customs.example': (response) => response.writeHead(200, WHOLE).end(Buffer.alloc(16_777_217, 65)),
};

const hosts = createServer({ key: readFileSync(given('key.pem')), cert: readFileSync(given('cert.pem')) }, (request, response) => {
  const { method, url, headers } = request;
  asked.push({ method, url: `https://${headers.host}${url}`, origin: headers.origin ?? null, cookie: headers.cookie ?? null, referer: headers.referer ?? null });
  ANSWERS[headers.host]?.(response) ?? response.destroy();
});
await new Promise((resolve) => { hosts.listen(0, '127.0.0.1', resolve); });
const { port } = hosts.address();

const wide = await serve(given('wide'));
const narrow = await serve(given('narrow'));
const browser = await chromium.launch({
  executablePath: browserPath,
  args: ['--no-sandbox', '--ignore-certificate-errors', `--host-resolver-rules=MAP *.customs.example 127.0.0.1:${port}`],
});
const seen = { answers: {}, errors: [] };

/** Opens a page, asks about an attestation, presses the button that fetches, and what stands there then. */
async function fetched(origin, name, isOffline = false) {
  const context = await browser.newContext({ locale: 'en-GB', ignoreHTTPSErrors: true, serviceWorkers: 'block' });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  page.on('pageerror', (error) => seen.errors.push(String(error)));
  await page.goto(`${origin}/`);
  await page.waitForSelector('html[data-ready]');
  await page.fill('#pasted', readFileSync(given(`${name}.sdjwt`), 'utf8'));
  await page.click('#ask button[type=submit]');
  await page.waitForSelector('#results article');
  const before = await page.getAttribute('#results article', 'class');
  await context.setOffline(isOffline);
  const from = asked.length;
  const isOffered = await page.isVisible('#fetch');
  if (isOffered) await page.click('#fetch');
  await page.waitForFunction(() => !document.querySelector('#said').textContent.includes('Working'));
  const policy = await page.getAttribute('meta[http-equiv]', 'content');
  const answer = { before, isOffered, policy, asked: asked.slice(from) };
  answer.kind = await page.getAttribute('#results article', 'class');
  answer.said = await page.innerText('#said');
  await context.close();
  return answer;
}

for (const name of ['open', 'shut', 'moved', 'gone', 'long', 'absent', 'refused']) seen.answers[name] = await fetched(wide.origin, name);
seen.answers.offline = await fetched(wide.origin, 'open', true);
seen.answers.named = await fetched(narrow.origin, 'open');
seen.answers.unnamed = await fetched(narrow.origin, 'gone');

/** What becomes of a question that a script of the page would ask behind its back. */
async function behind(origin) {
  const page = await browser.newPage({ ignoreHTTPSErrors: true });
  await page.goto(`${origin}/`);
  const from = asked.length;
  const outcome = await page.evaluate(() => fetch('https://gone.customs.example/hk/1').then(({ status }) => status, ({ name }) => name));
  await page.close();
  return [outcome, asked.length - from];
}
seen.behind = { wide: await behind(wide.origin), narrow: await behind(narrow.origin) };

await browser.close();
for (const { server } of [wide, narrow]) server.close();
hosts.close();
process.stdout.write(JSON.stringify(seen), () => process.exit(0));
