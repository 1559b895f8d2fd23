import type {
  AwsCredentialIdentityProvider,
  FinalizeHandler,
  FinalizeHandlerArguments,
  HandlerExecutionContext,
  HttpRequest,
  MiddlewareStack,
} from '@smithy/types';
import { proxyFor } from '../effects/proxy.ts';
import type { Env } from '../model/effects.ts';
import { isAwsHost } from '../model/partitions.ts';
import { version } from '../version.ts';
import { type CallRoute, isThrottling, rememberRoute } from './aws-failure.ts';
import { type ConnectionPool, requestHandlerFor, urlOf } from './connections.ts';
import type { RateLimiter } from './rate-limiter.ts';

/** What every client is made with. */
export interface ClientSettings {
  /** The SDK's own variables for endpoints (`AWS_ENDPOINT_URL`, `AWS_ENDPOINT_URL_KMS`, …), proxies and CAs. */
  readonly env: Env;
  /** `null`: the SDK's default chain. */
  readonly credentials: AwsCredentialIdentityProvider | null;
  /** Goes out in the User-Agent, so that CloudTrail and the run can be joined; `null`: no run. */
  readonly run_id: string | null;
  /** Shared by all clients of the same account and region. */
  readonly limiter: RateLimiter;
  /** Shared, so that connections stay open from one run to the next. */
  readonly pool: ConnectionPool;
  /** Aborts calls under way when time runs out; `null`: never. */
  readonly signal: AbortSignal | null;
  /** The KMS endpoint, in place of the environment's; `null`: the environment's. */
  readonly kms_endpoint: string | null;
}

/** Makes the clients of AWS's services; `sdk/` has one file for each service. */
export interface Clients {
  /** Options for every call. */
  readonly options: { readonly abortSignal?: AbortSignal };
  /** The client of a service in a region, made once. */
  open<C extends AwsClient>(service: string, region: string, make: (config: ClientConfig) => C): C;
}

/** What the clients of all services have in common. */
interface AwsClient {
  readonly middlewareStack: { addRelativeTo(middleware: never, options: never): void };
}

/** The configuration that the SDK's clients share. */
type ClientConfig = ReturnType<typeof configOf>;

/** Attempts that a throttled call gets, each at a lower rate. */
const throttledAttempts = 8;

/** Opens clients that share rates, connections and credentials. It calls nothing. */
export function openClients(settings: ClientSettings): Clients {
  const made = new Map<string, unknown>();
  return {
    options: settings.signal === null ? {} : { abortSignal: settings.signal },
    open<C extends AwsClient>(service: string, region: string, make: (config: ClientConfig) => C): C {
      const name = `${service} ${region}`;
      const known = made.get(name) as C | undefined;
      if (known !== undefined) return known;
      const client = make(configOf(settings, service, region));
      pace(client.middlewareStack as MiddlewareStack<object, object>, settings);
      made.set(name, client);
      return client;
    },
  };
}

/** Services whose name in variables is another one than in host names. */
const variableNames: Readonly<Record<string, string>> = {
  secretsmanager: 'SECRETS_MANAGER',
  'access-analyzer': 'ACCESSANALYZER',
  config: 'CONFIG_SERVICE',
};

/** The endpoint that the environment names for a service; `null`: AWS's own. */
export function endpointFor(service: string, env: Env): string | null {
  const name = variableNames[service] ?? service.toUpperCase();
  return env[`AWS_ENDPOINT_URL_${name}`] || env['AWS_ENDPOINT_URL'] || null;
}

function configOf(settings: ClientSettings, service: string, region: string) {
  const { env, credentials, run_id, kms_endpoint, pool } = settings;
  const url = (service === 'kms' ? kms_endpoint : null) ?? endpointFor(service, env) ?? standIn(kms_endpoint);
  return {
    region,
    ...(url === null ? {} : { endpoint: url }),
    ...credentialsOf(credentials, env),
    maxAttempts: 3,
    customUserAgent: [
      ['vault-keymgmt-aws-kms', version],
      ...(run_id === null ? [] : [['run', run_id.replace(/[^\w.-]/g, '-')]]),
    ] as [string, string][],
    requestHandler: requestHandlerFor(service === 'lambda' ? invocationTimeout : usualTimeout, env, pool),
  };
}

/** The SDK's chain reads the environment of the process; the environment that was given comes first. */
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

/** A KMS endpoint outside AWS has accounts of its own, which AWS's STS and IAM do not know. */
function standIn(kmsEndpoint: string | null): string | null {
  return kmsEndpoint === null || isAwsHost(new URL(kmsEndpoint).hostname) ? null : kmsEndpoint;
}

/** How long an answer may take, in milliseconds: Lambda answers when the function does, after 15 minutes at most. */
const usualTimeout = 30_000;
const invocationTimeout = 910_000;

/** Sends each attempt at the shared rate, and a throttled one again at a lower one. */
function pace(stack: MiddlewareStack<object, object>, { limiter, signal, env }: ClientSettings): void {
  let route: CallRoute | null = null;
  // The SDK throws an error of its own when a call is aborted, outside of the attempts.
  stack.add(
    (next) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        if (route !== null) rememberRoute(error as object, route);
        throw error;
      }
    },
    { name: 'routeOfFailure', step: 'initialize' },
  );
  stack.addRelativeTo(
    (next: FinalizeHandler<object, object>, context: HandlerExecutionContext) =>
      async (args: FinalizeHandlerArguments<object>) => {
        route = routeOf(args.request as HttpRequest, env);
        const operation = String(context['commandName'] ?? '').replace(/Command$/, '');
        for (let attempt = 1; ; attempt++) {
          try {
            await limiter.take(operation, signal ?? undefined);
            const answer = await next(args);
            rememberRoute(answer.output as object, route);
            limiter.succeeded(operation);
            return answer;
          } catch (thrown) {
            const error = asError(thrown);
            rememberRoute(error, route);
            if (!isThrottling(error)) throw error;
            limiter.throttled(operation);
            if (attempt === throttledAttempts) throw error;
          }
        }
      },
    { name: 'sharedRate', relation: 'after', toMiddleware: 'retryMiddleware' },
  );
}

function routeOf(request: HttpRequest, env: Env): CallRoute {
  const url = urlOf(request);
  const proxy = proxyFor(url, env);
  return { host: url.host, ...(proxy === null ? {} : { proxy: proxy.host }) };
}

/** The SDK keeps only the text of an error that another realm made: a copy of this realm keeps its code as well. */
function asError(thrown: unknown): Error {
  if (thrown instanceof Error) return thrown;
  const { name, message, code } = thrown as Error & { code?: string };
  return Object.assign(new Error(message), { name, ...(code === undefined ? {} : { code }) });
}
