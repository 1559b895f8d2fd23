import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { evidencePage } from '../../src/evidence-page/evidence-page.ts';
import { contentOfReport, contentOfRun, type PageContent } from '../../src/evidence-page/page-content.ts';
import { plain } from '../../src/render/plain.ts';
import { summaryMarkdown } from '../../src/render/summary-markdown.ts';
import { fleetContent } from '../evidence-page/fleet-sample.ts';
import { fullReport } from '../evidence-page/full-report.ts';
import { htmlOf } from '../render/github-markdown.ts';
import { hostile } from '../render/hostile.ts';
import { finding, keyReport, poisoned, samples, verification } from '../render/samples.ts';
import { tool } from './peer.ts';

const programs = { puppeteer: tool('puppeteer-core'), chromium: tool('chromium'), axe: tool('axe-core') };
const isHere = Object.values(programs).every((path) => path !== null);

interface Visit {
  readonly file: string;
  readonly width: number;
  readonly media: 'screen' | 'print';
  readonly scheme: 'light' | 'dark';
  readonly judged?: boolean;
  readonly pdf?: boolean;
  readonly screenshot?: string;
  readonly height?: number;
}

interface Seen {
  readonly title: string;
  readonly text: string;
  readonly overflow: number;
  readonly folded: number;
  readonly rows: number;
  readonly shown_rows: number;
  readonly filtered_rows: number;
  readonly happened: readonly string[];
  readonly milliseconds: number;
  readonly pages: number | null;
  readonly violations: readonly string[];
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pages-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function written(name: string, content: PageContent): Promise<string> {
  const file = join(folder, `${name}.html`);
  await writeFile(file, evidencePage(content));
  return file;
}

/** What Chromium shows, in one process for all visits. */
function visit(visits: readonly Visit[]): Promise<readonly Seen[]> {
  return new Promise((found, failed) => {
    const options = { maxBuffer: 256 * 1024 * 1024 };
    const child = execFile('node', ['test/peers/browser-visits.mjs'], options, (error, stdout) =>
      error === null ? found(JSON.parse(stdout) as Seen[]) : failed(error),
    );
    child.stdin!.end(JSON.stringify({ ...programs, visits }));
  });
}

const views = [
  { width: 400, media: 'screen', scheme: 'light' },
  { width: 400, media: 'screen', scheme: 'dark' },
  { width: 1200, media: 'screen', scheme: 'light' },
  { width: 1200, media: 'screen', scheme: 'dark' },
  { width: 1200, media: 'print', scheme: 'light' },
] as const;

/** About as GitHub shows a job summary. */
async function summaryPage(): Promise<string> {
  const file = join(folder, 'summary.html');
  const style = `body { font: 16px/1.5 sans-serif; margin: 0; padding: 16px 32px; color: #1f2328 }
    h2 { border-bottom: 1px solid #d1d9e0; padding-bottom: 8px } table { border-collapse: collapse }
    td, th { border: 1px solid #d1d9e0; padding: 6px 13px; text-align: left } tr:nth-child(2n) { background: #f6f8fa }
    code { font-size: 85%; background: #eff1f3; padding: 3px 6px; border-radius: 6px }
    pre { background: #f6f8fa; padding: 16px } pre code { background: none; padding: 0 }`;
  const body = htmlOf(summaryMarkdown(samples.changes, 1024 * 1024));
  await writeFile(file, `<!doctype html><meta charset="utf-8"><style>${style}</style>${body}`);
  return file;
}

/** `SCREENSHOTS=1` writes the pictures of the documentation anew. */
const pictures = process.env['SCREENSHOTS'] === '1' ? resolve('docs/images') : null;

(isHere ? describe : describe.skip)('in Chromium', () => {
  test.each<[string, () => PageContent]>([
    ['a failed run', () => contentOfRun(samples.failed)],
    ['a run that stopped half way', () => contentOfRun(samples.applied)],
    ['a fleet', () => fleetContent(5, 40)],
    ['a full report', () => contentOfReport(fullReport('the text'), [])],
  ])('the page of %s has no violation of axe-core, fits, and loads nothing', async (name, evidence) => {
    const file = await written(name.replaceAll(' ', '-'), evidence());
    const seen = await visit(views.map((view) => ({ file, judged: true, ...view })));
    for (const [index, { violations, overflow, happened, title }] of seen.entries()) {
      expect({ view: views[index], violations, overflow }).toEqual({
        view: views[index],
        violations: [],
        overflow: 0,
      });
      expect(happened.filter((one) => one !== `request file://${file}`)).toEqual([]);
      expect(title).toMatch(/^(Not compliant|Run failed): keys in /);
    }
  });

  test('the page of 50 providers and 2,000 keys opens, filters by its style sheet, and prints in full', async () => {
    const file = await written('large', fleetContent(50, 2000));
    const [screen, print] = await visit([
      { file, ...views[2] },
      { file, ...views[4], pdf: true },
    ]);
    expect(screen!.milliseconds).toBeLessThan(15_000);
    expect(screen!.rows).toBeGreaterThan(6000);
    expect(screen!.overflow).toBe(0);
    expect(screen!.filtered_rows).toBe(21);
    expect(print!.folded).toBe(0);
    expect(print!.shown_rows).toBe(2000);
    expect(print!.pages).toBeGreaterThan(50);
  });

  test('hostile texts show themselves, and do nothing', async () => {
    const report = {
      ...verification(
        hostile.map((text) => keyReport(text, [finding({ message: text, remediation: text, actual: text })])),
      ),
      notices: hostile.map((text) => ({ code: 'unchecked' as const, id: text, message: text })),
    };
    const files = [
      await written('hostile', contentOfReport(report, [])),
      ...(await Promise.all(
        hostile
          .filter((text) => /[<>"]/.test(text))
          .map((text, index) => written(`hostile-${index}`, contentOfRun(poisoned(text)))),
      )),
    ];
    const seen = await visit(files.map((file) => ({ file, ...views[2] })));
    for (const [index, { happened, title }] of seen.entries()) {
      expect(happened).toEqual([`request file://${files[index]}`]);
      expect(title).toMatch(/^Not compliant: keys in /);
    }
    for (const text of hostile.filter((text) => text.length < 4000))
      expect(seen[0]!.text).toContain(plain(text));
  });

  (pictures === null ? test.skip : test)('pictures for the documentation', async () => {
    const run = await written('run', contentOfRun(samples.failed));
    const fleet = await written('fleet', fleetContent(5, 40));
    await visit([
      { file: await summaryPage(), ...views[2], screenshot: `${pictures}/summary.png`, height: 560 },
      { file: run, ...views[2], screenshot: `${pictures}/evidence-page.png` },
      { file: run, ...views[3], screenshot: `${pictures}/evidence-page-dark.png` },
      { file: run, ...views[0], screenshot: `${pictures}/evidence-page-narrow.png` },
      { file: fleet, ...views[2], screenshot: `${pictures}/evidence-page-fleet.png` },
    ]);
  });
});
