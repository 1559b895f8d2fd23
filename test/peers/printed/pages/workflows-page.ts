import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { type Entry, inCloud, manifest, stage, succeeds } from '../stage.ts';

/** The blocks of docs/workflows/README.md. */
export const workflowsPage: readonly Entry[] = [
  { has: /^# keys\.yaml\n/, how: 'parsed', by: manifest },
  {
    has: /^vault /,
    how: 'run',
    by: async ({ text }) => {
      succeeds(stage.world.shell.find(({ block }) => block.text === text)!.result);
    },
  },
  {
    has: 'aws iam create-user',
    how: 'run',
    by: async (block) => {
      await cp(join(stage.world.folder, 'policies'), join(stage.cloud.folder, 'policies'), {
        recursive: true,
      });
      await stage.cloud.prepare('aws iam delete-user --user-name vault || true');
      await inCloud({
        ...block,
        text: block.text.replace(
          'aws iam create-user --user-name vault',
          'aws iam get-user --user-name vault || $&',
        ),
      });
    },
  },
  {
    has: 'sts:AssumeRoleWithWebIdentity',
    how: 'run',
    by: async ({ text }) => stage.cloud.write('trust.json', text),
  },
  {
    has: 'aws iam create-role',
    how: 'run',
    by: async (block) => {
      await stage.cloud.prepare('aws cloudformation delete-stack --stack-name keymgmt-verifier-role');
      await inCloud(block);
    },
  },
];
