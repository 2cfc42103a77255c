// The page for officers in Chromium, used as an officer would. Prints as JSON what was seen.
//   node page.mjs BROWSER INPUTS PICTURES, where INPUTS has the built pages (trial, later, earnest), what is given, and camera.y4m
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';
import { serve } from './serving.mjs';

const [browserPath, inputs, pictures] = process.argv.slice(2);
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const given = (name) => `${inputs}/${name}`;
const text = (name) => readFileSync(given(name), 'utf8');

const replaced = new Map(); // what a host has in place of a file that was built

const ARGUMENTS = ['--no-sandbox', '--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream',
  `--use-file-for-fake-video-capture=${given('camera.y4m')}`];
const browser = await chromium.launch({ executablePath: browserPath, args: ARGUMENTS });
const seen = { answers: {}, errors: [], elsewhere: [], axe: {} };

async function opened(origin, options = {}) {
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  page.requests = [];
  page.on('pageerror', (error) => seen.errors.push(String(error)));
  page.on('console', (message) => { if (message.type() === 'error') seen.errors.push(message.text()); });
  page.on('request', (request) => { page.requests.push(request.url()); if (/^https?:/.test(request.url()) && !request.url().startsWith(origin)) seen.elsewhere.push(request.url()); });
  await page.goto(`${origin}/`);
  await page.waitForSelector('html[data-ready]');
  return { context, page };
}

/** Asks, and what stands there then: the verdicts, the codes, the text. */
async function ask(page, { paste, files, tin = '' }) {
  await page.click('#clear');
  await page.fill('#tin', tin);
  if (paste !== undefined) {
    await page.fill('#pasted', paste);
    await page.click('#ask button[type=submit]');
  } else await page.setInputFiles('#files', files.map(given));
  await page.waitForSelector('#results article');
  return read(page);
}

const read = (page) => page.evaluate(() => ({
  kinds: [...document.querySelectorAll('#results article')].map((article) => article.className),
  titles: [...document.querySelectorAll('#results h3')].map((title) => title.textContent),
  codes: [...document.querySelectorAll('#results .reasons .code')].map((code) => code.textContent),
  text: document.querySelector('#results').innerText,
  said: document.querySelector('#said').textContent,
  table: [...document.querySelectorAll('#summary tbody tr')].map((row) => [...row.cells].map((cell) => cell.textContent)),
  rows: document.querySelectorAll('#summary tbody tr').length,
}));

async function axe(page) {
  await page.evaluate(axeSource);
  return page.evaluate(async () => (await globalThis.axe.run(document, { resultTypes: ['violations'] })).violations.map((one) => `${one.id}: ${one.nodes[0].html}`));
}

const trial = await serve(given('trial'), replaced);
const later = await serve(given('later'), replaced);
const earnest = await serve(given('earnest'), replaced);

