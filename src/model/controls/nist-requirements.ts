import type { Requirement, Standard } from './requirement.ts';

export const nist: Standard = {
  name: 'NIST SP 800-53 Revision 5',
  publisher: 'National Institute of Standards and Technology',
  url: 'https://csrc.nist.gov/pubs/sp/800/53/r5/upd1/final',
};

export const nistRequirements = {
  'NIST.800-53.r5 SC-12': {
    number: 'SC-12',
    topic:
      'Cryptographic keys are established and managed by defined rules, from their generation to their destruction.',
    shows:
      'Which KMS key holds which version of which Vault key, that its material was imported and not made by KMS, its state, and that the alias leads to the latest version.',
    leaves_open: 'How Vault generates and seals the material, and who administers Vault.',
  },
  'NIST.800-53.r5 SC-12(1)': {
    number: 'SC-12(1)',
    topic: 'Information stays available when keys are lost.',
    shows:
      'That the copy in KMS exists, is enabled, has its material, and neither expires nor is scheduled for deletion unnoticed.',
    leaves_open:
      'Whether Vault itself is backed up, and whether a backup was ever restored. What a deleted KMS key encrypted is lost, whatever Vault holds.',
  },
  'NIST.800-53.r5 SC-12(2)': {
    number: 'SC-12(2)',
    topic: 'Symmetric keys are produced, controlled and distributed with approved technology.',
    shows: 'That a symmetric key has the spec of its declaration, and is kept in KMS with imported material.',
    leaves_open: 'The validation of the modules: certificates of KMS and of Vault’s build and seal.',
  },
  'NIST.800-53.r5 SC-12(3)': {
    number: 'SC-12(3)',
    topic: 'Asymmetric keys are produced, controlled and distributed with approved technology.',
    shows:
      'That KMS has the private key that belongs to Vault’s public key, with the declared spec and usage.',
    leaves_open: 'The validation of the modules, and certificates that are issued for the key.',
  },
  'NIST.800-53.r5 SC-13': {
    number: 'SC-13',
    topic: 'The uses of cryptography are determined, and each has a fitting kind of cryptography.',
    shows: 'Algorithm and usage of each KMS key, compared with the declaration.',
    leaves_open: 'Which use needs which algorithm.',
  },
  'NIST.800-53.r5 SC-28(3)': {
    number: 'SC-28(3)',
    topic: 'Cryptographic keys are kept in protected storage.',
    shows: 'That the key is in KMS itself, customer managed, in the declared account and region.',
    leaves_open: 'The storage of the same material in Vault.',
  },
  'NIST.800-53.r5 SI-7': {
    number: 'SI-7',
    topic: 'Unauthorized changes of software, firmware and information are detected.',
    shows: 'That the material in a KMS key is the recorded one, and that no other was imported beside it.',
    leaves_open: 'Changes between two runs that were undone, and the integrity of the verifier itself.',
  },
  'NIST.800-53.r5 AC-3': {
    number: 'AC-3',
    topic: 'Access follows approved authorizations, and the system enforces them.',
    shows: 'What key policies and grants allow, and whether anyone outside the account is let in.',
    leaves_open: 'Which access was approved: the report shows what is, not what was signed.',
  },
  'NIST.800-53.r5 AC-6': {
    number: 'AC-6',
    topic: 'Every principal has the least privilege that its task needs.',
    shows:
      'That Vault’s principal has each action that it needs, which one is denied, and by which layer; who else holds the key.',
    leaves_open:
      'Further actions of the principal that nobody asked about, and the principals of IAM that a key policy delegates to.',
  },
  'NIST.800-53.r5 AU-12': {
    number: 'AU-12',
    topic: 'The events that matter are recorded where they happen.',
    shows: 'That KMS records the use of the key, with its last use.',
    leaves_open: 'Whether a trail keeps the events, for how long, and who reads them.',
  },
  'NIST.800-53.r5 CA-7': {
    number: 'CA-7',
    topic: 'Controls are monitored continuously, and the result is reported.',
    shows:
      'That the verification ran to its end with valid credentials, over at least the expected number of keys.',
    leaves_open: 'Whether anybody acts on the result.',
  },
  'NIST.800-53.r5 CM-8': {
    number: 'CM-8',
    topic: 'There is a complete inventory of the components.',
    shows: 'The keys that Vault records, and the KMS keys of the region that belong to no record.',
    leaves_open: 'Regions and accounts that no provider declares.',
  },
  'NIST.800-53.r5 CP-9': {
    number: 'CP-9',
    topic: 'Copies of what operation depends on are kept apart and protected.',
    shows: 'That each declared replica region has the key with its material.',
    leaves_open: 'Backups of Vault, and of the data that the keys protect.',
  },
} as const satisfies Readonly<Record<string, Requirement>>;
