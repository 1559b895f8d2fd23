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
 * The calls of AWS that the verifier makes. None of them changes anything, and only the last three use a key. None
 * throws for what AWS answers. `src/aws/read-evidence.ts` calls the real AWS.
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
  /** `kms:Encrypt`; the ciphertext in base64. */
  encrypt(
    region: string,
    keyId: string,
    plaintext: string,
    context: EncryptionContext,
  ): Promise<Evidence<string>>;
  /** `kms:Decrypt` of a ciphertext in base64. `context: null`: by an RSA key, with OAEP and SHA-256. */
  decrypt(
    region: string,
    keyId: string,
    ciphertext: string,
    context: EncryptionContext | null,
  ): Promise<Evidence<string>>;
  /** `kms:Sign`; the signature in base64. */
  sign(
    region: string,
    keyId: string,
    message: string,
    algorithm: SigningAlgorithm,
  ): Promise<Evidence<string>>;
}

export type EncryptionContext = Readonly<Record<string, string>>;

/** The algorithms that the canaries sign with. */
export type SigningAlgorithm = 'RSASSA_PSS_SHA_256' | 'ECDSA_SHA_256' | 'ECDSA_SHA_384' | 'ECDSA_SHA_512';
