import type { Log, ReportingDescriptor, Result, ToolComponent } from 'sarif';
import { type ControlSource, standards } from '../model/controls/all-controls.ts';
import type { SourceLocation } from '../model/problem.ts';
import type { Report, Severity } from '../model/report.ts';
import { findingsOf } from '../model/report-findings.ts';
import type { RunReport } from '../model/run.ts';
import { keySource } from './key-source.ts';
import { hash } from './marker.ts';
import { clip, plain } from './plain.ts';

/** GitHub shows at most this many results per run. Source: https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning */
const most = 5000;

/** One problem with one thing. */
interface SarifProblem {
  readonly rule: string;
  readonly level: 'error' | 'warning';
  /** Left out: the rule has none. */
  readonly severity?: Severity;
  /** What it is about; together with the rule it identifies the result from run to run. */
  readonly about: string;
  readonly message: string;
  readonly remedy: string;
  readonly source: SourceLocation | null;
}

/**
 * Blockers and checks that did not pass as SARIF 2.1.0, for code scanning: located at the manifest's line that declares
 * the thing, else at the workflow's file.
 *
 * Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function sarifJson(report: RunReport): string {
  const problems = [...blockers(report), ...findings(report), ...permissions(report)].slice(0, most);
  const rules = [...new Set(problems.map(({ rule }) => rule))];
  const controls = report.verification?.controls ?? {};
  const taxonomies = taxonomiesOf(controls, rules);
  const { provenance } = report;
  const log: Log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'vault-keymgmt-aws-kms',
            semanticVersion: provenance.tool_version,
            rules: rules.map((rule) => ruleOf(rule, problems, controls, taxonomies)),
            ...(taxonomies.length === 0
              ? {}
              : { supportedTaxonomies: taxonomies.map(({ name }, index) => ({ name, index })) }),
          },
        },
        ...(taxonomies.length === 0 ? {} : { taxonomies }),
        automationDetails: { id: `vault-keymgmt-aws-kms/${report.command ?? 'none'}/` },
        columnKind: 'utf16CodeUnits',
        results: problems.map((problem) => resultOf(problem, rules.indexOf(problem.rule), report)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** A rule with the requirements that its check is evidence for. */
function ruleOf(
  id: string,
  problems: readonly SarifProblem[],
  controls: NonNullable<Report['controls']>,
  taxonomies: readonly ToolComponent[],
): ReportingDescriptor {
  const severity = problems.find(
    (problem) => problem.rule === id && problem.severity !== undefined,
  )?.severity;
  const relationships = taxonomies.flatMap(({ name, taxa = [] }, index) =>
    taxa.flatMap((taxon, at) =>
      requirementsOf(controls, id).includes(taxon.id)
        ? [{ target: { id: taxon.id, index: at, toolComponent: { name, index } }, kinds: ['relevant'] }]
        : [],
    ),
  );
  return {
    id,
    shortDescription: { text: id.replaceAll('_', ' ') },
    ...(relationships.length === 0 ? {} : { relationships }),
    properties: {
      tags: ['security'],
      ...(severity === undefined ? {} : { 'security-severity': scores[severity] }),
    },
  };
}

/** In the middle of the range that GitHub has for each word. Source: https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning#reportingdescriptor-object */
const scores: Readonly<Record<Severity, string>> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '2.0',
  informational: '0.1',
};

/** The standards, each with the requirements that the rules are evidence for. */
function taxonomiesOf(controls: NonNullable<Report['controls']>, rules: readonly string[]): ToolComponent[] {
  const used = new Set(rules.flatMap((rule) => requirementsOf(controls, rule)));
  return standards.flatMap(({ name, publisher, url, requirements }) => {
    const taxa = Object.entries(requirements)
      .filter(([id]) => used.has(id))
      .map(([id, { number, topic }]) => ({ id, name: number, shortDescription: { text: topic } }));
    return taxa.length === 0 ? [] : [{ name, organization: publisher, informationUri: url, taxa }];
  });
}

function requirementsOf(controls: NonNullable<Report['controls']>, rule: string): readonly string[] {
  return controls[rule as ControlSource] ?? [];
}

function resultOf(
  { rule, level, about, message, remedy, source }: SarifProblem,
  ruleIndex: number,
  { provenance }: RunReport,
): Result {
  const uri = source?.file ?? provenance.workflow ?? 'action.yml';
  return {
    ruleId: rule,
    ruleIndex,
    level,
    message: { text: clip(plain(remedy === '' ? message : `${message} ${remedy}`), 4000) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: encodeURI(plain(uri).replaceAll('\\', '/')), uriBaseId: '%SRCROOT%' },
          region: {
            startLine: source?.file ? (source.line ?? 1) : 1,
            ...(source?.file && source.column !== null ? { startColumn: source.column } : {}),
          },
        },
      },
    ],
    partialFingerprints: { 'vaultKeymgmt/v1': hash([rule, about]) },
  };
}

function blockers({ plan, sources }: RunReport): SarifProblem[] {
  return (plan?.refusals ?? []).map(({ code, id, message, remedy }) => ({
    rule: code,
    level: 'error',
    about: id,
    message,
    remedy,
    source: sources[id] ?? null,
  }));
}

function findings(report: RunReport): SarifProblem[] {
  const { verification } = report;
  if (verification === null) return [];
  return findingsOf(verification)
    .filter(({ finding }) => finding.status !== 'pass')
    .map(({ finding, key, version }) => {
      const at = key === null ? null : keySource(report, key.kms, key.name);
      return {
        rule: finding.check,
        level: finding.status === 'fail' ? 'error' : 'warning',
        ...(finding.severity === undefined ? {} : { severity: finding.severity }),
        about: `${at?.id ?? verification.region}${version === null ? '' : `@${version.version}`}${finding.replica_region === undefined ? '' : ` ${finding.replica_region}`}`,
        message: finding.message,
        remedy: finding.remediation,
        source: at?.source ?? null,
      };
    });
}

function permissions({ verification }: RunReport): SarifProblem[] {
  return (verification?.permissions ?? [])
    .filter(({ decision }) => decision !== 'allowed')
    .map(({ action, decision, evidence, message, principal_arn }) => ({
      rule: 'permission',
      level: decision === 'denied' ? 'error' : 'warning',
      about: `${principal_arn} ${action}`,
      message: `${action} is ${decision === 'denied' ? 'denied' : 'inconclusive'} (${evidence}). ${message}`,
      remedy: decision === 'denied' ? 'Grant it to Vault’s principal.' : '',
      source: null,
    }));
}
