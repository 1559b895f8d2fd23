import type { Requirement, Standard } from './requirement.ts';

export const soc: Standard = {
  name: 'SOC 2: Trust Services Criteria 2017 (points of focus 2022)',
  publisher: 'AICPA',
  url: 'https://www.aicpa-cima.com/resources/download/2017-trust-services-criteria-with-revised-points-of-focus-2022',
};

export const socRequirements = {
  'SOC 2 CC6.1': {
    number: 'CC6.1',
    topic:
      'Logical access to protected information is secured; encryption keys are protected through their life.',
    shows:
      'That each key is held in KMS with the material that Vault imported, in the declared state, and who its policy lets in.',
    leaves_open: 'The design of the access controls, and the protection of the keys in Vault.',
  },
  'SOC 2 CC6.3': {
    number: 'CC6.3',
    topic: 'Access follows roles, least privilege and separation of duties.',
    shows: 'Which actions Vault’s principal is allowed and denied, and by which layer.',
    leaves_open: 'Approval and review of the access, and other principals.',
  },
  'SOC 2 CC7.1': {
    number: 'CC7.1',
    topic: 'Changes of configuration that open weaknesses are detected.',
    shows: 'Where KMS differs from Vault’s record, and what changed since an earlier report.',
    leaves_open: 'Systems other than Vault’s keys in KMS.',
  },
  'SOC 2 CC7.2': {
    number: 'CC7.2',
    topic: 'Systems are monitored for anomalies, and these are analyzed.',
    shows: 'That the verification ran to its end, over at least the expected number of keys.',
    leaves_open: 'Whether anybody acts on the result.',
  },
  'SOC 2 A1.2': {
    number: 'A1.2',
    topic: 'Backup and recovery infrastructure is in place.',
    shows:
      'That the copies of a key in its regions exist with their material, and that none is about to disappear.',
    leaves_open: 'Backups of Vault and of data, and tests of a recovery.',
  },
} as const satisfies Readonly<Record<string, Requirement>>;
