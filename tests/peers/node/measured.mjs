// A page of counts in Chromium: axe in both themes, pictures, widths, and whether anything is asked for.
//   node measured.mjs BROWSER PAGE FOLDER, which gets a picture of each
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const [browserPath, file, folder] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf-8');
const seen = { axe: {}, elsewhere: [], errors: [], wide: {}, bars: {} };
const browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox', '--host-resolver-rules=MAP * ~NOTFOUND'] });
const ways = {
  light: { colorScheme: 'light', viewport: { width: 1100, height: 900 } },
  dark: { colorScheme: 'dark', viewport: { width: 1100, height: 900 } },
  narrow: { colorScheme: 'light', viewport: { width: 360, height: 800 } },
  print: { colorScheme: 'dark', viewport: { width: 1100, height: 900 } },
};
for (const [name, way] of Object.entries(ways)) {
  const context = await browser.newContext(way);
  const page = await context.newPage();
  page.on('request', (request) => { if (!request.url().startsWith('file:')) seen.elsewhere.push(request.url()); });
  page.on('pageerror', (error) => seen.errors.push(String(error)));
  await page.goto(pathToFileURL(file).href);
  if (name === 'print') await page.emulateMedia({ media: 'print' });
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  seen.axe[name] = violations.map(({ id, nodes }) => [id, nodes[0].html]);
  seen.wide[name] = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  seen.bars[name] = await page.locator('tbody rect').count();
  await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
  await context.close();
}
await browser.close();
process.stdout.write(JSON.stringify(seen));
