import * as v from 'valibot';

const text = (most: number) => v.pipe(v.string(), v.nonEmpty(), v.maxLength(most));
const time = v.pipe(v.string(), v.isoTimestamp());
const partition = v.picklist(['aws', 'aws-cn', 'aws-us-gov']);

/**
 * What BatchImportFindings takes of the fields that the function sends, with their required parts and limits. Severity and types
 * belong into `FindingProviderFields`: the top level is Security Hub's own.
 *
 * Sources: https://docs.aws.amazon.com/securityhub/latest/userguide/asff-required-attributes.html,
 * https://docs.aws.amazon.com/securityhub/latest/userguide/asff-top-level-attributes.html,
 * https://docs.aws.amazon.com/securityhub/latest/userguide/finding-update-batchimportfindings.html
 */
export const importedFinding = v.strictObject({
  SchemaVersion: v.literal('2018-10-08'),
  Id: text(512),
  ProductArn: v.pipe(
    v.string(),
    v.regex(/^arn:aws[\w-]*:securityhub:[a-z0-9-]+:(\d{12}):product\/\1\/default$/),
  ),
  GeneratorId: text(512),
  AwsAccountId: v.pipe(v.string(), v.regex(/^\d{12}$/)),
  CreatedAt: time,
  UpdatedAt: time,
  FindingProviderFields: v.strictObject({
    Severity: v.strictObject({ Label: v.picklist(['INFORMATIONAL', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL']) }),
    Types: v.pipe(
      v.array(v.pipe(v.string(), v.regex(/^[^/]+\/[^/]+(\/[^/]+)?$/))),
      v.minLength(1),
      v.maxLength(50),
    ),
  }),
  Title: text(256),
  Description: text(1024),
  Remediation: v.strictObject({
    Recommendation: v.strictObject({
      Text: text(512),
      Url: v.optional(v.pipe(v.string(), v.url(), v.maxLength(2048))),
    }),
  }),
  ProductFields: v.pipe(
    v.record(v.pipe(v.string(), v.maxLength(128)), v.pipe(v.string(), v.maxLength(2048))),
    v.check((fields) => Object.keys(fields).length <= 50),
  ),
  Resources: v.pipe(
    v.array(
      v.strictObject({
        Type: v.picklist(['AwsKmsKey', 'AwsIamUser', 'AwsIamRole', 'AwsAccount']),
        Id: text(512),
        Partition: partition,
        Region: v.optional(text(32)),
        Details: v.optional(
          v.strictObject({
            AwsKmsKey: v.strictObject({ KeyId: v.string(), KeyState: v.optional(v.string()) }),
          }),
        ),
      }),
    ),
    v.minLength(1),
    v.maxLength(32),
  ),
  Compliance: v.strictObject({
    Status: v.picklist(['PASSED', 'WARNING', 'FAILED', 'NOT_AVAILABLE']),
    RelatedRequirements: v.optional(v.pipe(v.array(text(64)), v.maxLength(32))),
  }),
  RecordState: v.picklist(['ACTIVE', 'ARCHIVED']),
});
