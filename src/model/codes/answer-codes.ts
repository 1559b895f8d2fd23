import type { CodeTable } from './code-entry.ts';

/** Vault answered, and the answer is an error. */
export const answerCodes = {
  request_rejected: {
    cause: 'Vault rejected a request; the message quotes its answer.',
    remedy: 'Correct what the quoted answer names.',
  },
  mount_rejected: {
    cause: 'Vault rejected enabling the keymgmt engine.',
    remedy: 'Correct what the quoted answer names, or enable the engine by hand.',
  },
  key_rejected: {
    cause: 'Vault rejected a key: its type, its replica regions, or a changed setting.',
    remedy: 'Correct the field of the key that the quoted answer names.',
  },
  provider_rejected: {
    cause: 'Vault rejected a KMS provider or its credentials.',
    remedy: 'Correct the provider or the credentials, as the quoted answer says.',
  },
  distribution_rejected: {
    cause: 'Vault, or AWS through Vault, rejected the distribution of a key to its provider.',
    remedy:
      "Correct the key's `type`, `purpose` or `protection`, or the permissions of Vault's AWS principal, as the quoted answer says.",
  },
  replication_rejected: {
    cause: 'Vault, or AWS through Vault, rejected the replication of a key.',
    remedy: "Check `replica_regions`, and the permissions of Vault's AWS principal in these regions.",
  },
  rotation_rejected: {
    cause: 'Vault, or AWS through Vault, rejected the rotation of a key.',
    remedy: "Check the permissions of Vault's AWS principal, as the quoted answer says.",
  },
  removal_rejected: {
    cause: 'Vault, or AWS through Vault, rejected removing a key from KMS.',
    remedy: "Check the permissions of Vault's AWS principal, as the quoted answer says.",
  },
  deletion_rejected: {
    cause: 'Vault rejected deleting a KMS provider.',
    remedy: 'Remove the keys that are still on the provider, then run again.',
  },
  not_read_back: {
    cause: 'Vault accepted a write, and a read shows another result.',
    remedy: "Check Vault's audit log for another client that changes the same object, then run again.",
  },
  rotated_meanwhile: {
    cause: 'Another run rotated the key after this run had read it. This run did not rotate it.',
    remedy:
      "Let one run rotate at a time: Vault's API has no compare-and-set, so use a workflow `concurrency` group, and name the version in `rotate_keys` (`payments-db@2`).",
  },
  not_found: {
    cause: 'Vault has no object of this name.',
    remedy: 'Check the name and the namespace.',
  },
  unavailable: {
    cause: 'Vault answered with a server error.',
    remedy: "Check Vault's server log, then run again: completed steps are kept.",
  },
  sealed: { cause: 'Vault is sealed.', remedy: 'Unseal Vault, then run again.' },
  standby: {
    cause: 'This Vault node is a standby that does not forward requests.',
    remedy: 'Set `url` to the active node, or to the load balancer.',
  },
  not_caught_up: {
    cause: 'This standby has not caught up with its active node.',
    remedy: 'Set `url` to the active node, or run again later.',
  },
  rate_limited: {
    cause: "Vault's rate limit quota is exhausted.",
    remedy: 'Lower `max_concurrency`, or raise the quota.',
  },
  aws_throttled: {
    cause: 'AWS throttles the requests of this account.',
    remedy: 'Run again, or request higher quotas from AWS.',
  },
  namespace_not_found: {
    cause: 'The namespace does not exist, or the token may not see it.',
    remedy:
      'Check `vault_namespace`, `auth_namespace` and the declared `namespace`, which is relative to the first.',
  },
  enterprise_required: {
    cause: 'This Vault has no keymgmt engine.',
    remedy:
      'Use Vault Enterprise with the Advanced Data Protection module, or HCP Vault. For tests, `npm run emulator` has one.',
  },
  no_engine: {
    cause: 'Nothing is mounted at this path.',
    remedy: 'Check `path` and the namespace, or set `create_mount: true`.',
  },
  not_keymgmt: {
    cause: 'The engine at this path is of another type.',
    remedy: 'Check `path` with `vault secrets list`.',
  },
  unexpected_answer: {
    cause: "Vault's answer has a form that its documentation does not describe.",
    remedy: 'Please report it with the message, which holds no secret.',
  },
  invalid_path: {
    cause: 'A path holds a segment that Vault does not accept.',
    remedy: 'Correct the name that the path is made of.',
  },
} as const satisfies CodeTable;
