import type { Backend } from './backend.ts';
import type { Namespaces } from './namespaces.ts';
import type { Tokens } from './tokens.ts';

/** What the backends of one Vault share. */
export interface Core {
  readonly namespaces: Namespaces;
  readonly tokens: Tokens;
  readonly clock: () => Date;
  /** The secrets engines that may be enabled, by type. */
  readonly engines: Readonly<Record<string, Plugin>>;
  /** The auth methods that may be enabled, by type. */
  readonly authMethods: Readonly<Record<string, Plugin>>;
}

/** Makes the backend of a new mount. */
export type Plugin = (core: Core, place: Place) => Backend;

/** Where a backend is mounted. */
export interface Place {
  /** The namespace's path. */
  readonly namespace: string;
  /** `keymgmt/`, or `auth/jwt/`. */
  readonly path: string;
}

/** The version that the emulator says it is: the first with multi-region keys. */
export const version = '2.0.0+ent';
