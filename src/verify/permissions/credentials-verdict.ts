import type { Evidence, Identity } from '../../model/evidence.ts';
import { isCredentialFailure, showFailure } from '../../model/evidence.ts';
import { mergeRemedies, withoutRemedy } from '../../model/permission-remedy.ts';
import type { PermissionReport } from '../../model/report.ts';
import { failureRemedy } from '../failure-remedy.ts';

/** What is known about declared credentials before they are written to Vault. */
export interface CredentialVerdict {
  /** `null` when AWS did not say. */
  readonly account_id: string | null;
  readonly arn: string | null;
  /**
   * `invalid`: AWS does not accept them, or their account is not allowed. `denied`: an action is confirmed to be denied.
   * `unknown`: some decision is inconclusive. `ok`: every action is allowed.
   */
  readonly verdict: 'ok' | 'invalid' | 'denied' | 'unknown';
  /** The actions that are denied. */
  readonly denied: readonly string[];
  /** The actions without a conclusive decision. */
  readonly open: readonly string[];
  /** IAM does not let the credentials simulate their own policies, which Vault does not need; nothing else is open. */
  readonly simulation_denied: boolean;
  /** What AWS answered, and what to do: one line each, without a secret. */
  readonly messages: readonly string[];
}

/** `null`: the credentials are valid and their account is allowed, so their permissions are the next question. */
export function evaluateIdentity(
  identity: Evidence<Identity>,
  allowedAccountIds: readonly string[],
): CredentialVerdict | null {
  const none = { denied: [], open: [], simulation_denied: false };
  if (!identity.ok) {
    const invalid = isCredentialFailure(identity.failure);
    const words = showFailure(identity.failure);
    return {
      account_id: null,
      arn: null,
      verdict: invalid ? 'invalid' : 'unknown',
      ...none,
      messages: [
        `${invalid ? 'The declared AWS credentials are not valid' : 'The declared AWS credentials could not be checked'} (${words}). ${failureRemedy(identity.failure)}`,
      ],
    };
  }
  const { account_id, arn } = identity.value;
  if (allowedAccountIds.length === 0 || allowedAccountIds.includes(account_id)) return null;
  return {
    account_id,
    arn,
    verdict: 'invalid',
    ...none,
    messages: [
      `The credentials of ${arn} belong to the account ${account_id}, which is not one of allowed_account_ids (${allowedAccountIds.join(', ')}).`,
    ],
  };
}

/**
 * The verdict on valid credentials from the decisions on each action.
 *
 * @param simulationDenied whether IAM denied `iam:SimulatePrincipalPolicy`
 */
export function evaluatePermissions(
  { account_id, arn }: Identity,
  rows: readonly PermissionReport[],
  simulationDenied = false,
): CredentialVerdict {
  const denied = rows.filter(({ decision }) => decision === 'denied');
  const open = rows.filter(({ decision }) => decision === 'indeterminate');
  return {
    account_id,
    arn,
    verdict: denied.length > 0 ? 'denied' : open.length > 0 ? 'unknown' : 'ok',
    denied: denied.map(({ action }) => action),
    open: open.map(({ action }) => action),
    simulation_denied: simulationDenied,
    messages: [...messagesOf(denied), ...messagesOf(open)],
  };
}

/** One line for all actions that have the same message. */
function messagesOf(rows: readonly PermissionReport[]): string[] {
  return [...new Set(rows.map(withoutRemedy))].map((message) => {
    const same = rows.filter((row) => withoutRemedy(row) === message);
    const remedies = mergeRemedies(same.map(({ remedy }) => remedy));
    return `${same.map(({ action }) => action).join(', ')}: ${message} ${remedies.join(' ')}`;
  });
}
