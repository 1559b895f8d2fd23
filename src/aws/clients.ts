import type { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { KMSClient } from '@aws-sdk/client-kms';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { SecurityHubClient } from '@aws-sdk/client-securityhub';
import type { STSClient } from '@aws-sdk/client-sts';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type {
  AwsCredentialIdentityProvider,
  FinalizeHandler,
  FinalizeHandlerArguments,
  HandlerExecutionContext,
  HttpRequest,
  MiddlewareStack,
} from '@smithy/types';
import { proxyFor } from '../effects/proxy.ts';
import { agentsFor } from '../effects/proxy-agents.ts';
import type { Env } from '../model/effects.ts';
import { version } from '../version.ts';
import { type CallRoute, isThrottling, rememberRoute } from './aws-failure.ts';
import type { RateLimiter } from './rate-limiter.ts';

/** What every client is made with. */
export interface ClientSettings {
  /** The SDK's own variables for endpoints (`AWS_ENDPOINT_URL`, `AWS_ENDPOINT_URL_KMS`, …) and proxies. */
  readonly env: Env;
  /** `null`: the SDK's default chain. */
  readonly credentials: AwsCredentialIdentityProvider | null;
  /** Goes out in the User-Agent, so that CloudTrail and the run join up; `null`: no run. */
  readonly run_id: string | null;
  /** Shared by everything that talks to the same account and region. */
  readonly limiter: RateLimiter;
  /** Shared, so that connections stay open from one run to the next. */
  readonly pool: ConnectionPool;
  /** Aborts calls that are under way when time runs out; `null`: never. */
  readonly signal: AbortSignal | null;
  /** Where KMS is, instead of what the environment says; `null`: as it says. */
  readonly kms_endpoint: string | null;
}

/** Open connections by endpoint and patience. */
export type ConnectionPool = Map<string, NodeHttpHandler>;

/** The clients of AWS's services, each made when it is first needed. */
export interface Clients {
  /** To be given with every call. */
  readonly options: { readonly abortSignal?: AbortSignal };
  kms(region: string): Promise<KMSClient>;
  sts(region: string): Promise<STSClient>;
  iam(region: string): Promise<IAMClient>;
  secrets(region: string): Promise<SecretsManagerClient>;
  cloudTrail(region: string): Promise<CloudTrailClient>;
  lambda(region: string): Promise<LambdaClient>;
  s3(region: string): Promise<S3Client>;
  securityHub(region: string): Promise<SecurityHubClient>;
}

/** Attempts that a throttled call gets, each at a lower rate. */
const throttledAttempts = 8;

export function openClients(settings: ClientSettings): Clients {
  const config = (service: string, region: string) => configOf(settings, service, region);
  const paced: Paced = (client) => {
    pace(client.middlewareStack, settings);
    return client;
  };
  return {
    options: settings.signal === null ? {} : { abortSignal: settings.signal },
    kms: once(async (region) => {
      const { KMSClient } = await import('@aws-sdk/client-kms');
      return paced(new KMSClient(config('kms', region)));
    }),
    sts: once(async (region) => {
      const { STSClient } = await import('@aws-sdk/client-sts');
      return paced(new STSClient(config('sts', region)));
    }),
    iam: once(async (region) => {
      const { IAMClient } = await import('@aws-sdk/client-iam');
      return paced(new IAMClient(config('iam', region)));
    }),
    secrets: once(async (region) => {
      const { SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager');
      return paced(new SecretsManagerClient(config('secretsmanager', region)));
    }),
    cloudTrail: once(async (region) => {
      const { CloudTrailClient } = await import('@aws-sdk/client-cloudtrail');
      return paced(new CloudTrailClient(config('cloudtrail', region)));
    }),
    lambda: once(async (region) => {
      const { LambdaClient } = await import('@aws-sdk/client-lambda');
      return paced(new LambdaClient(config('lambda', region)));
    }),
    securityHub: once(async (region) => {
      const { SecurityHubClient } = await import('@aws-sdk/client-securityhub');
      return paced(new SecurityHubClient(config('securityhub', region)));
    }),
    s3: once(async (region) => {
      const { S3Client } = await import('@aws-sdk/client-s3');
      const own = endpointFor('s3', settings.env) !== null;
      return paced(new S3Client({ ...config('s3', region), forcePathStyle: own }));
    }),
  };
}

type Paced = <I extends object, O extends object, C>(client: C & HasStack<I, O>) => C;

interface HasStack<I extends object, O extends object> {
  readonly middlewareStack: MiddlewareStack<I, O>;
}

/** One client for each region. */
function once<T>(make: (region: string) => Promise<T>): (region: string) => Promise<T> {
  const made = new Map<string, Promise<T>>();
  return (region) => {
    const client = made.get(region) ?? make(region);
    made.set(region, client);
    return client;
  };
}

/** The endpoint that the environment names for a service; `null`: AWS's own. */
export function endpointFor(service: string, env: Env): string | null {
  const name = `AWS_ENDPOINT_URL_${service === 'secretsmanager' ? 'SECRETS_MANAGER' : service.toUpperCase()}`;
  return env[name] || env['AWS_ENDPOINT_URL'] || null;
}

function configOf(settings: ClientSettings, service: string, region: string) {
  const { env, credentials, run_id, kms_endpoint } = settings;
  const url = (service === 'kms' ? kms_endpoint : null) ?? endpointFor(service, env) ?? standIn(kms_endpoint);
  const host = new URL(url ?? `https://${service}.${region}.amazonaws.com`);
  return {
    region,
    ...(url === null ? {} : { endpoint: url }),
    ...credentialsOf(credentials, env),
    maxAttempts: 3,
    customUserAgent: [
      ['vault-keymgmt-aws-kms', version],
      ...(run_id === null ? [] : [['run', run_id.replace(/[^\w.-]/g, '-')]]),
    ] as [string, string][],
    requestHandler: handlerFor(host, service === 'lambda' ? longestInvocation : usualPatience, settings),
  };
}

/** The SDK's chain begins with the environment; the one that was given counts, not the process's own. */
function credentialsOf(
  credentials: AwsCredentialIdentityProvider | null,
  env: Env,
): { credentials?: AwsCredentialIdentityProvider } {
  if (credentials !== null) return { credentials };
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = env;
  if (!accessKeyId || !secretAccessKey) return {};
  const sessionToken = env['AWS_SESSION_TOKEN'];
  return {
    credentials: async () => ({ accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) }),
  };
}

/** A KMS endpoint outside AWS has accounts of its own, which AWS's STS and IAM know nothing of. */
function standIn(kmsEndpoint: string | null): string | null {
  return kmsEndpoint === null || /\.amazonaws\.com(\.cn)?$/.test(new URL(kmsEndpoint).hostname)
    ? null
    : kmsEndpoint;
}

/** How long an answer may take, in milliseconds: Lambda answers when the function does, after 15 minutes at most. */
const usualPatience = 30_000;
const longestInvocation = 910_000;

function handlerFor(host: URL, requestTimeout: number, { pool, env }: ClientSettings): NodeHttpHandler {
  const place = `${host.origin} ${requestTimeout}`;
  const handler =
    pool.get(place) ??
    new NodeHttpHandler({
      ...agentsFor(host, env),
      connectionTimeout: 5_000,
      requestTimeout,
      throwOnRequestTimeout: true,
    });
  pool.set(place, handler);
  return handler;
}

/** Sends each attempt at the shared rate, and a throttled one again at a lower one. */
function pace<I extends object, O extends object>(
  stack: MiddlewareStack<I, O>,
  { limiter, signal, env }: ClientSettings,
): void {
  stack.addRelativeTo(
    (next: FinalizeHandler<I, O>, context: HandlerExecutionContext) =>
      async (args: FinalizeHandlerArguments<I>) => {
        const operation = String(context['commandName'] ?? '').replace(/Command$/, '');
        for (let attempt = 1; ; attempt++) {
          await limiter.take(operation, signal ?? undefined);
          try {
            const answer = await next(args);
            limiter.succeeded(operation);
            return answer;
          } catch (thrown) {
            const error = asError(thrown);
            rememberRoute(error, routeOf(args.request as HttpRequest, env));
            if (!isThrottling(error)) throw error;
            limiter.throttled(operation);
            if (attempt === throttledAttempts) throw error;
          }
        }
      },
    { name: 'sharedRate', relation: 'after', toMiddleware: 'retryMiddleware' },
  );
}

function routeOf({ protocol, hostname, port }: HttpRequest, env: Env): CallRoute {
  const url = new URL(`${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`);
  const proxy = proxyFor(url, env);
  return { host: url.host, ...(proxy === null ? {} : { proxy: proxy.host }) };
}

/** The SDK keeps only the text of an error that another realm made: a copy of this realm keeps its code as well. */
function asError(thrown: unknown): Error {
  if (thrown instanceof Error) return thrown;
  const { name, message, code } = thrown as Error & { code?: string };
  return Object.assign(new Error(message), { name, ...(code === undefined ? {} : { code }) });
}
