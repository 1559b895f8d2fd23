import type { Plugin } from '../core.ts';
import { approleBackend } from './approle.ts';
import { awsBackend } from './aws.ts';
import { certBackend } from './cert.ts';
import { type GithubAccounts, githubBackend } from './github.ts';
import { jwtBackend } from './jwt.ts';
import { kubernetesBackend } from './kubernetes.ts';
import { type Directory, ldapBackend } from './ldap.ts';
import { userpassBackend } from './userpass.ts';

/** What the auth methods ask about who somebody is. */
export interface Outside {
  readonly ldap: Directory;
  readonly github: GithubAccounts;
  readonly stsEndpoint: string;
}

/** The auth methods that may be enabled, by type. */
export function authMethods({ ldap, github, stsEndpoint }: Outside): Record<string, Plugin> {
  return {
    approle: approleBackend,
    aws: (core, place) => awsBackend(core, place, stsEndpoint),
    cert: certBackend,
    github: (core, place) => githubBackend(core, place, github),
    jwt: jwtBackend,
    kubernetes: kubernetesBackend,
    ldap: (core, place) => ldapBackend(core, place, ldap),
    userpass: userpassBackend,
  };
}
