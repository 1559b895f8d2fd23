import type { CodeTable } from './code-entry.ts';

/** What blocks a plan, or is missing when something is read. */
export const blockerCodes = {
  immutable_field: {
    cause:
      'A field differs that Vault cannot change: `type`, `key_collection`, `purpose`, `protection` or `replica_regions`.',
    remedy:
      'Declare the value that Vault has, or declare an object under another name and encrypt the data again with its keys. `destroy` loses what the KMS keys encrypted.',
  },
  key_on_another_provider: {
    cause: 'The key is distributed to another provider, and a key can be on one provider only.',
    remedy: 'Remove it from that provider first: `destroy` with its id in `confirm`.',
  },
  version_not_there: {
    cause: 'The key does not have the requested version.',
    remedy: 'Use an existing version: the message says which is the latest.',
  },
  provider_in_use: {
    cause: 'The provider holds keys that are to stay, so it cannot be deleted.',
    remedy: 'Declare these keys, or remove them from the provider first.',
  },
  mount_missing: {
    cause: 'No keymgmt engine is mounted at the path, or the token may not see it.',
    remedy: 'Check `path` and the namespaces, or set `create_mount: true`.',
  },
  provider_missing: {
    cause: 'The KMS provider does not exist.',
    remedy: 'Check the name, or run `apply` first.',
  },
  key_missing: {
    cause: 'The key does not exist.',
    remedy: 'Run `apply` first, or check `path` and the namespace.',
  },
  vault_too_old: {
    cause: 'This version of Vault does not support a declared field.',
    remedy: 'Upgrade Vault, or remove the field.',
  },
  region_missing: {
    cause:
      'AWS has no region of this name: KMS has no host there, and the name is none that this version knows.',
    remedy: 'Correct `key_collection`: Vault cannot change it later.',
  },
  credentials_invalid: {
    cause:
      'AWS does not accept the declared credentials, or they belong to an account outside `allowed_account_ids`.',
    remedy: 'Declare valid credentials of an allowed account.',
  },
  credentials_denied: {
    cause: 'The declared credentials lack an action that Vault needs.',
    remedy: 'Grant it: the command `policy` prints the IAM policy.',
  },
  credentials_unknown: {
    cause: 'The declared credentials could not be fully verified.',
    remedy: 'Follow the message, or set `check_credentials`.',
  },
} as const satisfies CodeTable;

/** Facts about a plan that stop nothing. */
export const noticeCodes = {
  permissions_not_simulated: {
    cause:
      'The declared credentials are valid. They may not simulate their own policies, so their permissions were not checked. Vault does not need that permission, so this is not a warning.',
    remedy: 'Nothing has to be done. `verify` checks the permissions with the verifier identity.',
  },
  already_gone: {
    cause: 'An object that was to be removed does not exist.',
    remedy: 'Nothing to do.',
  },
  already_rotated: {
    cause: 'The key is past the version that `rotate_keys` names.',
    remedy: 'Nothing to do: an earlier run rotated it.',
  },
  age_unknown: {
    cause: "Vault does not give the creation time of the key's latest version.",
    remedy: 'Name the key in `rotate_keys` to rotate it.',
  },
  rotation_due: {
    cause: "A key's latest version is older than its `rotate_after`.",
    remedy: 'Run `rotate`.',
  },
  replicas_unknown: {
    cause: 'Vault does not list replicas, and AWS could not be read.',
    remedy: 'Run `verify`: it reads the replicas from AWS.',
  },
  key_lost: {
    cause: 'KMS still holds a key of this name that Vault no longer has.',
    remedy: 'Find out who deleted the key before you declare it again.',
  },
  new_key_material: {
    cause:
      'A step creates new key material under a declared name. Data encrypted by an earlier key of that name cannot be decrypted with it.',
    remedy: 'Make sure that no data is encrypted with the earlier key.',
  },
  key_usage: {
    cause: 'The plan removes or disables a KMS key; the notice says when it was last used.',
    remedy: 'Encrypt data that still needs the key with another one first.',
  },
  version_lifecycle: {
    cause: 'A replaced version of a key with `retire_after`: its age, its last use, and when it retires.',
    remedy: 'Nothing.',
  },
  version_in_use: {
    cause: 'A version is past its `retire_after` and was used within `min_idle`, or its use is unknown.',
    remedy: 'Encrypt its data again with the latest version.',
  },
  waiting_period: {
    cause:
      'AWS deletes a KMS key that was removed once its waiting period has passed. What it encrypted is lost then, although the key stays in Vault.',
    remedy: 'Cancel the deletion in time if anything still needs the KMS key.',
  },
} as const satisfies CodeTable;
