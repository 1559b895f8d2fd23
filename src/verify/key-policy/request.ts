/** A request to AWS, as far as it is known. */
export interface PolicyRequest {
  /** Such as `kms:DisableKey`. */
  readonly action: string;
  /** The ARN that the action is authorized on; `*`: none. */
  readonly resource: string;
  readonly principal: RequestPrincipal;
  readonly context: RequestContext;
}

export interface RequestPrincipal {
  /** A user's or role's ARN, path included; `null`: not known, but of the account. */
  readonly arn: string | null;
  readonly account_id: string;
  /** IAM's id, such as `AIDA…`; `null`: not known. */
  readonly unique_id: string | null;
}

/**
 * The condition keys of a request, in lower case. A key that is neither in `values` nor in `absent` is unknown: the
 * request may carry it or not.
 */
export interface RequestContext {
  readonly values: Readonly<Record<string, readonly string[]>>;
  /** Keys that the request does not carry; one that ends with `/` or `:` stands for all that begin with it. */
  readonly absent: readonly string[];
}

/** A condition key's values, `absent`, or `unknown`. */
export function lookUp(
  { values, absent }: RequestContext,
  key: string,
): readonly string[] | 'absent' | 'unknown' {
  const name = key.toLowerCase();
  const known = values[name];
  if (known !== undefined) return known;
  const isAbsent = absent.some((one) => (/[/:]$/.test(one) ? name.startsWith(one) : name === one));
  return isAbsent ? 'absent' : 'unknown';
}
