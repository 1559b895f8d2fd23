import type { Config } from '../../config.ts';
import type { Plugin } from '../core.ts';
import { approleBackend } from './approle.ts';
import { awsBackend } from './aws.ts';
import { certBackend } from './cert.ts';
import { githubBackend } from './github.ts';
import { jwtBackend } from './jwt.ts';
import { kubernetesBackend } from './kubernetes.ts';
import { ldapBackend } from './ldap.ts';
import { userpassBackend } from './userpass.ts';

/** The identity providers that auth methods query. */
export interface IdentitySources extends Pick<Config, 'ldap' | 'github'> {
  readonly stsEndpoint: string;
}

/** The auth methods that can be enabled, by type. */
export function authMethods({ ldap, github, stsEndpoint }: IdentitySources): Record<string, Plugin> {
  return {
    approle: approleBackend,
    aws: (core, mountPath) => awsBackend(core, mountPath, stsEndpoint),
    cert: certBackend,
    github: (core, mountPath) => githubBackend(core, mountPath, github),
    jwt: jwtBackend,
    kubernetes: kubernetesBackend,
    ldap: (core, mountPath) => ldapBackend(core, mountPath, ldap),
    userpass: userpassBackend,
  };
}