{
  const { context, page } = await opened(trial.origin);
  seen.policy = await page.getAttribute('meta[http-equiv]', 'content');
  seen.banner = await page.innerText('#trial');
  seen.lists = await page.innerText('#lists');
  await page.evaluate(() => navigator.serviceWorker.ready);
  seen.opening = page.requests.splice(0);
  const token = text('yes.sdjwt');
  Object.assign(seen.answers, {
    yes: await ask(page, { paste: token }),
    expected: await ask(page, { paste: token, tin: ' HK00000033 ' }),
    other: await ask(page, { paste: token, tin: 'HK00000107' }),
    typedOtherwise: await ask(page, { paste: token, tin: 'hk 0000 0033' }),
    forged: await ask(page, { paste: text('forged.sdjwt') }),
    expired: await ask(page, { files: ['expired.sdjwt'] }),
    foreign: await ask(page, { paste: 'https://shop.example/offer' }),
    markup: await ask(page, { paste: '<img src=x onerror=alert(1)>' }),
    record: await ask(page, { paste: '{"specVersion": "1.0"}' }),
    xml: await ask(page, { paste: '<AeoAttestation xmlns="urn:x"/>' }),
  });
  seen.asking = page.requests.splice(0);
  Object.assign(seen.answers, {
    picture: await ask(page, { files: ['code.png'] }),
    otherCode: await ask(page, { files: ['other.png'] }),
    drawn: await ask(page, { files: ['code.svg'] }),
    telephone: await ask(page, { files: ['telephone.heic'] }),
    document: await ask(page, { files: ['paper.pdf'] }),
    workbook: await ask(page, { files: ['list.xlsx'] }),
    blank: await ask(page, { files: ['blank.png'] }),
    broken: await ask(page, { files: ['broken.png'] }),
    several: await ask(page, { files: ['yes.sdjwt', 'forged.sdjwt', 'blank.png', 'expired.sdjwt'] }),
  });
  seen.ofPictures = page.requests.splice(0);
  for (const scheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme: scheme });
    for (const width of [360, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      seen.axe[`${scheme} ${width}`] = await axe(page);
      await page.screenshot({ path: `${pictures}/${scheme}-${width}.png`, fullPage: true });
      await page.screenshot({ path: `${pictures}/top-${scheme}-${width}.png` });
      seen[`wide ${width}`] = await page.evaluate(() => document.documentElement.scrollWidth);
    }
  }
  await page.click('#clear');
  seen.afterClear = await page.evaluate(() => document.activeElement.id);
  await page.keyboard.insertText(token);
  seen.tabs = [];
  for (let i = 0; i < 5 && seen.tabs.at(-1) !== 'submit'; i++) {
    await page.keyboard.press('Tab');
    seen.tabs.push(await page.evaluate(() => document.activeElement.id || document.activeElement.type));
  }
  await page.keyboard.press('Enter');
  await page.waitForSelector('#results article');
  await page.waitForFunction(() => document.activeElement.id === 'answers');
  seen.answers.keyboard = await read(page);
  await page.selectOption('#language', 'ar');
  await page.waitForSelector('html[dir=rtl]');
  seen.answers.arabic = await ask(page, { files: ['yes.sdjwt', 'forged.sdjwt'] });
  seen.axe.arabic = await axe(page);
  await page.screenshot({ path: `${pictures}/arabic.png`, fullPage: true });
  await page.selectOption('#language', 'en');
  await page.waitForSelector('html[dir=ltr]');

  await page.reload();
  await page.waitForSelector('html[data-ready]');
  await context.setOffline(true);
  await page.reload();
  await page.waitForSelector('html[data-ready]');
  seen.answers.offline = await ask(page, { paste: token });
  seen.answers.offlinePicture = await ask(page, { files: ['code.png'] });
  seen.offlineTitle = await page.title();
  seen.answers.offlineSeveral = await ask(page, { files: ['yes.sdjwt', 'forged.sdjwt', 'blank.png', 'expired.sdjwt'] });
  await page.selectOption('#language', 'zh');
  await page.waitForSelector('html[lang=zh]');
  seen.answers.offlineChinese = await ask(page, { paste: token });
  await page.selectOption('#language', 'en');
  await page.waitForSelector('html[lang=en]');
  await ask(page, { paste: token });
  await page.click('#renew');
  await page.waitForFunction(() => document.querySelector('#said').textContent.includes('Not fetched'));
  seen.answers.offlineRenewed = await read(page);
  await context.setOffline(false);

  await ask(page, { paste: token });
  page.requests.splice(0);
  for (const name of ['trust-list', 'status-list']) replaced.set(`${given('trial')}/lists/${name}.jwt`, text('yes.sdjwt'));
  await page.click('#renew');
  await page.waitForFunction(() => document.querySelector('#said').textContent.includes('Not fetched'));
  seen.answers.badList = await read(page);
  seen.renewing = page.requests.splice(0).map((address) => new URL(address).pathname);
  replaced.clear();
  await page.click('#renew');
  await page.waitForFunction(() => document.querySelector('#said').textContent === 'Yes');
  seen.answers.renewed = await read(page);
  seen.answers.root = await ask(page, { files: ['root.pem'] });
  seen.answers.many = await ask(page, { files: ['many.sdjwt'] });
  seen.manySummary = await page.innerText('#summary > p');

  await page.evaluate(() => localStorage.setItem('aeo-page-seen-in-trial', '{"specVersion":'));
  await page.reload();
  await page.waitForSelector('html[data-ready]');
  await page.fill('#pasted', token);
  await page.click('#ask button[type=submit]');
  await page.waitForFunction(() => document.querySelector('#said').textContent.includes('damaged'));
  seen.answers.damaged = await read(page);
  await page.click('#forget');
  await page.waitForSelector('#results article');
  seen.answers.forgotten = await read(page);
  const session = await context.newCDPSession(page);
  seen.notInstallable = (await session.send('Page.getInstallabilityErrors')).installabilityErrors.map((error) => error.errorId);
  await context.close();
}

