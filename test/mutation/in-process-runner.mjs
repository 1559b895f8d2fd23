import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { compileFunction } from 'node:vm';
import { commonTokens, declareClassPlugin, PluginKind, tokens } from '@stryker-mutator/api/plugin';
import {
  DryRunStatus,
  determineHitLimitReached,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import { build } from 'esbuild';
import { expect } from 'expect';
import { addEventHandler, getState, resetState, run } from 'jest-circus';
import { glob } from 'tinyglobby';

/** Where the bundles and the durations of their tests are kept, in Stryker's copy of the repository. */
const folder = 'build/mutation';
const durationsFile = join(folder, 'durations.json');

/**
 * Runs the tests with jest's own framework and matchers, but without jest around them: each test file is one bundle, which
 * is compiled once and evaluated anew for each mutant, in this process. A mutant takes milliseconds, where Stryker's
 * runner for jest takes seconds. The mutant is active while the bundle is evaluated, so that a module's constants are
 * mutated as anything else is; they count as covered by every test of the file.
 */
class InProcessRunner {
  static inject = tokens(commonTokens.options);
  /** The test files, as globs. */
  #patterns;
  /** Tests are left out whose id has one of these texts. */
  #leftOut;
  /** The function that evaluates each file. */
  #files = new Map();
  /** How long each file takes, with its hooks; milliseconds. */
  #durations = {};
  /** What Stryker's instrumented code reads and writes. */
  #context = {};

  constructor({ inProcess }) {
    this.#patterns = inProcess.tests;
    this.#leftOut = inProcess.leaveOut;
  }

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    const names = (await glob(this.#patterns)).sort();
    // A worker that is started again, after a mutant without an end, finds everything there.
    if (existsSync(durationsFile)) this.#durations = JSON.parse(readFileSync(durationsFile, 'utf8'));
    else await bundle(names);
    for (const name of names) {
      const filename = join(folder, `${name}.js`);
      const code = readFileSync(filename, 'utf8');
      this.#files.set(name, compileFunction(code, ['require', 'module', 'exports'], { filename }));
    }
    globalThis.__stryker__ = this.#context;
    addEventHandler(onEvent);
  }

  async dryRun() {
    const perTest = {};
    const results = [];
    for (const name of this.#files.keys()) {
      const coverage = { static: {}, perTest: {} };
      this.#context.mutantCoverage = coverage;
      const started = Date.now();
      const tests = await this.#runFile(
        name,
        (id) => !this.#leftOut.some((part) => id.includes(part)),
        false,
      );
      this.#durations[name] = Date.now() - started;
      results.push(...tests);
      for (const { id } of tests) perTest[id] = { ...coverage.static, ...coverage.perTest[id] };
    }
    this.#context.mutantCoverage = undefined;
    writeFileSync(durationsFile, JSON.stringify(this.#durations));
    return { status: DryRunStatus.Complete, tests: results, mutantCoverage: { static: {}, perTest } };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit, disableBail }) {
    Object.assign(this.#context, { activeMutant: activeMutant.id, hitCount: 0, hitLimit });
    try {
      const chosen = new Set(testFilter);
      const results = [];
      for (const name of this.#quickestFirst(chosen)) {
        results.push(...(await this.#runFile(name, (id) => chosen.has(id), !disableBail)));
        if (!disableBail && results.some(({ status }) => status === TestStatus.Failed)) break;
      }
      const endless = determineHitLimitReached(this.#context.hitCount, hitLimit);
      return toMutantRunResult(endless ?? { status: DryRunStatus.Complete, tests: results });
    } finally {
      Object.assign(this.#context, { activeMutant: undefined, hitCount: undefined, hitLimit: undefined });
    }
  }

  /** The files of these tests, those that take the least time first. */
  #quickestFirst(ids) {
    const names = new Set([...ids].map((id) => id.slice(0, id.indexOf('#'))));
    return [...names].sort((a, b) => this.#durations[a] - this.#durations[b]);
  }

  async #runFile(name, isChosen, bail) {
    resetState();
    // A test that is left out starts, and never ends.
    this.#context.currentTestId = undefined;
    getState().testTimeout = 30_000;
    current = { name, isChosen, bail, context: this.#context, results: [], ids: new Map() };
    try {
      const module = { exports: {} };
      this.#files.get(name)(createRequire(resolve(name)), module, module.exports);
    } catch (error) {
      return [{ ...failure(error), id: `${name}#load`, name: `${name} load`, timeSpentMs: 0 }];
    }
    await run();
    return current.results;
  }
}

/** The file that is running, and what it has come to. */
let current;

/** Follows the run of a file: which test is running, what it ended with, and which ones are left out. */
function onEvent(event) {
  const { context, results, ids, isChosen, bail } = current;
  if (event.name === 'run_start') {
    for (const test of everyTest(getState().rootDescribeBlock)) {
      const id = idOf(test, ids);
      ids.set(test, id);
      if (!isChosen(id)) test.mode = 'skip';
    }
  }
  if (event.name === 'test_start') {
    context.currentTestId = ids.get(event.test);
    expect.setState({ currentTestName: namesOf(event.test).join(' ') });
  }
  if (event.name === 'test_done') {
    const { duration, errors } = event.test;
    const id = ids.get(event.test);
    const outcome = errors.length > 0 ? failure(errors[0]) : { status: TestStatus.Success };
    results.push({ id, name: id, timeSpentMs: duration ?? 0, ...outcome });
    context.currentTestId = undefined;
    if (errors.length > 0 && bail) for (const test of ids.keys()) test.mode = 'skip';
  }
}

function* everyTest({ children }) {
  for (const child of children) {
    if (child.type === 'test') yield child;
    else yield* everyTest(child);
  }
}

/** `test/plan/x.test.ts#outer > inner > name`; a name that is there again has a number. */
function idOf(test, ids) {
  const name = `${current.name}#${namesOf(test).join(' > ')}`;
  const taken = new Set(ids.values());
  let id = name;
  for (let number = 2; taken.has(id); number++) id = `${name} (${number})`;
  return id;
}

function namesOf(test) {
  const names = [test.name];
  for (let block = test.parent; block.parent !== undefined; block = block.parent) names.unshift(block.name);
  return names;
}

function failure(error) {
  const [thrown] = [error].flat();
  return { status: TestStatus.Failed, failureMessage: String(thrown?.message ?? thrown) };
}

async function bundle(names) {
  const here = (file) => ({ path: resolve('test/mutation', file) });
  await build({
    entryPoints: names,
    absWorkingDir: process.cwd(),
    outdir: folder,
    outbase: '.',
    outExtension: { '.js': '.ts.js' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'warning',
    external: ['jest-circus', 'expect', 'undici', 'valibot', 'yaml', '@actions/*', '@aws-sdk/*', '@smithy/*'],
    plugins: [
      {
        name: 'globals',
        setup({ onResolve }) {
          onResolve({ filter: /^@jest\/globals$/ }, () => here('jest-globals.mjs'));
          onResolve({ filter: /^fast-check$/ }, () => here('fewer-runs.mjs'));
          onResolve({ filter: /^fast-check-itself$/ }, () => ({ path: 'fast-check', external: true }));
        },
      },
    ],
  });
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'in-process', InProcessRunner)];

const texts = { type: 'array', items: { type: 'string' } };

export const strykerValidationSchema = {
  properties: {
    inProcess: {
      type: 'object',
      required: ['tests', 'leaveOut'],
      additionalProperties: false,
      properties: { tests: texts, leaveOut: texts },
    },
  },
};
