/** What is assumed about the requests of Vault, for want of a public document. */
interface Assumption {
  readonly id: string;
  readonly statement: string;
}

export const deletionWindowDays = 30;

export const assumptions: readonly Assumption[] = [
  {
    id: 'vault-deletion-window',
    statement: `Vault schedules deletions with a window of ${deletionWindowDays} days.`,
  },
  {
    id: 'vault-no-expiry',
    statement: 'Vault imports key material that does not expire.',
  },
  {
    id: 'vault-default-key-policy',
    statement: "Vault creates keys with AWS's default key policy, and with its lockout safety check.",
  },
  {
    id: 'vault-key-ids',
    statement: 'Vault names keys by id in its requests, and not by alias.',
  },
  {
    id: 'vault-alias-after-import',
    statement: 'Vault points the alias at a key after it has imported the material.',
  },
  {
    id: 'vault-no-replica-alias',
    statement: 'Vault makes aliases in the primary region only.',
  },
];
