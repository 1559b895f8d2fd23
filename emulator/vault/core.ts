import type { Backend } from './backend.ts';
import type { Namespaces } from './namespaces.ts';
import type { Tokens } from './tokens.ts';
import type { WrappedResponses } from './wrapped-responses.ts';

/** State that the backends of one Vault share. */
export interface Core {
  readonly namespaces: Namespaces;
  readonly tokens: Tokens;
  readonly wrapped: WrappedResponses;
  readonly clock: () => Date;
  /** The secrets engines that can be enabled, by type. */
  readonly engines: Readonly<Record<string, Plugin>>;
  /** The auth methods that can be enabled, by type. */
  readonly authMethods: Readonly<Record<string, Plugin>>;
}

/** Creates the backend of a new mount. */
export type Plugin = (core: Core, mountPath: MountPath) => Backend;

/** The position of a mount. */
export interface MountPath {
  /** The namespace's path. */
  readonly namespace: string;
  /** Such as `keymgmt/` or `auth/jwt/`. */
  readonly path: string;
}

/** The version that the emulator reports: the first with multi-region keys. */
export const version = '2.0.0+ent';
