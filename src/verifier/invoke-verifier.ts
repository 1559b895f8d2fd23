import { failureOf } from '../aws/aws-failure.ts';
import type { Clients } from '../aws/clients.ts';
import { RunError } from '../model/errors.ts';
import type { Expectation } from '../model/expectation.ts';
import type { Report } from '../model/report.ts';
import type { PermissionsRequest, VerifyRequest } from '../verify/verify-request.ts';

/** A deployed verifier. */
export interface VerifierFunction {
  /** Its name or ARN, with a version or alias as one likes. */
  readonly name: string;
  readonly region: string;
}

/** The event of contract 2.1, as far as the Action fills it. */
export interface VerifierEvent {
  readonly region: string;
  readonly credentials?: { readonly role_arn: string; readonly external_id?: string };
  readonly principal_arn?: string;
  readonly account_id?: string;
  readonly depth: VerifyRequest['depth'];
  readonly permissions: Pick<PermissionsRequest, 'sets' | 'actions'>;
  readonly keys: readonly Expectation[];
  readonly next?: string;
  readonly run_id?: string;
  readonly max_report_bytes: number;
}

/**
 * Calls the verifier once and waits for its report.
 *
 * @throws RunError `lambda_denied`, `lambda_not_found`, `lambda_throttled`, `lambda_unreachable` when Lambda does
 * not call it; `lambda_event_refused`, `lambda_timed_out`, `lambda_failed` when the function fails;
 * `lambda_no_report` when it answers something else than a whole report
 */
export async function invokeVerifier(
  { name, region }: VerifierFunction,
  event: VerifierEvent,
  clients: Clients,
): Promise<Report> {
  const { InvokeCommand } = await import('@aws-sdk/client-lambda');
  const client = await clients.lambda(region);
  const command = new InvokeCommand({ FunctionName: name, Payload: Buffer.from(JSON.stringify(event)) });
  const answer = await client.send(command, clients.options).catch((error: unknown) => {
    throw uncalled(error, name, region);
  });
  const payload = parse(Buffer.from(answer.Payload ?? []).toString('utf8'));
  if (answer.FunctionError !== undefined) throw failed(payload, name, answer.$metadata.requestId);
  if (isWholeReport(payload)) return payload;
  throw new RunError(
    'lambda_no_report',
    `${name} answered something else than a whole report.`,
    'Check that lambda_function is the verifier, and that it is deployed in the version of this action.',
  );
}

/** Lambda did not call the function. */
function uncalled(error: unknown, name: string, region: string): RunError {
  const { kind, code: theirs, message } = failureOf(error, 'lambda:InvokeFunction');
  const { code, remedy } = refusals[kind] ?? { code: 'lambda_failed', remedy: '' };
  return new RunError(code, `Invoking ${name} in ${region}: ${theirs}: ${message}`, remedy, { cause: error });
}

const refusals: Readonly<Record<string, { readonly code: string; readonly remedy: string }>> = {
  denied: {
    code: 'lambda_denied',
    remedy: "Allow lambda:InvokeFunction on the function's ARN for the identity that the workflow runs with.",
  },
  credentials: {
    code: 'lambda_denied',
    remedy: 'Give the workflow AWS credentials, for instance with aws-actions/configure-aws-credentials.',
  },
  not_found: { code: 'lambda_not_found', remedy: 'Check lambda_function and lambda_region.' },
  throttled: {
    code: 'lambda_throttled',
    remedy: "Raise the function's reserved concurrency, or run again when less runs beside it.",
  },
  unreachable: {
    code: 'lambda_unreachable',
    remedy: 'Run again. If it lasts, check the way from the runner to AWS Lambda.',
  },
};

interface FunctionFailure {
  readonly errorType?: unknown;
  readonly errorMessage?: unknown;
}

/** The function was called, and failed. */
function failed(payload: unknown, name: string, request: string | undefined): RunError {
  const { errorType, errorMessage } = (payload ?? {}) as FunctionFailure;
  const type = typeof errorType === 'string' ? errorType : 'an error without a type';
  const words = typeof errorMessage === 'string' ? errorMessage : 'no further words';
  const message = `${name} failed${request === undefined ? '' : ` (request ${request})`}: ${type}: ${words}`;
  if (type === 'InvalidEventError')
    return new RunError(
      'lambda_event_refused',
      message,
      "Name roles in the function's ALLOWED_ROLE_ARNS, and deploy it in the version of this action.",
    );
  if (/timed out after/i.test(words))
    return new RunError(
      'lambda_timed_out',
      message,
      "Raise the function's time-out; where it has no way to AWS at all, give its subnets one.",
    );
  return new RunError('lambda_failed', message, `The function's log says more: /aws/lambda/${name}.`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A report of which its carrier has taken nothing away. */
function isWholeReport(payload: unknown): payload is Report {
  const { schema_version, keys, summary } = (payload ?? {}) as Partial<Report>;
  if (schema_version !== 1 || !Array.isArray(keys) || summary === undefined) return false;
  const versions = (keys as Report['keys']).reduce((sum, key) => sum + key.versions.length, 0);
  return summary.keys === keys.length && summary.versions === versions;
}
