import { type ActionRun, runAction } from './action.ts';
import type { Emulator } from './emulator.ts';

export type Inputs = Readonly<Record<string, string>>;

/** Runs a command of the bundle on what is declared: one document, or several, of a manifest. */
export function runDeclared(
  emulator: Emulator,
  command: string,
  documents: object | readonly object[] | null,
  inputs: Inputs = {},
  env: Readonly<Record<string, string>> = {},
): Promise<ActionRun> {
  const texts = documents === null ? [] : [documents].flat().map((document) => JSON.stringify(document));
  return runAction(
    {
      command,
      url: emulator.vaultAddr,
      token: emulator.vaultToken,
      ...(documents === null ? {} : { manifest: texts.join('\n---\n') }),
      ...inputs,
    },
    { env: { AWS_ENDPOINT_URL: emulator.awsEndpoint, ...env } },
  );
}

/** AWS credentials of the runner, as a step before this one would have left them. */
export function runnerIdentity({ accessKeyId, secretAccessKey }: Emulator): Record<string, string> {
  return { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
}

/** What an output says, where it is JSON. */
// biome-ignore lint/suspicious/noExplicitAny: each output is something else
export function output(run: ActionRun, name: string): any {
  const text = run.outputs[name] ?? '';
  return text === '' ? null : JSON.parse(text);
}
