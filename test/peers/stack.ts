import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';

const run = promisify(execFile);

export interface Stack {
  /** The template's outputs by name. */
  readonly outputs: Readonly<Record<string, string>>;
  /** The names, or ids, of its resources by their logical ids. */
  readonly resources: Readonly<Record<string, string>>;
}

/** The aws command line, against one endpoint as one identity; some of its commands only heed the option, some the variable. */
export function awsCli(command: string, endpoint: string, env: Readonly<Record<string, string>>) {
  return async (...args: string[]) => {
    const { stdout } = await run(command, [...args, '--output', 'json', '--endpoint-url', endpoint], {
      env: {
        PATH: process.env['PATH'],
        AWS_PAGER: '',
        AWS_EC2_METADATA_DISABLED: 'true',
        AWS_ENDPOINT_URL: endpoint,
        ...env,
      },
      maxBuffer: 1e8,
    });
    return stdout.trim().startsWith('{') ? JSON.parse(stdout) : stdout;
  };
}

/**
 * Copies what a deployment needs to a folder.
 *
 * What ministack does not support is changed in the copy: it looks for `index.js` only, where Lambda's runtime also
 * finds `index.cjs`; it reads a state machine from S3 as JSON only; it speaks http, which the bucket denies; and it
 * ignores an ItemBatcher, so that each item is made the batch of one that it would be.
 */
export async function copyForMinistack(folder: string): Promise<void> {
  await mkdir(join(folder, 'lambda'));
  await cp('dist/lambda', join(folder, 'dist/lambda'), { recursive: true });
  await writeFile(join(folder, 'dist/lambda/index.js'), "module.exports = require('./index.cjs');\n");
  const text = await readFile('lambda/template.yaml', 'utf8');
  await writeFile(
    join(folder, 'lambda/template.yaml'),
    text.replaceAll('aws:SecureTransport: "false"', 'aws:SecureTransport: "unheard of"'),
  );
  const machine = parse(await readFile('lambda/fleet.asl.yaml', 'utf8'));
  await writeFile(join(folder, 'lambda/fleet.asl.yaml'), JSON.stringify(machine, batchesOfOne));
  await cp('lambda/member-role.yaml', join(folder, 'lambda/member-role.yaml'));
}

/**
 * Deploys lambda/template.yaml as docs/lambda.md says: package, then deploy.
 *
 * ministack takes part in the first half of what follows a check only: it delivers no result to a destination, makes no
 * metrics of the log's metric lines, and returns a map's results where a ResultWriter would write them. These halves are
 * in test/lambda/aggregate.test.ts, and in the metric lines that the tests read from the log.
 */
export async function deploy(
  aws: ReturnType<typeof awsCli>,
  name: string,
  parameters: Readonly<Record<string, string>>,
): Promise<Stack> {
  const folder = await mkdtemp(join(tmpdir(), 'stack-'));
  try {
    await copyForMinistack(folder);
    const template = join(folder, 'lambda/template.yaml');
    const packaged = join(folder, 'packaged.yaml');
    await aws('s3', 'mb', `s3://${name}-artifacts`);
    await aws(
      'cloudformation',
      'package',
      '--template-file',
      template,
      '--s3-bucket',
      `${name}-artifacts`,
      '--output-template-file',
      packaged,
    );
    const overrides = Object.entries(parameters).map(([key, value]) => `${key}=${value}`);
    await aws(
      'cloudformation',
      'deploy',
      '--template-file',
      packaged,
      '--stack-name',
      name,
      '--capabilities',
      'CAPABILITY_IAM',
      '--parameter-overrides',
      ...overrides,
    );
  } finally {
    await rm(folder, { recursive: true });
  }
  const { Stacks } = await aws('cloudformation', 'describe-stacks', '--stack-name', name);
  const { StackResources } = await aws('cloudformation', 'describe-stack-resources', '--stack-name', name);
  return {
    outputs: named(Stacks[0].Outputs, 'OutputKey', 'OutputValue'),
    resources: named(StackResources, 'LogicalResourceId', 'PhysicalResourceId'),
  };
}

function batchesOfOne(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('ItemBatcher' in value)) return value;
  const { ItemBatcher, ...rest } = value as { ItemBatcher: { BatchInput: object } };
  const ItemSelector = {
    BatchInput: ItemBatcher.BatchInput,
    'Items.$': 'States.Array($$.Map.Item.Value)',
  };
  return { ...rest, ItemSelector };
}

function named(list: Record<string, string>[], key: string, value: string): Record<string, string> {
  return Object.fromEntries(list.map((entry) => [entry[key]!, entry[value]!]));
}
