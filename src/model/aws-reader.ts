import type { Evidence, Identity, KeyMaterial, KmsAlias, KmsKey, PolicyDocument } from './evidence.ts';
import type { HistoryRow, KeyUsage, SimulationQuery, SimulationRow } from './permission-evidence.ts';

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
  /** `kms:GetPublicKey`, DER in base64. */
  publicKey(region: string, keyId: string): Promise<Evidence<string>>;
  /** `iam:GetRole`: the ARN of the role of this name, path included. */
  roleArn(name: string): Promise<Evidence<string>>;
  /** `iam:SimulatePrincipalPolicy`, every page. */
  simulate(principalArn: string, query: SimulationQuery): Promise<Evidence<readonly SimulationRow[]>>;
  /** `cloudtrail:LookupEvents` for one action of one principal, in one region. */
  history(region: string, principalArn: string, action: string): Promise<Evidence<HistoryRow>>;
  /** `kms:GetKeyLastUsage` */
  lastUsage(region: string, keyId: string): Promise<Evidence<KeyUsage>>;
}
