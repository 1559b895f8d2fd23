import * as cloudTrail from '@aws-sdk/client-cloudtrail';
import * as kms from '@aws-sdk/client-kms';
import { isCommand } from '../../src/model/report.ts';
import type { Emulator } from '../support/emulator.ts';

/** Files of the person who follows a remedy, by name: bytes or text. */
export type Files = Record<string, Uint8Array | string>;

/**
 * Follows a remedy as a person does: runs each command that it prints, in its order. `ciphertext`, `signature` and
 * `public key of <key id>` are what the last commands printed.
 *
 * @param fill what the person writes for what the remedy leaves open, such as `<grant id>`
 * @returns the commands that were run
 */
export async function follow(
  emulator: Emulator,
  remedy: string,
  files: Files = {},
  fill: Readonly<Record<string, string>> = {},
): Promise<string[]> {
  const commands = remedy.split('\n').filter(isCommand);
  for (const line of commands) {
    const words = wordsOf(Object.entries(fill).reduce((text, [from, to]) => text.replaceAll(from, to), line));
    if (words[0] === 'vault') await runVault(emulator, words.slice(1));
    else await runAws(emulator, words.slice(1), files);
  }
  return commands;
}

/** The words of a POSIX shell, as far as remedies use it: a `<` outside of quotes would be a redirection. */
function wordsOf(line: string): string[] {
  const words = line.match(/(?:'[^']*'|\\'|[^\s'])+/g) ?? [];
  return words.map((word) => {
    const bare = word.replace(/'[^']*'|\\'/g, '');
    if (/[<>|&;$`"*?(){}\\]/.test(bare)) throw new Error(`not to be pasted into a shell: ${line}`);
    return word.replaceAll("\\'", '\u0000').replaceAll("'", '').replaceAll('\u0000', "'");
  });
}

async function runVault(emulator: Emulator, [verb, ...rest]: readonly string[]): Promise<void> {
  const [path, ...fields] = rest.filter((word) => !word.startsWith('-'));
  const pairs = fields.map((field) => [field.split('=')[0]!, field.slice(field.indexOf('=') + 1)]);
  const method = { read: 'GET', write: 'PUT', delete: 'DELETE' }[verb!]!;
  const answer = await emulator.vault(
    method,
    path!,
    verb === 'write' ? { body: Object.fromEntries(pairs) } : {},
  );
  if (answer.status >= 400)
    throw new Error(`${verb} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
}

async function runAws(emulator: Emulator, [service, operation, ...rest]: readonly string[], files: Files) {
  const input: Record<string, unknown> = {};
  let region = '';
  for (let at = 0; at < rest.length; at += 2) {
    const [flag, value] = [rest[at]!, rest[at + 1]!];
    if (flag === '--region') region = value;
    else if (flag !== '--query' && flag !== '--output')
      input[pascal(flag.slice(2))] = contentOf(value, files);
  }
  const credentials = { accessKeyId: emulator.accessKeyId, secretAccessKey: emulator.secretAccessKey };
  const config = { region, endpoint: emulator.awsEndpoint, credentials };
  if (service === 'cloudtrail') {
    const client = new cloudTrail.CloudTrailClient(config);
    const [key, value] = String(input['LookupAttributes'])
      .split(',')
      .map((part) => part.split('=')[1]!);
    const attribute = { AttributeKey: key as cloudTrail.LookupAttributeKey, AttributeValue: value! };
    await client.send(new cloudTrail.LookupEventsCommand({ LookupAttributes: [attribute] }));
    return;
  }
  const Command = Object.entries(kms).find(([name]) => name === `${pascal(operation!)}Command`)![1] as new (
    given: object,
  ) => kms.DescribeKeyCommand;
  const output = (await new kms.KMSClient(config).send(new Command(input))) as {
    CiphertextBlob?: Uint8Array;
    Signature?: Uint8Array;
    PublicKey?: Uint8Array;
  };
  if (output.CiphertextBlob !== undefined) files['ciphertext'] = output.CiphertextBlob;
  if (output.Signature !== undefined) files['signature'] = output.Signature;
  if (output.PublicKey !== undefined) files[`public key of ${input['KeyId']}`] = output.PublicKey;
}

function contentOf(value: string, files: Files): unknown {
  const file = /^fileb?:\/\/(.+)$/.exec(value)?.[1];
  return file === undefined ? value : files[file];
}

function pascal(words: string): string {
  return words
    .split('-')
    .map((word) => `${word[0]!.toUpperCase()}${word.slice(1)}`)
    .join('');
}
