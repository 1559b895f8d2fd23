import type { InputSpecs, InputTexts } from '../inputs/input-spec.ts';

/** The inputs that declare one provider without a manifest. */
export const inlineInputs = {
  namespace: {
    description:
      'Inline: Vault namespace of the mount, relative to `vault_namespace`, without leading or trailing slash.',
  },
  path: { description: 'Inline: where the keymgmt engine is mounted.', default: 'keymgmt' },
  create_mount: {
    description: 'Inline: `true` enables the keymgmt engine at `path` when nothing is mounted there.',
    type: 'boolean',
    default: 'false',
  },
  name: { description: 'Inline: name of the KMS provider; its id is `{path}/kms/{name}`. Immutable.' },
  key_collection: { description: 'Inline: AWS region of the provider, such as `us-west-2`. Immutable.' },
  credentials: {
    description:
      'Inline: AWS credentials for Vault, as a YAML or JSON map with `access_key`, `secret_key` and optionally `session_token`, `endpoint`. Left out: Vault keeps its credentials, or uses its own AWS credential chain. Excludes `access_key` and `secret_key`.',
    secret: 'structured',
  },
  access_key: { description: 'Inline: AWS access key id; requires `secret_key`.', secret: 'text' },
  secret_key: { description: 'Inline: AWS secret access key; requires `access_key`.', secret: 'text' },
  keys: {
    description:
      'Inline: keys to create and distribute, as a YAML list: a name, or a map with `name`, `type`, `purpose`, `protection`, `deletion_allowed`, `min_enabled_version`, `replica_regions`, `rotate_after`, `retire_after`.',
  },
} as const satisfies InputSpecs;
export type InlineInput = keyof typeof inlineInputs;

export type InlineInputs = Partial<InputTexts<typeof inlineInputs>>;
