import { randomBytes } from 'node:crypto';
import { awsApp } from './aws/aws-app.ts';
import { base32 } from './aws/base32.ts';
import { requested } from './aws/operation-name.ts';
import { awsAccess, type ProcessEnv, stsEndpoint } from './aws-access.ts';
import { Clock } from './clock.ts';
import type { Config } from './config.ts';
import { type Describe, faultProxy } from './fault-proxy.ts';
import { Faults } from './faults.ts';
import type { Options } from './options.ts';
import { newRequestLog } from './request-log.ts';
import { listen } from './server.ts';
import { isTrue } from './vault/http-request.ts';
import { vaultApp } from './vault/vault-app.ts';

/** What the emulator prints when it is ready. */
export interface Ready {
  readonly VAULT_ADDR: string;
  readonly VAULT_TOKEN: string;
  readonly AWS_ENDPOINT_URL: string;
  readonly AWS_ACCESS_KEY_ID: string;
  readonly AWS_SECRET_ACCESS_KEY: string;
}

export interface Running {
  readonly ready: Ready;
  stop(): Promise<void>;
}

/** Starts both servers. */
export async function start(options: Options, config: Config, env: ProcessEnv): Promise<Running> {
  const control = new Clock();
  const clock = control.now;
  const log = newRequestLog(clock);
  const faults = new Faults();
  const rootToken = options['root-token'] ?? `hvs.${randomBytes(18).toString('base64url')}`;
  const credential = {
    access_key_id: `AKIA${base32(randomBytes(10))}`,
    secret_access_key: randomBytes(30).toString('base64url'),
  };

  const aws = awsApp({
    accounts: config.accounts,
    rootCredential: credential,
    clock,
    quotas: options.quotas,
    tracking: config.tracking,
  });
  const awsServer = await listen(
    faultProxy(aws, describeAws, log, faults, control),
    options['aws-port'],
    null,
  );
  const awsEndpoint = `http://127.0.0.1:${awsServer.port}`;

  const vault = vaultApp({
    rootToken,
    keymgmt: { ...config.keymgmt, assumed: options.assumed },
    aws: awsAccess(env, awsEndpoint, config.accounts === undefined ? credential : null),
    identities: { ldap: config.ldap, github: config.github, stsEndpoint: stsEndpoint(env, awsEndpoint) },
    upstream: options.upstream ?? null,
    clock,
  });
  const vaultServer = await listen(
    faultProxy(vault, describeVault, log, faults, control),
    options['vault-port'],
    config.tls,
  );
  return {
    ready: {
      VAULT_ADDR: `${config.tls === null ? 'http' : 'https'}://127.0.0.1:${vaultServer.port}`,
      VAULT_TOKEN: rootToken,
      AWS_ENDPOINT_URL: awsEndpoint,
      AWS_ACCESS_KEY_ID: credential.access_key_id,
      AWS_SECRET_ACCESS_KEY: credential.secret_access_key,
    },
    stop: async () => {
      await Promise.all([vaultServer.close(), awsServer.close()]);
    },
  };
}

const describeVault: Describe = (c) => {
  const namespace = c.req.header('x-vault-namespace')?.replace(/^\/+|\/+$/g, '');
  const isList = c.req.method === 'GET' && isTrue(c.req.query('list'));
  const method = isList ? 'LIST' : c.req.method;
  return { port: 'vault', ...commonLine(c), method, ...(namespace ? { namespace } : {}) };
};

const describeAws: Describe = async (c) => {
  const { operation } = requested(c.req.path, c.req.raw.headers, await c.req.text());
  return { port: 'aws', ...commonLine(c), ...(operation === null ? {} : { operation }) };
};

function commonLine(c: Parameters<Describe>[0]) {
  const [path = ''] = c.env.target.split('?', 1);
  return { method: c.req.method, path, connection: c.env.connection };
}
