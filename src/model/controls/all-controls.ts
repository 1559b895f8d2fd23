import type { FindingId } from '../finding-id.ts';
import { cis, cisRequirements } from './cis-requirements.ts';
import { iso, isoRequirements } from './iso-requirements.ts';
import { nist, nistRequirements } from './nist-requirements.ts';
import { pci, pciRequirements } from './pci-requirements.ts';
import type { Requirement, Standard } from './requirement.ts';
import { soc, socRequirements } from './soc-requirements.ts';

/**
 * The id of a requirement, where Security Hub has a form for its standard in that form.
 *
 * Source: https://docs.aws.amazon.com/securityhub/latest/userguide/kms-controls.html
 */
export type RequirementId =
  | keyof typeof nistRequirements
  | keyof typeof pciRequirements
  | keyof typeof isoRequirements
  | keyof typeof socRequirements
  | keyof typeof cisRequirements;

/** Each standard with its requirements by id: the order of every list of them. */
export const standards: readonly (Standard & {
  readonly requirements: Readonly<Record<string, Requirement>>;
})[] = [
  { ...nist, requirements: nistRequirements },
  { ...pci, requirements: pciRequirements },
  { ...iso, requirements: isoRequirements },
  { ...soc, requirements: socRequirements },
  { ...cis, requirements: cisRequirements },
];

/** What is evidence for requirements: a check, or the decision about a permission. */
export type ControlSource = FindingId | 'permission';

/** The requirements that a check is evidence for, or why there are none. */
type Controls = readonly RequirementId[] | { readonly none: string };

const keyManagement = [
  'NIST.800-53.r5 SC-12',
  'ISO/IEC 27001:2022 A.8.24',
  'SOC 2 CC6.1',
] as const satisfies readonly RequirementId[];

const availability = [
  'NIST.800-53.r5 SC-12(1)',
  'ISO/IEC 27001:2022 A.8.24',
  'SOC 2 A1.2',
] as const satisfies readonly RequirementId[];

const storage = [
  'NIST.800-53.r5 SC-28(3)',
  'PCI DSS v4.0.1/3.6.1.2',
  'ISO/IEC 27001:2022 A.8.24',
  'SOC 2 CC6.1',
] as const satisfies readonly RequirementId[];

const substitution = [
  'NIST.800-53.r5 SI-7',
  'PCI DSS v4.0.1/3.7.7',
  'ISO/IEC 27001:2022 A.8.24',
  'SOC 2 CC7.1',
] as const satisfies readonly RequirementId[];

const access = [
  'NIST.800-53.r5 AC-3',
  'NIST.800-53.r5 AC-6',
  'PCI DSS v4.0.1/3.6.1',
  'ISO/IEC 27001:2022 A.5.15',
  'SOC 2 CC6.1',
] as const satisfies readonly RequirementId[];

const inventory = [
  'NIST.800-53.r5 CM-8',
  'PCI DSS v4.0.1/3.6.1.4',
  'ISO/IEC 27001:2022 A.5.9',
  'SOC 2 CC6.1',
] as const satisfies readonly RequirementId[];

const monitoring = [
  'NIST.800-53.r5 CA-7',
  'ISO/IEC 27001:2022 A.8.16',
  'SOC 2 CC7.2',
] as const satisfies readonly RequirementId[];