{
  const { context, page } = await opened(later.origin);
  const asked = [];
  const answer = { status: 200, headers: { 'access-control-allow-origin': '*' }, body: text('suspended.jwt') };
  let isThere = false;
  await context.route('https://status.customs.example/**', (route) => {
    const { headers } = route.request();
    asked.push({ url: route.request().url(), cookie: headers.cookie ?? null, referer: headers.referer ?? null });
    return isThere ? route.fulfill(answer) : route.abort();
  });
  seen.answers.stale = await ask(page, { paste: text('yes.sdjwt') });
  seen.elsewhereBeforeFetch = seen.elsewhere.length;
  seen.fetchButton = await page.innerText('#fetch');
  await page.click('#fetch');
  await page.waitForFunction(() => document.querySelector('#said').textContent.includes('Not fetched'));
  seen.answers.unreachable = await read(page);
  isThere = true;
  await page.click('#fetch');
  await page.waitForSelector('#results article.no');
  seen.answers.suspended = await read(page);
  seen.asked = asked.slice();
  seen.answers.keptForItsTime = await ask(page, { paste: text('yes.sdjwt') });
  await page.evaluate(() => { const { now } = Date; Date.now = () => now() + 3_700_000; }); // its ttl is an hour
  seen.answers.keptNoLonger = await ask(page, { paste: text('yes.sdjwt') });
  seen.answers.dropped = await ask(page, { files: ['suspended.jwt', 'yes.sdjwt'] });
  await context.close();
}

{
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.addInitScript(() => { Object.defineProperty(globalThis, 'localStorage', { get() { throw new DOMException('refused', 'SecurityError'); } }); });
  await page.goto(`${trial.origin}/`);
  await page.waitForSelector('html[data-ready]');
  seen.answers.nothingKept = await ask(page, { paste: text('yes.sdjwt') });
  replaced.set(`${given('later')}/config.json`, '{');
  await page.goto(`${later.origin}/`);
  await page.waitForSelector('#broken:not([hidden])');
  seen.broken = await page.innerText('#broken');
  replaced.clear();
  await context.close();
}

{
  const { context, page } = await opened(earnest.origin);
  seen.earnestBanner = await page.isVisible('#trial');
  seen.answers.earnest = await ask(page, { paste: text('yes.sdjwt') });
  await context.close();
}

{
  const { context, page } = await opened(trial.origin, { permissions: ['camera'] });
  await page.click('#camera');
  await page.waitForSelector('#results article', { timeout: 60_000 });
  seen.answers.camera = await read(page);
  seen.cameraStopped = await page.isHidden('#looking');
  await context.close();
}

await browser.close();
trial.server.close();
later.server.close();
earnest.server.close();
process.stdout.write(JSON.stringify(seen), () => process.exit(0));
