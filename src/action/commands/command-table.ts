import type { DoctorEffects } from '../../doctor/context.ts';
import type { Desired } from '../../model/desired.ts';
import type { Log } from '../../model/effects.ts';
import type { Command } from '../../model/run.ts';
import type { VaultSettings } from '../../vault/settings/vault-settings.ts';
import type { Inputs } from '../inputs.ts';
import { applyCommand } from './apply-command.ts';
import { destroyCommand } from './destroy-command.ts';
import { importCommand } from './import-command.ts';
import type { CommandResult, Job } from './job.ts';
import { planCommand } from './plan-command.ts';
import { rotateCommand } from './rotate-command.ts';

/** What a command needs before it runs, and how it runs. */
export type CommandEntry =
  | {
      readonly connects: true;
      /** Whether there has to be a declaration. */
      readonly declares: boolean;
      /** Whether declared credentials have to be there. */
      readonly needs_credentials: boolean;
      readonly run: (job: Job) => Promise<CommandResult>;
    }
  | {
      readonly connects: false;
      readonly declares: true;
      readonly needs_credentials: false;
      readonly run: (desired: Desired, inputs: Inputs, log: Log) => Promise<CommandResult>;
    }
  | {
      /** Connects and logs in itself, since that is what it checks. */
      readonly connects: 'itself';
      readonly declares: true;
      readonly needs_credentials: true;
      readonly run: (
        run: { inputs: Inputs; desired: Desired; settings: VaultSettings },
        effects: DoctorEffects,
      ) => Promise<CommandResult>;
    };

export const commandTable: Readonly<Record<Command, CommandEntry>> = {
  plan: { connects: true, declares: true, needs_credentials: true, run: planCommand },
  apply: { connects: true, declares: true, needs_credentials: true, run: applyCommand },
  verify: {
    connects: true,
    declares: true,
    needs_credentials: false,
    run: async (...given) => (await import('./verify-command.ts')).verifyCommand(...given),
  },
  rotate: { connects: true, declares: true, needs_credentials: false, run: rotateCommand },
  destroy: { connects: true, declares: true, needs_credentials: false, run: destroyCommand },
  import: { connects: true, declares: false, needs_credentials: false, run: importCommand },
  doctor: {
    connects: 'itself',
    declares: true,
    needs_credentials: true,
    run: async (...given) => (await import('./doctor-command.ts')).doctorCommand(...given),
  },
  policy: {
    connects: false,
    declares: true,
    needs_credentials: false,
    run: async (...given) => (await import('./policy-command.ts')).policyCommand(...given),
  },
};
