import type { Requirement, Standard } from './requirement.ts';

export const iso: Standard = {
  name: 'ISO/IEC 27001:2022, Annex A',
  publisher: 'International Organization for Standardization',
  url: 'https://www.iso.org/standard/27001',
};

export const isoRequirements = {
  'ISO/IEC 27001:2022 A.5.9': {
    number: 'A.5.9',
    topic: 'Information and the assets that go with it are in an inventory, with owners.',
    shows: 'The keys that Vault records, and the KMS keys of the region that belong to no record.',
    leaves_open: 'The owners, and what each key protects.',
  },
  'ISO/IEC 27001:2022 A.5.15': {
    number: 'A.5.15',
    topic: 'Access is granted by rules that follow from business and security needs.',
    shows: 'What key policies and grants allow, and whether anyone outside the account is let in.',
    leaves_open: 'The rules, and whether the access follows them.',
  },
  'ISO/IEC 27001:2022 A.8.2': {
    number: 'A.8.2',
    topic: 'Privileged access is restricted and managed.',
    shows: 'Which actions on keys Vault’s principal is allowed and denied, and by which layer.',
    leaves_open: 'Other privileged principals of the account.',
  },
  'ISO/IEC 27001:2022 A.8.13': {
    number: 'A.8.13',
    topic: 'Copies of information, software and systems are kept and tested.',
    shows: 'That the copies of a key in its regions exist with their material.',
    leaves_open: 'Backups of Vault, and tests of a restore.',
  },
  'ISO/IEC 27001:2022 A.8.15': {
    number: 'A.8.15',
    topic: 'Logs of activities and faults are made, kept and protected.',
    shows: 'That KMS records the use of the key, with its last use.',
    leaves_open: 'Trails, their retention and their protection.',
  },
  'ISO/IEC 27001:2022 A.8.16': {
    number: 'A.8.16',
    topic: 'Systems are monitored for what is out of the ordinary.',
    shows: 'That the verification ran to its end, and what it found in it.',
    leaves_open: 'Whether anybody acts on the result.',
  },
  'ISO/IEC 27001:2022 A.8.24': {
    number: 'A.8.24',
    topic: 'There are rules for the use of cryptography and for managing keys, and they are followed.',
    shows: 'Origin, algorithm, usage, state, age and material of each copy, compared with the declaration.',
    leaves_open: 'The rules themselves, and key management inside Vault.',
  },
} as const satisfies Readonly<Record<string, Requirement>>;
