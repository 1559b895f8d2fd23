import type { Requirement, Standard } from './requirement.ts';

/** Split knowledge and the duties of custodians (3.7.6, 3.7.8) concern people who handle cleartext keys: no evidence here. */
export const pci: Standard = {
  name: 'PCI DSS v4.0.1',
  publisher: 'PCI Security Standards Council',
  url: 'https://www.pcisecuritystandards.org/document_library/',
};

export const pciRequirements = {
  'PCI DSS v4.0.1/3.6.1': {
    number: '3.6.1',
    topic:
      'Keys that protect stored account data are guarded against disclosure and misuse; few people have access.',
    shows: 'What key policies and grants allow, and to whom outside the account.',
    leaves_open: 'Who has access inside the account through IAM, and access to Vault.',
  },
  'PCI DSS v4.0.1/3.6.1.2': {
    number: '3.6.1.2',
    topic:
      'Secret and private keys are stored in one of the accepted forms, such as within a secure cryptographic device.',
    shows: 'That the copy is in KMS itself, customer managed, and not in a key store outside it.',
    leaves_open: 'The form of the copy in Vault: its seal and storage.',
  },
  'PCI DSS v4.0.1/3.6.1.4': {
    number: '3.6.1.4',
    topic: 'Keys are stored in the fewest possible locations.',
    shows: 'The KMS keys, replicas and aliases that hold a key, and those that belong to no record.',
    leaves_open: 'Copies outside Vault and KMS, and whether each location is needed.',
  },
  'PCI DSS v4.0.1/3.7.1': {
    number: '3.7.1',
    topic: 'Strong keys are generated.',
    shows: 'The spec of the KMS key, and that KMS did not generate the material.',
    leaves_open: 'The generator in Vault.',
  },
  'PCI DSS v4.0.1/3.7.2': {
    number: '3.7.2',
    topic: 'Keys are distributed securely.',
    shows: 'That each key arrived where Vault sent it: region, account, alias and latest version.',
    leaves_open:
      'The channel: KMS takes wrapped material only, which its documentation shows and no report does.',
  },
  'PCI DSS v4.0.1/3.7.3': {
    number: '3.7.3',
    topic: 'Keys are stored securely.',
    shows: 'That the key is in KMS, with its material, and that no policy opens it to anyone.',
    leaves_open: 'The copy in Vault.',
  },
  'PCI DSS v4.0.1/3.7.4': {
    number: '3.7.4',
    topic: 'A key is changed at the end of its cryptoperiod.',
    shows: 'The age of the latest version against the declared `rotate_after`.',
    leaves_open:
      'Whether the declared period fits the use, and data that is still encrypted with older versions.',
  },
  'PCI DSS v4.0.1/3.7.5': {
    number: '3.7.5',
    topic:
      'Keys are retired, replaced or destroyed when they have to be, and retired ones no longer encrypt.',
    shows:
      'That versions below `min_enabled_version` are disabled in KMS, and which keys have not been used for a year.',
    leaves_open: 'Whether a weakened or suspected key was retired in time.',
  },
  'PCI DSS v4.0.1/3.7.7': {
    number: '3.7.7',
    topic: 'Nobody substitutes a key without authorization.',
    shows:
      'That the material is the recorded one, none was added, and the alias points at the KMS key on record.',
    leaves_open: 'Who could substitute: see the permissions.',
  },
  'PCI DSS v4.0.1/7.2.5': {
    number: '7.2.5',
    topic: 'Application and system accounts have the least privileges that they need.',
    shows: 'The actions that Vault’s principal is allowed and denied, with the evidence for each.',
    leaves_open: 'Actions that nobody asked about, and the accounts of applications that use the keys.',
  },
  'PCI DSS v4.0.1/12.3.3': {
    number: '12.3.3',
    topic: 'The cryptography in use is documented and reviewed.',
    shows: 'Spec and usage of each KMS key: the facts for the inventory.',
    leaves_open: 'The review itself, and protocols.',
  },
} as const satisfies Readonly<Record<string, Requirement>>;
