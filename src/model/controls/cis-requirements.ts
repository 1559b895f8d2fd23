import type { Requirement, Standard } from './requirement.ts';

export const cis: Standard = {
  name: 'CIS AWS Foundations Benchmark v5.0.0',
  publisher: 'Center for Internet Security',
  url: 'https://www.cisecurity.org/benchmark/amazon_web_services',
};

export const cisRequirements = {
  'CIS AWS Foundations Benchmark v5.0.0/3.6': {
    number: '3.6',
    topic: 'Customer created symmetric keys are rotated.',
    shows:
      'The age of the latest version against the declared `rotate_after`. KMS rotates no imported material by itself; Vault rotates by a new KMS key and moves the alias.',
    leaves_open: 'Symmetric KMS keys whose material KMS made: the benchmark’s own check covers these.',
  },
} as const satisfies Readonly<Record<string, Requirement>>;
