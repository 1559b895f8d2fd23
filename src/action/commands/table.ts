import type { Desired } from '../../model/desired.ts';
import type { Log } from '../../model/effects.ts';
import type { Command } from '../../model/run.ts';
import type { Inputs } from '../inputs.ts';
import { applyCommand } from './apply.ts';
import { destroyCommand } from './destroy.ts';
import { importCommand } from './import.ts';
import type { Findings, Job } from './job.ts';
import { planCommand } from './plan.ts';
import { policyCommand } from './policy.ts';
import { rotateCommand } from './rotate.ts';
import { verifyCommand } from './verify.ts';

/** What a command needs before it runs, and how it runs. */
export type CommandEntry =
  | {
      readonly connects: true;
      /** Whether there has to be a declaration. */
      readonly declares: boolean;
      readonly run: (job: Job) => Promise<Findings>;
    }
  | {
      readonly connects: false;
      readonly declares: true;
      readonly run: (desired: Desired, inputs: Inputs, log: Log) => Promise<Findings>;
    };

export const commandTable: Readonly<Record<Command, CommandEntry>> = {
  plan: { connects: true, declares: true, run: planCommand },
  apply: { connects: true, declares: true, run: applyCommand },
  verify: { connects: true, declares: true, run: verifyCommand },
  rotate: { connects: true, declares: true, run: rotateCommand },
  destroy: { connects: true, declares: true, run: destroyCommand },
  import: { connects: true, declares: false, run: importCommand },
  policy: { connects: false, declares: true, run: policyCommand },
};
