// The site of the standard in Chromium, opened from a disk and from a host. Prints as JSON what was seen.
//   node site.mjs BROWSER SITE PICTURES, where SITE is the built folder
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { serve } from './serving.mjs';

const [browserPath, site, pictures] = process.argv.slice(2);
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const KINDS = ['index.html', 'spec/2-record.html', 'rules.html', 'rules/AEO-DAT-01.html', 'items/Holder.tin.html', 'data-dictionary.html', 'commands/aeo-validate.html', 'conformance.html'];
const seen = { axe: {}, errors: [], elsewhere: [], wide: {}, disk: [], host: [] };

const { server, origin } = await serve(site);
const disk = `${pathToFileURL(site)}/`;
const host = `${origin}/`;

const browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox'] });
const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
page.setDefaultTimeout(60_000);
page.on('pageerror', (error) => seen.errors.push(String(error)));
page.on('console', (message) => { if (message.type() === 'error') seen.errors.push(message.text()); });
page.on('request', (request) => { if (!request.url().startsWith(disk) && !request.url().startsWith(host)) seen.elsewhere.push(request.url()); });

/** Seeks something from a page, and what is offered. */
async function seek(origin, from, words) {
  await page.goto(`${origin}${from}`);
  await page.fill('[id="site.sought"]', words);
  await page.waitForFunction(() => /found/.test(document.getElementById('site.count').textContent));
  return page.evaluate(() => ({
    count: document.getElementById('site.count').textContent,
    hits: [...document.querySelectorAll('[id="site.hits"] a')].map((link) => [link.textContent, link.getAttribute('href')]),
  }));
}

for (const [name, origin] of [['disk', disk], ['host', host]]) {
  seen[name] = {
    rule: await seek(origin, 'rules/AEO-DAT-01.html', 'aeo-lif-03'),
    words: await seek(origin, 'index.html', 'suspended tier'),
    nothing: await seek(origin, 'index.html', 'zzzz qqqq'),
  };
  await seek(origin, 'items/Holder.tin.html', 'REC-1-3');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL(/spec\/2-record\.html#REC-1-3$/);
  seen[name].followed = await page.evaluate(() => document.querySelector(':target').textContent.slice(0, 7));
}

for (const kind of KINDS) {
  await page.goto(`${host}${kind}`);
  for (const [scheme, width] of [['light', 1280], ['dark', 360]]) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width, height: 900 });
    await page.screenshot({ path: `${pictures}/${kind.replace(/\W/g, '-')}-${scheme}-${width}.png` });
    seen.wide[`${kind} ${width}`] = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    await page.evaluate(axeSource);
    seen.axe[`${kind} ${scheme}`] = await page.evaluate(async () => (await globalThis.axe.run(document, { resultTypes: ['violations'] })).violations.map((one) => `${one.id}: ${one.nodes[0].html}`));
  }
}

await browser.close();
server.close();
process.stdout.write(JSON.stringify(seen), () => process.exit(0));
