import type { DoctorEffects } from '../../doctor/context.ts';
import { diagnose } from '../../doctor/diagnose.ts';
import type { Desired } from '../../model/desired.ts';
import type { DiagnosisCheck } from '../../model/diagnosis.ts';
import { RunError } from '../../model/errors.ts';
import { withRemedy } from '../../model/problem.ts';
import { checkLine, diagnosisText } from '../../render/diagnosis-text.ts';
import type { VaultSettings } from '../../vault/settings/vault-settings.ts';
import type { Inputs } from '../inputs.ts';
import { lambdaTarget } from '../verification/lambda-target.ts';
import type { CommandResult } from './job.ts';

/** Checks every precondition of the other commands, and says what is wrong and how to fix it. Reads only. */
export async function doctorCommand(
  { inputs, desired, settings }: { inputs: Inputs; desired: Desired; settings: VaultSettings },
  effects: DoctorEffects,
): Promise<CommandResult> {
  const { verification, guards } = inputs;
  const diagnosis = await diagnose(
    {
      settings,
      desired,
      verify: verification.settings,
      permissions: verification.permissions,
      allowed_account_ids: guards.allowed_account_ids,
      lambda: lambdaTarget(verification, effects.env),
    },
    effects,
  );
  for (const line of diagnosisText(diagnosis)) effects.log.info(line);
  for (const check of diagnosis.checks.filter(({ status }) => status === 'warning'))
    effects.log.warning(problemLine(check));
  const failed = diagnosis.checks.filter(({ status }) => status === 'failed');
  if (failed.length === 0) return { diagnosis };
  return { diagnosis, error: new RunError('not_ready', failed.map(problemLine).join('\n'), '') };
}

function problemLine(check: DiagnosisCheck): string {
  return withRemedy({ message: checkLine(check), remedy: check.remedy });
}