/** The requirements of every check: what `docs/controls.md`, the report, SARIF, ASFF and the page are made from. */
export const controlTable: { readonly [S in ControlSource]: Controls } = {
  exists: [...keyManagement, 'NIST.800-53.r5 SC-12(1)', 'PCI DSS v4.0.1/3.7.3', 'SOC 2 A1.2'],
  account: [...keyManagement, 'NIST.800-53.r5 SC-28(3)', 'PCI DSS v4.0.1/3.7.2'],
  key_state: [...keyManagement, 'NIST.800-53.r5 SC-12(1)', 'PCI DSS v4.0.1/3.7.5'],
  material: [...keyManagement, 'NIST.800-53.r5 SC-12(1)', 'PCI DSS v4.0.1/3.7.3', 'SOC 2 A1.2'],
  origin: [...keyManagement, 'PCI DSS v4.0.1/3.7.1'],
  key_spec: [
    'NIST.800-53.r5 SC-12(2)',
    'NIST.800-53.r5 SC-12(3)',
    'NIST.800-53.r5 SC-13',
    'PCI DSS v4.0.1/3.7.1',
    'PCI DSS v4.0.1/12.3.3',
    'ISO/IEC 27001:2022 A.8.24',
    'SOC 2 CC6.1',
  ],
  key_usage: ['NIST.800-53.r5 SC-13', 'PCI DSS v4.0.1/12.3.3', 'ISO/IEC 27001:2022 A.8.24', 'SOC 2 CC6.1'],
  key_manager: storage,
  key_store: storage,
  deletion_date: [...availability, 'PCI DSS v4.0.1/3.7.5'],
  expiry: [...availability, 'PCI DSS v4.0.1/3.7.3'],
  material_id: substitution,
  material_history: substitution,
  multi_region: [...keyManagement, 'PCI DSS v4.0.1/3.6.1.4'],
  replicas: [
    'NIST.800-53.r5 SC-12(1)',
    'NIST.800-53.r5 CP-9',
    'PCI DSS v4.0.1/3.6.1.4',
    'ISO/IEC 27001:2022 A.8.13',
    'SOC 2 A1.2',
  ],
  public_key: [...substitution, 'NIST.800-53.r5 SC-12(3)'],
  creation_date: substitution,
  key_policy: access,
  policy_public: [...access, 'PCI DSS v4.0.1/3.7.3'],
  policy_foreign: access,
  grants: access,
  canary: [
    'NIST.800-53.r5 SC-12(1)',
    'NIST.800-53.r5 CP-9',
    'PCI DSS v4.0.1/3.7.7',
    'ISO/IEC 27001:2022 A.8.13',
    'SOC 2 A1.2',
  ],
  last_use: ['NIST.800-53.r5 AU-12', 'PCI DSS v4.0.1/3.7.5', 'ISO/IEC 27001:2022 A.8.15', 'SOC 2 CC6.1'],
  distributed: [...keyManagement, 'PCI DSS v4.0.1/3.7.2'],
  latest_version: [...keyManagement, 'PCI DSS v4.0.1/3.7.2'],
  key_age: [...keyManagement, 'PCI DSS v4.0.1/3.7.4', 'CIS AWS Foundations Benchmark v5.0.0/3.6'],
  version_record: [...keyManagement, 'PCI DSS v4.0.1/3.7.2'],
  distinct_keys: [...keyManagement, 'PCI DSS v4.0.1/3.7.2'],
  alias_form: [...keyManagement, 'PCI DSS v4.0.1/3.7.2'],
  alias_exists: [...keyManagement, 'PCI DSS v4.0.1/3.7.2', 'SOC 2 CC7.1'],
  alias_target: [...substitution, 'NIST.800-53.r5 SC-12'],
  alias_single: [...keyManagement, 'PCI DSS v4.0.1/3.6.1.4', 'SOC 2 CC7.1'],
  credentials: monitoring,
  verifier_account: monitoring,
  orphan: inventory,
  orphan_key: inventory,
  unchecked: inventory,
  no_keys: monitoring,
  min_keys: monitoring,
  out_of_time: monitoring,
  not_checked: monitoring,
  permission: ['NIST.800-53.r5 AC-6', 'PCI DSS v4.0.1/7.2.5', 'ISO/IEC 27001:2022 A.8.2', 'SOC 2 CC6.3'],
  permission_sets: { none: 'It says which actions were not asked about, and decides nothing.' },
  baseline: { none: 'It says that nothing was compared, and decides nothing.' },
  exceptions: { none: 'It says who accepted a finding, and decides nothing.' },
  shortened: { none: 'It says that a report was cut, and decides nothing.' },
};

/** The requirements of a check in the order of the standards; none where the table gives a reason. */
export function controlsOf(source: ControlSource): readonly RequirementId[] {
  const controls: Controls = controlTable[source];
  if ('none' in controls) return [];
  return order.filter((id) => controls.includes(id));
}

const order = standards.flatMap(({ requirements }) => Object.keys(requirements)) as RequirementId[];
