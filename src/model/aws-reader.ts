import type {
  Evidence,
  Identity,
  KeyGrant,
  KeyMaterial,
  KeyUsage,
  KmsAlias,
  KmsKey,
  PolicyDocument,
  PublicAccess,
} from './evidence.ts';
import type {
  OrganizationPolicies,
  PastCall,
  PolicyChanges,
  PrincipalDetails,
  SimulationQuery,
  SimulationRow,
} from './permission-evidence.ts';

/**
 * The calls of AWS that the verifier makes. None of them changes anything; none of them throws for what AWS
 * answers. `src/aws/read-evidence.ts` calls the real AWS.
 */
export interface AwsReader {
  /** `sts:GetCallerIdentity` of the verifier identity. */
  identity(): Promise<Evidence<Identity>>;
  /** `kms:DescribeKey` */
  key(region: string, keyId: string): Promise<Evidence<KmsKey>>;
  /** `kms:ListAliases`, every page. */
  aliases(region: string): Promise<Evidence<readonly KmsAlias[]>>;
  /** `kms:ListKeys`, every page: the ids of the region's keys. */
  keyIds(region: string): Promise<Evidence<readonly string[]>>;
  /** `kms:GetKeyPolicy`, parsed. */
  policy(region: string, keyId: string): Promise<Evidence<PolicyDocument>>;
  /** `kms:ListKeyRotations` with all key material. */
  materials(region: string, keyId: string): Promise<Evidence<readonly KeyMaterial[]>>;
  /** `kms:ListGrants` */
  /** `kms:GetPublicKey`, DER in base64. */
  publicKey(region: string, keyId: string): Promise<Evidence<string>>;
  /** `iam:GetUser` or `iam:GetRole` by name. */
  principal(kind: 'user' | 'role', name: string): Promise<Evidence<PrincipalDetails>>;
  /** `iam:SimulatePrincipalPolicy`, every page. */
  simulate(principalArn: string, query: SimulationQuery): Promise<Evidence<readonly SimulationRow[]>>;
  /** `access-analyzer:CheckNoPublicAccess` */
  publicAccess(region: string, policy: PolicyDocument): Promise<Evidence<PublicAccess>>;
  /** `kms:ListResourceTags`, every page. */
  resourceTags(region: string, keyId: string): Promise<Evidence<Readonly<Record<string, string>>>>;
  /** `kms:GetKeyLastUsage` */
  lastUsage(region: string, keyId: string): Promise<Evidence<KeyUsage>>;
  /** `kms:ListGrants`, every page. */
  grants(region: string, keyId: string): Promise<Evidence<readonly KeyGrant[]>>;
  /** `organizations:ListPoliciesForTarget`, `ListParents` and `DescribePolicy`: the policies that apply to an account. */
  organizationPolicies(accountId: string): Promise<Evidence<OrganizationPolicies>>;
  /** `cloudtrail:LookupEvents`: the calls of one action by one principal in one region, newest first. */
  history(region: string, principalArn: string, action: string): Promise<Evidence<readonly PastCall[]>>;
  /** `cloudtrail:LookupEvents`: who created keys in the region in the last 90 days, by the key's ARN. */
  keyCreators(region: string): Promise<Evidence<Readonly<Record<string, string>>>>;
  /** `cloudtrail:LookupEvents`: when the policies of the principal and of the region's keys were last changed. */
  policyChanges(region: string, principalArn: string): Promise<Evidence<PolicyChanges>>;
}
