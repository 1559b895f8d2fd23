import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { glob } from 'tinyglobby';
import { startEmulator } from '../../support/emulator.ts';
import { hasOpenBao } from '../openbao.ts';
import { peer, tool } from '../peer.ts';
import { type Block, printedBlocks } from './blocks.ts';
import { startCloud } from './cloud.ts';
import { architecturePage } from './pages/architecture-page.ts';
import { auditPage } from './pages/audit-page.ts';
import { checksPage } from './pages/checks-page.ts';
import { commandLinePage } from './pages/command-line-page.ts';
import { emulatorPage } from './pages/emulator-page.ts';
import { fleetPage } from './pages/fleet-page.ts';
import { lambdaPage } from './pages/lambda-page.ts';
import { lifecyclePage } from './pages/lifecycle-page.ts';
import { operationsPage } from './pages/operations-page.ts';
import { readmePage } from './pages/readme-page.ts';
import { recoveryPage } from './pages/recovery-page.ts';
import { referencePage } from './pages/reference-page.ts';
import { workflowsPage } from './pages/workflows-page.ts';
import { type Entry, stage } from './stage.ts';
import { startWorld } from './world.ts';

const ministack = peer('ministack');
const ready = [hasOpenBao(), ministack !== null, peer('awscli') !== null, tool('sam') !== null].every(
  Boolean,
);

/** What is done with the blocks of each page. */
const pages: Readonly<Record<string, readonly Entry[]>> = {
  'README.md': readmePage,
  'docs/command-line.md': commandLinePage,
  'docs/architecture.md': architecturePage,
  'docs/audit.md': auditPage,
  'docs/checks.md': checksPage,
  'docs/emulator.md': emulatorPage,
  'docs/lambda.md': lambdaPage,
  'docs/fleet.md': fleetPage,
  'docs/lifecycle.md': lifecyclePage,
  'docs/operations.md': operationsPage,
  'docs/recovery.md': recoveryPage,
  'docs/reference.md': referencePage,
  'docs/workflows/README.md': workflowsPage,
};

const entryOf = ({ file, text }: Block) =>
  pages[file]?.find(({ has }) => (typeof has === 'string' ? text.includes(has) : has.test(text)));
const nameOf = ({ file, line, text }: Block) => `${file}:${line} ${text.split('\n', 1)[0]!.slice(0, 60)}`;

const blocks = await printedBlocks();
const skipped = blocks.filter(({ notRun }) => notRun !== null);
const used = blocks.filter(({ notRun }) => notRun === null);

test('every printed block is run, parsed, or says why it cannot be', () => {
  const rows = [
    ...used.map((block) => `${entryOf(block)?.how ?? 'unknown'}: ${nameOf(block)}`),
    ...skipped.map((block) => `not run: ${nameOf(block)} (${block.notRun})`),
  ];
  process.stderr.write(`${rows.join('\n')}\n`);
  expect(used.filter((block) => entryOf(block) === undefined).map(nameOf)).toEqual([]);
});

test('every action is printed and used at one version and one commit', async () => {
  const files = await glob(['*.md', 'docs/**/*.{md,yaml}', '.github/**/*.yml'], { dot: true });
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  const pins = new Map<string, Set<string>>();
  for (const [, name, pin] of texts.join('\n').matchAll(/uses: ([\w.-]+\/[\w./-]+)@(\S+(?: # \S+)?)/g)) {
    pins.set(name!, (pins.get(name!) ?? new Set()).add(pin!));
  }
  expect(pins.size).toBeGreaterThan(5);
  expect([...pins].filter(([, all]) => all.size > 1)).toEqual([]);
});

(ready ? describe : describe.skip)('the printed block', () => {
  beforeAll(async () => {
    stage.blocks = blocks;
    [stage.world, stage.cloud, stage.emulator, stage.laptop] = await Promise.all([
      startWorld(),
      startCloud(ministack!),
      startEmulator(),
      startEmulator(),
    ]);
  });
  afterAll(() =>
    Promise.all([stage.world?.stop(), stage.cloud?.stop(), stage.emulator?.stop(), stage.laptop?.stop()]),
  );

  test.each(used.map((block) => [nameOf(block), block] as const))('%s', async (_, block) => {
    await entryOf(block)!.by(block);
  });
});
