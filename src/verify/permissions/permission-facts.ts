import type { AwsReader } from '../../model/aws-reader.ts';
import type { Evidence, PolicyDocument } from '../../model/evidence.ts';
import type {
  OrganizationPolicies,
  PermissionKey,
  PrincipalDetails,
  SimulationRow,
} from '../../model/permission-evidence.ts';
import { parsePrincipal } from '../../model/principal.ts';
import { conditionKeysOf } from '../key-policy/evaluate-key-policy.ts';
import type { KeyFacts } from './request-context.ts';
import { isOnDemand } from './request-context.ts';
import type { PermissionSubject, UnreadFact } from './targets.ts';

/** The condition keys that some policy asks about, in lower case, as far as policies were read or IAM lists them. */
export function askedKeys(
  rows: Iterable<Evidence<SimulationRow>>,
  keys: readonly PermissionKey[],
  organization: OrganizationPolicies,
): ReadonlySet<string> {
  const missing = [...rows].flatMap((row) => (row.ok ? row.value.missing_context : []));
  const documents: PolicyDocument[] = [
    ...keys.flatMap(({ policy }) => (policy?.ok === true ? [policy.value] : [])),
    ...organization.flat(),
  ];
  return new Set([
    ...missing.map((key) => key.toLowerCase()),
    ...documents.flatMap((document) => [...conditionKeysOf(document)]),
  ]);
}

/**
 * Reads the facts that policies ask about and that no other call has given: the principal's id and tags, the tags of
 * keys, and when keys were last used. What cannot be read stays unknown.
 */
export async function readAskedFacts(
  subject: PermissionSubject,
  asked: ReadonlySet<string>,
  namesIds: boolean,
  reader: AwsReader,
): Promise<PermissionSubject> {
  const asks = (pattern: RegExp) => [...asked].some((key) => pattern.test(key));
  const wantsPrincipal = namesIds || asks(/^aws:(principaltag\/|userid$)/);
  const unread: UnreadFact[] = [];
  const readValue = <T>(key: string, answer: Evidence<T> | null): T | null => {
    if (answer === null || answer.ok) return answer?.value ?? null;
    unread.push({ key, failure: answer.failure });
    return null;
  };
  const principal =
    subject.principal ??
    (wantsPrincipal
      ? readValue('aws:principaltag/', await principalOf(subject.principal_arn, reader))
      : null);
  const details: Record<string, Pick<KeyFacts, 'tags' | 'last_usage'>> = {};
  const wants = { tags: asks(/^aws:resourcetag\//), usage: asks(/^kms:trailingdayswithoutkeyusage$/) };
  for (const { arn, key, key_id, region } of wants.tags || wants.usage ? subject.keys : []) {
    if (!key.ok) continue;
    const tags = wants.tags ? await reader.resourceTags(region, key_id) : null;
    const usage = wants.usage ? await reader.lastUsage(region, key_id) : null;
    details[arn] = {
      tags: readValue('aws:resourcetag/', tags),
      last_usage: readValue('kms:trailingdayswithoutkeyusage', usage),
    };
  }
  const isUnchanged = principal === subject.principal && !wants.tags && !wants.usage && unread.length === 0;
  return isUnchanged ? subject : { ...subject, principal, details, unread };
}

/** Whether a policy asks for values that the first simulation was not given. */
export function asksOnDemand(asked: ReadonlySet<string>): boolean {
  return [...asked].some(isOnDemand);
}

/** Whether a key policy names principals by their unique ids. */
export function namesUniqueIds(keys: readonly PermissionKey[]): boolean {
  return keys.some(
    ({ policy }) => policy?.ok === true && /"A(IDA|ROA)[A-Z0-9]{8,}/.test(JSON.stringify(policy.value)),
  );
}

async function principalOf(arn: string, reader: AwsReader): Promise<Evidence<PrincipalDetails> | null> {
  const parsed = parsePrincipal(arn);
  if (parsed?.kind !== 'user' && parsed?.kind !== 'role') return null;
  const answer = await reader.principal(parsed.kind, parsed.name);
  return answer.ok && answer.value.arn !== arn ? null : answer;
}
