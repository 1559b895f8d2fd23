import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';

/**
 * Opens pages in Chromium and prints what it saw, as JSON: a process of its own, since the driver does not run inside
 * the test runner's modules.
 *
 * Standard input: {puppeteer, chromium, axe, visits: [{file, width, media, scheme, judged, screenshot, height, pdf}]}
 */
const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const { puppeteer, chromium, axe, visits } = JSON.parse(Buffer.concat(chunks).toString());
const { launch } = await import(pathToFileURL(puppeteer).href);
const judge = await readFile(axe, 'utf8');
// Chromium's own sandbox does not start for root, in a container.
const browser = await launch({ executablePath: chromium, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
const seen = [];
for (const visit of visits) seen.push(await see(visit));
await browser.close();
process.stdout.write(JSON.stringify(seen));

async function see({ file, width, media, scheme, judged, screenshot, height = 1100, pdf }) {
  const page = await browser.newPage();
  const happened = [];
  page.on('request', (request) => happened.push(`request ${request.url()}`));
  page.on('dialog', (dialog) => {
    happened.push(`dialog ${dialog.message()}`);
    dialog.dismiss();
  });
  page.on('pageerror', ({ message }) => happened.push(`error ${message}`));
  page.on('console', (message) => happened.push(`console ${message.text()}`));
  await page.setViewport({ width, height: 900 });
  await page.emulateMediaType(media);
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  const started = performance.now();
  await page.goto(pathToFileURL(file).href);
  const milliseconds = Math.round(performance.now() - started);
  const shown = await page.evaluate(() => ({
    title: document.title,
    text: document.body.textContent,
    /** Pixels by which the page is wider than the window. */
    overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    /** Tables inside folded parts that take up no room. */
    folded: [...document.querySelectorAll('details:not([open]) table')].filter(
      (table) => table.getBoundingClientRect().height === 0,
    ).length,
    rows: document.querySelectorAll('tbody tr').length,
    shown_rows: [...document.querySelectorAll('#keys .matrix tbody tr')].filter(
      (row) => row.getBoundingClientRect().height > 0,
    ).length,
  }));
  await page.click('#show-open').catch(() => {});
  const filtered_rows = await page.evaluate(
    () =>
      [...document.querySelectorAll('#keys .matrix tbody tr')].filter(
        (row) => row.getBoundingClientRect().height > 0,
      ).length,
  );
  await page.click('#show-all').catch(() => {});
  if (screenshot !== undefined)
    await page.screenshot({ path: screenshot, clip: { x: 0, y: 0, width, height } });
  // Without the tags for screen readers, which take most of the time.
  const printed = pdf ? await page.pdf({ preferCSSPageSize: true, tagged: false, timeout: 100_000 }) : null;
  const pages =
    printed &&
    (
      Buffer.from(printed)
        .toString('latin1')
        .match(/\/Type\s*\/Page\b/g) ?? []
    ).length;
  const violations = judged ? await judgedBy(page) : [];
  await page.close();
  return { ...shown, happened, milliseconds, filtered_rows, pages, violations };
}

/** axe-core is injected past the page's own policy, which allows no script. */
async function judgedBy(page) {
  await page.setBypassCSP(true);
  await page.reload();
  await page.evaluate(judge);
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' ')}`);
}
