import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const folder = 'build/peers';

/** The peers of `test/peers/requirements.txt` and the command by which each is used. */
const commands = {
  awscli: 'aws',
  boto3: 'python',
  'cfn-lint': 'cfn-lint',
  hvac: 'python',
  ministack: 'ministack',
  'moto[server]': 'moto_server',
  zizmor: 'zizmor',
} as const;

/**
 * The path of a peer's command, or `null`, said on standard error, when `test/peers/run` has not installed it;
 * with `REQUIRE_PEERS=1` that is an error.
 */
export function peer(name: keyof typeof commands): string | null {
  const list = `${folder}/installed.txt`;
  const installed = existsSync(list) ? readFileSync(list, 'utf8').split('\n') : [];
  if (installed.some((requirement) => requirement.startsWith(`${name}==`)))
    return `${folder}/bin/${commands[name]}`;
  if (process.env['REQUIRE_PEERS'] === '1') throw new Error(`${name} is not installed: run test/peers/run`);
  process.stderr.write(`skipped: ${name}, for it is not installed (test/peers/run installs it)\n`);
  return null;
}

/** The programs that `test/peers/tools` installs. */
const tools = {
  actionlint: 'build/go/actionlint',
  'axe-core': 'build/npm/node_modules/axe-core/axe.min.js',
  chromium: 'build/chromium',
  'go-client': 'build/go/go-client',
  emulate: 'build/npm/node_modules/emulate/dist/index.js',
  'iam-simulate': 'build/npm/node_modules/@cloud-copilot/iam-simulate/dist/esm/index.js',
  'puppeteer-core': 'build/npm/node_modules/puppeteer-core/lib/esm/puppeteer/puppeteer-core.js',
  sam: 'build/sam/bin/sam',
  node24: 'build/npm/node_modules/node/bin/node',
} as const;

/** The path of a program, or `null`, said on standard error, when it is not installed; with `REQUIRE_PEERS=1` that is an error. */
export function tool(name: keyof typeof tools): string | null {
  if (existsSync(tools[name])) return resolve(tools[name]);
  if (process.env['REQUIRE_PEERS'] === '1') throw new Error(`${name} is not installed: run test/peers/tools`);
  process.stderr.write(`skipped: ${name}, for it is not installed (test/peers/tools installs it)\n`);
  return null;
}
