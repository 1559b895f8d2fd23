import type { Accepted, Finding, KeyReport } from '../model/report.ts';
import { keyReportId } from '../model/report-findings.ts';
import type { RunReport } from '../model/run.ts';
import { plain } from './plain.ts';
import { opWords } from './plan-wording.ts';

/**
 * A run as JUnit XML: a suite for the plan, one for the keys and one for the permissions. A failed step, a blocker, a
 * failed check and a denied permission are failures; what was not done, is inconclusive, or is accepted, is skipped.
 *
 * Source: https://github.com/testmoapp/junitxml (there is no standard)
 */
export function junitXml(report: RunReport): string {
  const suites = [
    suite('plan', planCases(report), report),
    suite('keys', keyCases(report), report),
    suite('permissions', permissionCases(report), report),
  ].filter((text) => text !== '');
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', { name: `vault-keymgmt-aws-kms ${report.command ?? ''}`.trim() }, suites)}\n`;
}

interface TestCase {
  readonly name: string;
  readonly classname: string;
  /** The file that declares it; `null` when unknown. */
  readonly file: string | null;
  readonly outcome:
    | { readonly what: 'passed' }
    | { readonly what: 'skipped' | 'failure'; readonly message: string; readonly text: string };
}

const passed = { what: 'passed' } as const;

function planCases({ plan, applied, sources, error }: RunReport): TestCase[] {
  const fileOf = (id: string) => sources[id]?.file ?? null;
  const asCase =
    (outcome: (step: { readonly error?: string }) => TestCase['outcome']) =>
    (step: {
      readonly op: keyof typeof opWords;
      readonly id: string;
      readonly error?: string;
    }): TestCase => ({
      name: `${opWords[step.op]} ${step.id}`,
      classname: 'plan',
      file: fileOf(step.id),
      outcome: outcome(step),
    });
  const drifts = error?.code === 'drift' ? 'failure' : 'skipped';
  return [
    ...(plan?.refusals ?? []).map(
      ({ id, code, message, remedy }): TestCase => ({
        name: `${code} ${id}`,
        classname: 'plan',
        file: fileOf(id),
        outcome: { what: 'failure', message, text: remedy },
      }),
    ),
    ...(applied === null
      ? (plan?.steps ?? []).map(asCase(() => ({ what: drifts, message: 'planned, not applied', text: '' })))
      : [
          ...applied.done.map(asCase(() => passed)),
          ...applied.failed.map(asCase(({ error = '' }) => ({ what: 'failure', message: error, text: '' }))),
          ...applied.left.map(asCase(() => ({ what: 'skipped', message: 'not done', text: '' }))),
        ]),
  ];
}

function keyCases({ verification }: RunReport): TestCase[] {
  const { keys = [], findings = [], accepted = [] } = verification ?? {};
  const acceptedFor = (key: string | null, version: number | null) =>
    accepted.filter((one) => one.finding !== undefined && one.key === key && one.version === version);
  const region = { classname: 'region', file: null };
  return [
    ...findings.map((finding) => ({ ...region, name: finding.check, outcome: outcomeOf([finding]) })),
    ...acceptedFor(null, null).map((one) => ({
      ...region,
      name: one.finding?.check ?? '',
      outcome: outcomeOf([], [one]),
    })),
    ...keys.flatMap((key: KeyReport): TestCase[] => [
      {
        name: `${key.name}: all versions`,
        classname: key.kms,
        file: null,
        outcome: outcomeOf(key.findings, acceptedFor(keyReportId(key), null)),
      },
      ...key.versions.map((version) => ({
        name: `${key.name}: version ${version.version}`,
        classname: key.kms,
        file: null,
        outcome: outcomeOf(version.findings, acceptedFor(keyReportId(key), version.version)),
      })),
    ]),
  ];
}

function permissionCases({ verification }: RunReport): TestCase[] {
  const accepted = (verification?.accepted ?? []).flatMap((one): TestCase[] =>
    one.permission === undefined
      ? []
      : [
          {
            name: one.permission.action,
            classname: one.permission.principal_arn ?? 'no principal',
            file: null,
            outcome: outcomeOf([], [one]),
          },
        ],
  );
  const decided = (verification?.permissions ?? []).map(
    ({ action, decision, evidence, message, principal_arn }): TestCase => ({
      name: action,
      classname: principal_arn ?? 'no principal',
      file: null,
      outcome:
        decision === 'allowed'
          ? passed
          : {
              what: decision === 'denied' ? 'failure' : 'skipped',
              message: `${decision}: ${evidence}`,
              text: message,
            },
    }),
  );
  return [...decided, ...accepted];
}

/** The worst finding decides; where there is none, what is accepted. */
function outcomeOf(findings: readonly Finding[], accepted: readonly Accepted[] = []): TestCase['outcome'] {
  const lines = [
    ...findings.map(({ check, message, remediation }) => `${check}: ${message}\n→ ${remediation}`),
    ...accepted.map(
      ({ id, finding, permission, ...exception }) =>
        `${id}: ${finding?.message ?? permission?.message ?? ''}\n→ ${acceptance(exception)}`,
    ),
  ];
  const text = lines.join('\n');
  const worst = findings.find(({ status }) => status === 'fail') ?? findings[0];
  if (worst !== undefined && worst.status !== 'pass')
    return { what: worst.status === 'fail' ? 'failure' : 'skipped', message: worst.message, text };
  const [first] = accepted;
  return first === undefined ? passed : { what: 'skipped', message: acceptance(first), text };
}

function acceptance({ owner, expires, reason }: Pick<Accepted, 'owner' | 'expires' | 'reason'>): string {
  return `accepted by ${owner} until ${expires}: ${reason}`;
}

function suite(name: string, cases: readonly TestCase[], { started_at }: RunReport): string {
  if (cases.length === 0) return '';
  const count = (what: string) => String(cases.filter(({ outcome }) => outcome.what === what).length);
  return element(
    'testsuite',
    {
      name,
      tests: String(cases.length),
      failures: count('failure'),
      skipped: count('skipped'),
      errors: '0',
      timestamp: started_at,
    },
    cases.map(caseXml),
  );
}

function caseXml({ name, classname, file, outcome }: TestCase): string {
  const children =
    outcome.what === 'passed'
      ? []
      : [
          element(
            outcome.what,
            { message: outcome.message },
            outcome.text === '' ? [] : [xmlText(outcome.text)],
          ),
        ];
  return element('testcase', { name, classname, ...(file === null ? {} : { file }) }, children);
}

function element(
  name: string,
  attributes: Readonly<Record<string, string>>,
  children: readonly string[],
): string {
  const start = [
    name,
    ...Object.entries(attributes).map(([key, value]) => `${key}="${xmlText(value)}"`),
  ].join(' ');
  return children.length === 0 ? `<${start}/>` : `<${start}>\n${children.join('\n')}\n</${name}>`;
}

/** Text from outside as XML text, without the characters that XML 1.0 does not allow even when escaped. */
function xmlText(text: string): string {
  return plain(text)
    .replace(/[\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"'\n\t]/g, (character) => `&#${character.codePointAt(0)};`);
}
