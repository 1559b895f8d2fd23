import { failureOf } from '../aws/aws-failure.ts';
import type { Clients } from '../aws/clients.ts';
import type { ErrorCode } from '../model/codes/catalogue.ts';
import { RunError } from '../model/errors.ts';
import type { FailureCause } from '../model/evidence.ts';
import type { Expectation } from '../model/expectation.ts';
import type { Report } from '../model/report.ts';
import { failureRemedy } from '../verify/failure-remedy.ts';
import type { PermissionsRequest, VerifyRequest } from '../verify/verify-request.ts';

/** A deployed verifier. */
export interface VerifierFunction {
  /** Its name or ARN, optionally with a version or an alias. */
  readonly name: string;
  readonly region: string;
}

/** The event that the Action sends: `docs/lambda.md` has all of its fields. */
export interface VerifierEvent {
  readonly region: string;
  readonly credentials?: { readonly role_arn: string; readonly external_id?: string };
  readonly principal_arn?: string;
  readonly account_id?: string;
  readonly depth: VerifyRequest['depth'];
  readonly canary?: boolean;
  readonly permissions: Pick<PermissionsRequest, 'sets' | 'actions'>;
  readonly keys: readonly Expectation[];
  readonly next?: string;
  readonly run_id?: string;
  readonly max_report_bytes: number;
}

/**
 * Calls the verifier once and waits for its report.
 *
 * @throws RunError as {@link callVerifier} does; `lambda_no_report` when it answers something other than a whole report
 */
export async function invokeVerifier(
  target: VerifierFunction,
  event: VerifierEvent,
  clients: Clients,
): Promise<Report> {
  const payload = await callVerifier(target, event, clients);
  if (isWholeReport(payload)) return payload;
  throw new RunError(
    'lambda_no_report',
    `${target.name} answered something other than a whole report.`,
    'Check that `lambda_function` names the verifier, and that it is deployed in the version of this action.',
  );
}

/**
 * Calls the verifier once.
 *
 * @returns what it answers, parsed
 * @throws RunError `lambda_denied`, `lambda_not_found`, `lambda_throttled`, `lambda_unreachable` when Lambda does
 * not call it; `lambda_event_refused`, `lambda_timed_out`, `lambda_failed` when the function fails
 */
export async function callVerifier(
  { name, region }: VerifierFunction,
  event: object,
  clients: Clients,
): Promise<unknown> {
  const { lambdaClient, InvokeCommand } = await import('../aws/sdk/lambda-client.ts');
  const client = lambdaClient(clients, region);
  const command = new InvokeCommand({ FunctionName: name, Payload: Buffer.from(JSON.stringify(event)) });
  const answer = await client.send(command, clients.options).catch((error: unknown) => {
    throw notInvoked(error, name, region);
  });
  const payload = parse(Buffer.from(answer.Payload ?? []).toString('utf8'));
  if (answer.FunctionError !== undefined) throw failed(payload, name, answer.$metadata.requestId);
  return payload;
}

/** Lambda did not call the function. */
function notInvoked(error: unknown, name: string, region: string): RunError {
  const failure = failureOf(error, 'lambda:InvokeFunction');
  const { code, remedy = failureRemedy(failure) } = outcomes[failure.cause] ?? { code: 'lambda_failed' };
  const message = `Invoking ${name} in ${region} failed: ${failure.code}: ${failure.message}`;
  return new RunError(code, message, remedy, { cause: error });
}

const denied = { code: 'lambda_denied' } as const;
const unreachable = { code: 'lambda_unreachable' } as const;

/** The error code for each cause; the remedy only where the function, and not AWS in general, has to change. */
const outcomes: Readonly<
  Partial<Record<FailureCause, { readonly code: ErrorCode; readonly remedy?: string }>>
> = {
  denied,
  expired: denied,
  no_credentials: denied,
  invalid_credentials: denied,
  not_found: { code: 'lambda_not_found', remedy: 'Check `lambda_function` and `lambda_region`.' },
  throttled: {
    code: 'lambda_throttled',
    remedy: "Raise the function's reserved concurrency, or run again when fewer verifications run at once.",
  },
  unreachable,
  proxy: unreachable,
  tls: unreachable,
  timeout: unreachable,
  unavailable: unreachable,
  wrong_host: unreachable,
};

interface FunctionFailure {
  readonly errorType?: unknown;
  readonly errorMessage?: unknown;
}

/** The function was called, and failed. */
function failed(payload: unknown, name: string, request: string | undefined): RunError {
  const { errorType, errorMessage } = (payload ?? {}) as FunctionFailure;
  const type = typeof errorType === 'string' ? errorType : 'an error without a type';
  const text = typeof errorMessage === 'string' ? errorMessage : 'no further details';
  const message = `${name} failed${request === undefined ? '' : ` (request ${request})`}: ${type}: ${text}`;
  if (type === 'InvalidEventError')
    return new RunError(
      'lambda_event_refused',
      message,
      "Change what the message names; roles have to be listed in the function's ALLOWED_ROLE_ARNS, and its version has to be that of this action.",
    );
  if (/timed out after/i.test(text))
    return new RunError(
      'lambda_timed_out',
      message,
      "Raise the function's timeout; if its subnets have no route to AWS, give them a NAT gateway or VPC endpoints.",
    );
  return new RunError('lambda_failed', message, `Read the function's log: /aws/lambda/${name}.`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A report that was not shortened on its way. */
function isWholeReport(payload: unknown): payload is Report {
  const { schema_version, keys, summary } = (payload ?? {}) as Partial<Report>;
  if (schema_version !== 1 || !Array.isArray(keys) || summary === undefined) return false;
  const versions = (keys as Report['keys']).reduce((sum, key) => sum + key.versions.length, 0);
  return summary.keys === keys.length && summary.versions === versions;
}
