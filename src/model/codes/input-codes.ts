import type { CodeTable } from './code-entry.ts';

/** Problems of single inputs; those of a manifest are in `manifest-rules.ts`. */
export const inputCodes = {
  invalid_account_id: {
    cause: 'A line of `allowed_account_ids` is not an AWS account id.',
    remedy: 'Write the 12 digits of one account per line.',
  },
  invalid_choice: {
    cause: 'An input has a value that it does not accept.',
    remedy: 'Use one of the values that the message lists.',
  },
  invalid_boolean: {
    cause: 'An input is neither `true` nor `false`.',
    remedy: 'Write one of the two, in lower case.',
  },
  invalid_number: {
    cause: 'An input is not a whole number within its bounds.',
    remedy: 'Write a number within the bounds that the message gives.',
  },
  conflicting_paths: {
    cause:
      'Two files that the run writes have the same path, or one is a file of the manifest or the file of exceptions.',
    remedy: 'Give each file its own path.',
  },
  conflicting_inputs: {
    cause: 'Two inputs are set that exclude each other.',
    remedy: 'Leave one of them out.',
  },
  missing_input: {
    cause: 'An input is missing that another input requires.',
    remedy: 'Set it, or the environment variable that the message names.',
  },
  invalid_url: {
    cause: '`url` or `VAULT_ADDR` is not the address of a Vault server.',
    remedy: 'Write it as `https://vault.example.com:8200`, without a path.',
  },
  invalid_header: {
    cause:
      'A line of `extra_headers` is not a header, or is one that every request sets itself, such as `Content-Length`.',
    remedy: 'Write `name: value`, one per line, and leave out headers that belong to the connection.',
  },
  invalid_pem: {
    cause:
      'A certificate or key is not a PEM, the base64 of a PEM or a file; or the certificate and the key do not belong together.',
    remedy: 'Set the whole PEM, with its first and last line.',
  },
  invalid_json: {
    cause: '`auth_payload` is not a JSON object.',
    remedy: 'Write it as `{"name": "value"}`.',
  },
  unknown_method: {
    cause: '`method` is not a known login method, and `auth_payload` is empty.',
    remedy: 'Choose a known method, or set `auth_payload` to the body of the login.',
  },
  invalid_import_id: {
    cause: '`import_id` is not an id.',
    remedy: 'Write the id of a provider, `keymgmt/kms/aws-us-west-2`, or the path of a mount, `keymgmt`.',
  },
  unknown_key: {
    cause: '`rotate_keys` names a key that is not declared.',
    remedy: 'Correct the name, or declare the key.',
  },
  ambiguous_key: {
    cause: '`rotate_keys` names a key that several mounts declare.',
    remedy: 'Write the id of the key: `team-a/keymgmt/key/payments-db`.',
  },
} as const satisfies CodeTable;
