/**
 * What a run's error, a refusal or a notice means, for `docs/troubleshooting.md`; the rules of a manifest stand in
 * `src/declare/rules.ts`. Each code of `src/` has to be here: `test/docs/troubleshooting.test.ts` looks.
 *
 * @type {Record<string, Record<string, readonly [cause: string, fix: string]>>}
 */
export const codes = {
  'Inputs of the step': {
    invalid_input: [
      'Something that was given can’t be used. Each problem is an error of its own, with file, line and column.',
      'Correct what each line names; nothing was sent to Vault.',
    ],
    invalid_account_id: [
      'A line of `allowed_account_ids` is no AWS account id.',
      'Write the 12 digits of an account, one a line.',
    ],
    invalid_choice: [
      'An input has none of the values it may have.',
      'Write one of those that the message lists.',
    ],
    invalid_boolean: ['An input is neither `true` nor `false`.', 'Write one of the two, without capitals.'],
    invalid_number: [
      'An input is not a whole number within its bounds.',
      'Write a number within the bounds.',
    ],
    missing_input: [
      'An input is missing that another one asks for.',
      'Give it, or the environment variable that the message names.',
    ],
    invalid_url: [
      '`url` or `VAULT_ADDR` is no address of a Vault.',
      'Write it as `https://vault.example.com:8200`, without a path.',
    ],
    invalid_header: [
      'A line of `extra_headers` is no header, or one that each request has of its own, such as `Content-Length`.',
      'Write `name: value`, one a line; leave out what belongs to the connection.',
    ],
    invalid_pem: [
      'A certificate or key is no PEM, no base64 of one and no file, or the two do not belong together.',
      'Give the whole PEM, with its first and last line.',
    ],
    invalid_json: ['`auth_payload` is not a JSON object.', 'Write it as `{"name": "value"}`.'],
    unknown_method: [
      '`method` is none that is known, and there is no `auth_payload`.',
      'Choose a known one, or give what the method wants in `auth_payload`.',
    ],
    invalid_import_id: [
      '`import_id` is no id.',
      'Write a provider’s id, `keymgmt/kms/aws-us-west-2`, or a mount’s path, `keymgmt`.',
    ],
    unknown_key: ['`rotate_keys` names a key that is not declared.', 'Correct the name, or declare the key.'],
    ambiguous_key: [
      '`rotate_keys` names a key that several mounts declare.',
      'Write the key’s id: `team-a/keymgmt/key/payments-db`.',
    ],
    invalid_proxy: [
      '`HTTPS_PROXY` or `HTTP_PROXY` is no URL.',
      'Write it as `http://proxy.example.com:3128`.',
    ],
  },
  'Logging in': {
    no_id_token: [
      'The runner gives this job no OIDC token.',
      'Give the job `permissions: id-token: write`. A pull request from a fork never has it.',
    ],
    no_aws_credentials: [
      '`method: aws` found no AWS credentials in the job.',
      'Run `aws-actions/configure-aws-credentials` before, or set the `AWS_*` variables of the step.',
    ],
    no_service_account_token: [
      '`method: kubernetes` found no service account token.',
      'Run in a pod that mounts one, or name the file in `kubernetes_token_path`.',
    ],
    no_token: [
      'Vault took the login and gave no token.',
      'Check that `auth_path` is the mount of a login method.',
    ],
    mfa_required: [
      'Vault wants a second factor, which nobody in a job can give.',
      'Take this role out of the MFA enforcement, or use another method.',
    ],
    token_invalid: [
      'Vault does not know the token, or it is over.',
      'Give a valid token, or log in with a method.',
    ],
    token_too_large: [
      'The token is larger than the 8 KB that Vault takes.',
      'Use a service token, or a batch token with less in it.',
    ],
    permission_denied: [
      'The token may not do this. For a login: the role’s bound claims, subject or audience do not fit this job.',
      'Attach the policy that the command `policy` prints. For `jwt`, compare the role with [workflows/README.md](workflows/README.md).',
    ],
    approval_required: [
      'A control group wants a person’s approval first.',
      'Approve it, or take the path out of the control group for this role.',
    ],
  },
  'Reaching Vault': {
    connection_refused: ['Nothing listens at this address and port.', 'Check `url`, and that Vault runs.'],
    host_not_found: [
      'The host’s name does not resolve from this runner.',
      'Check `url`, or use a runner inside Vault’s network.',
    ],
    unreachable: [
      'There is no route from this runner to Vault.',
      'Check firewall and `HTTPS_PROXY`, or use a runner inside Vault’s network.',
    ],
    connection_lost: [
      'The connection broke before an answer came, again and again.',
      'Run again: what was done stays done. If it stays, look at what is in between.',
    ],
    timeout: [
      'One request took longer than `request_timeout`.',
      'Raise it, or look at what keeps Vault busy.',
    ],
    run_timeout: [
      'All requests together took longer than `timeout`.',
      'Raise it, and run again: what was done stays done.',
    ],
    proxy_refused: [
      'The proxy does not let this job through.',
      'Give it its user name and password in `HTTPS_PROXY`, or except Vault with `NO_PROXY`.',
    ],
    redirected: [
      'Vault, or what stands before it, sends the request elsewhere, and a token does not follow.',
      'Write the address that it names into `url`.',
    ],
    not_vault: [
      'Something else than Vault answers there.',
      'Check `url` (without a path such as `/ui`), and any proxy or load balancer.',
    ],
    tls_untrusted: [
      'Vault’s certificate is signed by nobody whom this runner trusts.',
      'Give the authority’s certificate in `ca_certificate`.',
    ],
    tls_expired: [
      'Vault’s certificate is over, or not valid yet.',
      'Renew it, and check the runner’s clock.',
    ],
    tls_server_name: [
      'Vault’s certificate is for another name.',
      'Use a name from the certificate in `url`, or `tls_server_name`.',
    ],
    tls_not_spoken: ['What answers does not speak TLS.', 'Check the port, or write `http://`.'],
    tls_required: ['Vault speaks TLS on this port.', 'Write `https://`.'],
    tls_client_certificate: [
      'Vault ended the handshake; it may ask for a client’s certificate.',
      'Give `client_certificate` and `client_key`.',
    ],
  },
  'Vault’s refusals': {
    refused: ['Vault does not accept the request; its words are in the message.', 'Change what they name.'],
    not_found: ['Vault knows nothing of this name.', 'Check the name and the namespace.'],
    unavailable: [
      'Vault answered with an error of its own.',
      'Look at its server log, then run again: what was done stays done.',
    ],
    sealed: ['Vault is sealed.', 'Unseal it, then run again.'],
    standby: [
      'This node of Vault passes nothing on.',
      'Point `url` at the active node or at the load balancer.',
    ],
    not_caught_up: [
      'This standby lags behind its active node.',
      'Point `url` at the active node, or run again later.',
    ],
    rate_limited: ['Vault’s rate limit quota is used up.', 'Lower `max_concurrency`, or raise the quota.'],
    aws_throttled: [
      'AWS’s request quotas of the account are used up.',
      'Run again, or ask AWS for higher ones.',
    ],
    namespace_not_found: [
      'The namespace is not there, or the token may not see it.',
      'Check `vault_namespace`, `auth_namespace` and the declared `namespace`, which is relative to the first.',
    ],
    enterprise_required: [
      'This Vault has no keymgmt engine.',
      'It takes Vault Enterprise with Advanced Data Protection, or HCP Vault; for tests, `npm run emulator` has one.',
    ],
    no_engine: [
      'Nothing is mounted at this path.',
      'Check `path` and the namespace, or set `create_mount: true`.',
    ],
    not_keymgmt: ['The engine at this path is of another type.', 'Check `path` with `vault secrets list`.'],
    unexpected_answer: [
      'Vault’s answer has another form than its documentation says.',
      'Please report it with the message: it holds no secret.',
    ],
    invalid_path: ['A path holds what no path of Vault may hold.', 'Correct the name that it is made of.'],
  },
  'Refusals of a plan': {
    plan_refused: [
      'Something that is declared can’t be; each refusal is an error of its own. Nothing was written.',
      'Follow the way out that each one names.',
    ],
    immutable_field: [
      'A field differs that can’t be changed: `type`, `key_collection`, `purpose`, `protection`, `replica_regions`.',
      'Declare what is there, or destroy, then apply, each on purpose.',
    ],
    key_on_another_provider: [
      'The key is distributed to another provider, and Vault takes one at a time.',
      'Take it out there first: `destroy` with its id in `confirm`.',
    ],
    version_not_there: [
      'A version is asked for that the key does not have.',
      'Write one that is there: the message says which is the latest.',
    ],
    provider_in_use: [
      'The provider holds keys that are not declared, so it can’t go away.',
      'Declare them, or take them out first.',
    ],
    mount_missing: [
      'No keymgmt engine is mounted there, or the token may not see it.',
      'Check `path` and namespaces, or set `create_mount: true`.',
    ],
    provider_missing: ['There is no such KMS provider.', 'Check the name, or run `apply` first.'],
    key_missing: ['There is no such key.', 'Run `apply` first, or check `path` and namespace.'],
    vault_too_old: ['This Vault is too old for what is declared.', 'Upgrade Vault, or take the field out.'],
    credentials_invalid: [
      'AWS does not take the declared credentials, or they are of an account outside `allowed_account_ids`.',
      'Declare credentials of an allowed account that AWS takes.',
    ],
    credentials_denied: [
      'The declared credentials lack an action that Vault needs.',
      'Grant it: the command `policy` prints the IAM policy.',
    ],
    credentials_unknown: [
      'The declared credentials could not be proved to the end.',
      'Do what the message says would settle it, or set `check_credentials`.',
    ],
  },
  Guards: {
    drift: [
      'Vault is not as declared, and `fail_on_drift` is true.',
      'Run `apply`, or change what is declared.',
    ],
    plan_changed: [
      'The plan is another one than `expected_plan_digest` approved. Nothing was written.',
      'Look at the new plan, approve it, and pass its digest.',
    ],
    not_confirmed: [
      'The plan takes something away that `confirm` does not name. Nothing was written.',
      'Write the full ids that the message lists into `confirm`, one a line.',
    ],
  },
  'While running': {
    step_failed: [
      'A step failed for a reason that has no code of its own.',
      'The message has the words; the next run continues from there.',
    ],
    cancelled: ['The job was cancelled. What was done stays done.', 'Run again: it continues from there.'],
    import_unfaithful: [
      'Vault has something that a manifest cannot declare as it is; the manifest was written all the same.',
      'Leave out or correct what the message names before the manifest is applied.',
    ],
    manifest_unwritable: [
      'The file of `manifest_path` could not be written.',
      'Correct the path, or take the manifest from the output `manifest`.',
    ],
    unexpected: [
      'A failure that this program did not foresee.',
      'Please report it, with the log of a run with debug logging.',
    ],
  },
  Verification: {
    not_compliant: [
      'A check failed, a permission is denied, or time ran out before everything was looked at.',
      'Each finding has its remedy: summary and report have them all.',
    ],
    not_established: [
      'Something could not be established, and `fail_on_indeterminate` is true.',
      'Give whoever looks the permissions that the findings name.',
    ],
    nothing_to_verify: ['No key is declared to be on a KMS provider.', 'Declare keys with their `kms`.'],
    invalid_cursor: [
      '`next` is not what a report of this check gave.',
      'Pass `next` on unchanged, with the same event.',
    ],
    lambda_denied: [
      'The Lambda may not be invoked with these credentials.',
      'Allow `lambda:InvokeFunction` on it for the identity that the workflow runs with.',
    ],
    lambda_not_found: ['There is no such Lambda.', 'Check `lambda_function` and `lambda_region`.'],
    lambda_throttled: [
      'Lambda has no room for another invocation.',
      'Raise its reserved concurrency, or run again later.',
    ],
    lambda_unreachable: [
      'AWS Lambda could not be reached.',
      'Check the way from the runner to it, proxy included.',
    ],
    lambda_failed: [
      'The Lambda ended with an error.',
      'Look at its log group; the message has the request id.',
    ],
    lambda_event_refused: [
      'The Lambda does not take the event.',
      'Deploy the Lambda of the same version as the Action.',
    ],
    lambda_no_report: [
      'The Lambda’s answer is no report.',
      'Check that `lambda_function` is this project’s Lambda.',
    ],
    lambda_timed_out: ['The Lambda did not end in time.', 'Raise its time-out or its memory.'],
  },
  'Worth knowing, and no failure': {
    already_gone: ['What was to be taken away is not there.', 'Nothing: it is as you want it.'],
    already_rotated: [
      'The key is past the version that `rotate_keys` names.',
      'Nothing: an earlier run has rotated it.',
    ],
    age_unknown: [
      'Vault does not say how old the key’s latest version is.',
      'Name the key in `rotate_keys` to rotate it.',
    ],
    rotation_due: ['A key’s latest version is older than its `rotate_after`.', 'Run `rotate`.'],
    replicas_unknown: [
      'Vault does not say which replicas there are.',
      'Verify: the Lambda or the runner asks AWS.',
    ],
    key_lost: [
      'A key that is distributed is not in Vault any more.',
      'Find out who deleted it before you declare it anew.',
    ],
    new_key_material: [
      'A step makes new key material: what was encrypted with a key of the same name before stays unreadable with it.',
      'Make sure that nothing is encrypted with the old one.',
    ],
    waiting_period: [
      'AWS keeps a KMS key that was taken out for its waiting period, and then deletes it.',
      'Cancel the deletion in time if something still needs the key.',
    ],
  },
};
