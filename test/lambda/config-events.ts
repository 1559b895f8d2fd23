/** The events of AWS Config's rules, with the fields and the texts within texts of its documentation. */
export const at = '2026-11-24T06:00:00.000Z';

/** Fields that each event of a rule has. */
export function ruleEvent(invokingEvent: object, more: Record<string, unknown> = {}) {
  return {
    version: '1.0',
    invokingEvent: JSON.stringify(invokingEvent),
    ruleParameters: '{}',
    resultToken: 'the-token',
    eventLeftScope: false,
    executionRoleArn:
      'arn:aws:iam::111122223333:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig',
    configRuleArn: 'arn:aws:config:us-west-2:111122223333:config-rule/config-rule-0123456',
    configRuleName: 'keymgmt-verifier',
    configRuleId: 'config-rule-0123456',
    accountId: '111122223333',
    ...more,
  };
}

export const scheduled = {
  messageType: 'ScheduledNotification',
  awsAccountId: '111122223333',
  notificationCreationTime: at,
  recordVersion: '1.0',
};

export function changeOf(resourceId: string, more: Record<string, unknown> = {}) {
  return {
    messageType: 'ConfigurationItemChangeNotification',
    configurationItem: item(resourceId, more),
    configurationItemDiff: null,
    notificationCreationTime: '2026-11-24T06:00:01.000Z',
    recordVersion: '1.3',
  };
}

export function oversizedChangeOf(resourceId: string) {
  return {
    messageType: 'OversizedConfigurationItemChangeNotification',
    configurationItemSummary: { ...item(resourceId), changeType: 'UPDATE' },
    notificationCreationTime: '2026-11-24T06:00:01.000Z',
    recordVersion: '1.0',
  };
}

function item(resourceId: string, more: Record<string, unknown> = {}) {
  return {
    resourceType: 'AWS::KMS::Key',
    resourceId,
    ARN: `arn:aws:kms:us-west-2:111122223333:key/${resourceId}`,
    awsAccountId: '111122223333',
    awsRegion: 'us-west-2',
    configurationItemStatus: 'OK',
    configurationItemCaptureTime: at,
    ...more,
  };
}
