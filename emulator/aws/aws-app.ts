import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { accessAnalyzerService } from './accessanalyzer/access-analyzer-service.ts';
import type { AccountsConfig } from './accounts.ts';
import { cloudTrailService } from './cloudtrail/cloudtrail-service.ts';
import { Trail } from './cloudtrail/trail.ts';
import { Directory, type RootCredential } from './directory.ts';
import { AwsError } from './errors.ts';
import { iamService } from './iam/iam-service.ts';
import { kmsService } from './kms/kms-service.ts';
import { defaultTracking, type UsageTracking } from './kms/last-usage.ts';
import { requested, type ServiceName } from './operation-name.ts';
import { organizationsService } from './organizations/organizations-service.ts';
import { noQuotas, scaledQuotas } from './quotas.ts';
import { secretsManagerService } from './secretsmanager/secrets-manager-service.ts';
import type { AwsSystem, Service } from './service.ts';
import { authenticate } from './signature/authenticate.ts';
import { stsService } from './sts/sts-service.ts';
import { jsonWire } from './wire/json.ts';

/** The source IP of every request. */
const loopback = '127.0.0.1';

export interface AwsOptions {
  /** The IAM identities. Default: every access key is accepted and allowed to do everything. */
  readonly accounts?: AccountsConfig | undefined;
  /** The credential that the emulator prints: that of an administrator of the first account. */
  readonly rootCredential: RootCredential;
  readonly clock: () => Date;
  /** Multiplies AWS's request quotas. Default: no quotas. */
  readonly quotas?: number | undefined;
  /** Tracking of key usage. Default: no delay, as from 2026-04-23. */
  readonly tracking?: UsageTracking | undefined;
}

/**
 * A local AWS: KMS, STS and IAM with the wire protocols, states and errors of the real services. One endpoint serves
 * every region; the scope of a signature names the region.
 */
export function awsApp({ accounts, rootCredential, clock, quotas: factor, tracking }: AwsOptions): Hono {
  const directory = new Directory(accounts, rootCredential, clock());
  const system: AwsSystem = { directory, trail: new Trail() };
  const quotas = factor === undefined ? noQuotas : scaledQuotas(factor, clock);
  const services: Readonly<Record<ServiceName, Service>> = {
    kms: kmsService(system, clock, tracking ?? defaultTracking),
    sts: stsService(system),
    iam: iamService(system),
    accessanalyzer: accessAnalyzerService(system),
    organizations: organizationsService(system),
    cloudtrail: cloudTrailService(system),
    secretsmanager: secretsManagerService(system),
  };

  const app = new Hono();
  // SDKs use it to correct their clock skew.
  app.use(async (c, next) => {
    await next();
    c.header('date', clock().toUTCString());
  });
  app.all('*', async (c) => {
    const requestId = randomUUID();
    const { headers, method, url } = c.req.raw;
    const body = await c.req.text();
    const { service: named, operation } = requested(c.req.path, headers, body);
    const service = named && services[named];
    const wire = service?.wire ?? jsonWire;
    try {
      if (service === null || operation === null)
        throw new AwsError('UnknownOperationException', 'This AWS has no such service.', 404);
      const caller = await authenticate(
        { method, url: new URL(url), headers, body },
        { service: service.signing_name, protocol: wire.protocol, sourceIp: loopback },
        directory,
        clock(),
      );
      quotas.take(operation, caller);
      return wire.respond(operation, await service.run(operation, caller, wire.input(body)), requestId);
    } catch (error) {
      return wire.error(asAwsError(error), requestId);
    }
  });
  return app;
}

/** Anything but an `AwsError` is a bug of the emulator: an internal failure. */
function asAwsError(error: unknown): AwsError {
  return error instanceof AwsError ? error : new AwsError('InternalFailure', String(error), 500);
}
