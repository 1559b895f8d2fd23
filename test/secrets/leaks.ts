/** Secrets of a run, by what they are: with characters that each encoding changes, and one of several lines. */
export const secrets = {
  vault_token: 'hvs.CAESIJ/+= "issued" & more',
  secret_id: 'sec/ret+id=with "quotes" & more',
  header: 'cf/access+value "4711"',
  secret_key: 'wJalrXUtnFEMI/K7MDENG+bPxRfi=key',
  session_token: 'FwoGZXIvYXdzEBY/+session==token',
  password: 'p4ss/w0rd+of "ann"',
  github_login: 'ghp_16C7e42F292c6912E7/710c8',
  github_token: 'ghs_test',
  proxy_password: 'hunter2/of+the=proxy',
  client_key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg
c2VjcmV0IGtleSBvZiBhIGNsaWVudCBjZXJ0aWZpY2F0ZQ==
-----END PRIVATE KEY-----`,
  runner_secret_key: 'runner/own+AWS=secret "key"',
  id_token_request: 'oidc/request+token=of the runner',
} as const;

/** The forms of a text: raw, base64, URL-encoded, JSON-escaped. */
function formsOf(text: string): string[] {
  return [
    text,
    Buffer.from(text).toString('base64').replace(/=+$/, ''),
    Buffer.from(text).toString('base64url'),
    encodeURIComponent(text),
    JSON.stringify(text).slice(1, -1),
  ];
}

/** Every form of every secret, and of each of its lines that is one by itself. */
const needles = Object.entries(secrets).flatMap(([name, text]) =>
  [text, ...text.split('\n').filter((line) => !line.startsWith('-----'))].flatMap((part) =>
    formsOf(part).map((form) => ({ name, form })),
  ),
);

/** The secrets that a text shows, in whatever form. */
export function leaksIn(text: string): string[] {
  return [...new Set(needles.filter(({ form }) => text.includes(form)).map(({ name }) => name))];
}

/** What a hostile server repeats of what it was sent, in every form. */
export function echoOf(names: readonly (keyof typeof secrets)[]): string {
  return names.flatMap((name) => formsOf(secrets[name])).join(' | ');
}
