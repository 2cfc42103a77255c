// Pictures in the page for officers, in Chromium; prints as JSON what the page answers to each question.
//   node page_pictures.mjs BROWSER, with a question a line: {"page": FOLDER, "files": [...]}, given in one go
// For each answer its kind, its codes and its text, in order; and the kind and the source of each row of the table.
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';
import { serve } from './serving.mjs';

const browser = await chromium.launch({ executablePath: process.argv[2], args: ['--no-sandbox'] });

const read = () => ({
  answers: [...document.querySelectorAll('#results article')].map((article) => ({
    kind: article.className,
    codes: [...article.querySelectorAll('.reasons .code')].map((code) => code.textContent),
    text: article.innerText,
  })),
  rows: [...document.querySelectorAll('#summary tbody tr')].map((row) => ({ kind: row.cells[0].className, source: row.cells[1].innerText })),
});

async function answered({ page: folder, files }) {
  const { server, origin } = await serve(folder);
  const context = await browser.newContext({ locale: 'en-GB' });
  const page = await context.newPage();
  const errors = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.setDefaultTimeout(1_800_000); // two hundred large pictures on a busy machine
  await page.goto(`${origin}/`);
  await page.waitForSelector('html[data-ready]');
  await page.setInputFiles('#files', files);
  await page.waitForSelector('#results article');
  const seen = { ...await page.evaluate(read), errors };
  await context.close();
  server.close();
  return seen;
}

for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim()) process.stdout.write(`${JSON.stringify(await answered(JSON.parse(line)))}\n`);
}
await browser.close();
process.exit(0);
