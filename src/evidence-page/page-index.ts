import { mountId } from '../model/id.ts';
import type { KeyReport, Report, Status, VersionReport } from '../model/report.ts';
import { bySeverity, worst } from '../model/report.ts';
import type { LocatedFinding } from '../model/report-findings.ts';
import { findingsOf, findingsOfKey, keyReportId } from '../model/report-findings.ts';
import type { RunReport } from '../model/run.ts';
import type { PageContent } from './page-content.ts';

/** A KMS provider with its keys: a section of the page. */
export interface PageProvider {
  readonly anchor: string;
  /** Vault's namespace and mount; `null` when the report does not say. */
  readonly mount: string | null;
  readonly kms: string;
  readonly region: string;
  readonly account_id: string | null;
  readonly status: Status;
  /** Checks of depth `full` ran too; `null`: the report does not say. */
  readonly depth: Report['depth'] | null;
  /** The worst first. */
  readonly keys: readonly PageKey[];
}

export interface PageKey {
  readonly anchor: string;
  readonly key: KeyReport;
  readonly findings: readonly PageFinding[];
  /** The checks whose findings are accepted. */
  readonly accepted: ReadonlySet<string>;
}

/** A finding, and where on the page it stands. */
export interface PageFinding extends LocatedFinding {
  readonly anchor: string;
  /** Names the key version, or the region: `payments-db version 2 on aws-us-west-2`. */
  readonly about: string;
}

/** Everything on the page that another part of it links to. */
export interface PageIndex {
  /** The worst first. */
  readonly providers: readonly PageProvider[];
  /** Those about a region or a run first, then the worst first. */
  readonly findings: readonly PageFinding[];
}

/** Gives keys and findings their anchors, which are numbers: no name from outside becomes part of one. */
export function indexOf({ targets, run }: PageContent): PageIndex {
  let count = 0;
  const anchor = () => `n${++count}`;
  const numbered = (located: LocatedFinding, about: string): PageFinding => ({
    ...located,
    anchor: anchor(),
    about,
  });
  const general = targets.flatMap((target) =>
    findingsOf({ ...target, keys: [] }).map((located) => numbered(located, scopeOf(target))),
  );
  const providers = targets.flatMap((target) => {
    const accepted = acceptedChecks(target);
    return [...groupsOf(target, run).values()].map(({ mount, kms, region, keys }): PageProvider => {
      const pageKeys = keys.map((key) => ({
        key,
        anchor: anchor(),
        findings: findingsOfKey(key).map((located) => numbered(located, aboutOf(located))),
        accepted: accepted.get(keyReportId(key)) ?? new Set(),
      }));
      return {
        anchor: anchor(),
        mount,
        kms,
        region,
        account_id: target.account_id,
        status: worst(keys.map(({ status }) => status)),
        depth: target.depth ?? null,
        keys: pageKeys.sort((a, b) => bySeverity(a.key, b.key) || a.key.name.localeCompare(b.key.name)),
      };
    });
  });
  providers.sort((a, b) => bySeverity(a, b) || a.kms.localeCompare(b.kms));
  const ofKeys = providers.flatMap(({ keys }) => keys.flatMap(({ findings }) => findings));
  return {
    providers,
    findings: [...general, ...ofKeys].sort((a, b) => bySeverity(a.finding, b.finding)),
  };
}

/** `us-west-2, account 111122223333` */
export function scopeOf({ region, account_id }: Pick<Report, 'region' | 'account_id'>): string {
  return account_id === null ? region : `${region}, account ${account_id}`;
}

/** By the id of a key. */
function acceptedChecks({ accepted = [] }: Report): ReadonlyMap<string, ReadonlySet<string>> {
  const checks = new Map<string, Set<string>>();
  for (const { key, finding } of accepted)
    if (key !== null && finding !== undefined)
      checks.set(key, (checks.get(key) ?? new Set()).add(finding.check));
  return checks;
}

interface Group {
  readonly mount: string | null;
  readonly kms: string;
  readonly region: string;
  readonly keys: KeyReport[];
}

/** A report may cover several mounts and regions, and providers of one name in each. */
function groupsOf(target: Report, run: RunReport | null): Map<string, Group> {
  const groups = new Map<string, Group>();
  for (const key of target.keys) {
    const region = regionOf(key, target, run);
    const mount = mountOf(key, run);
    const id = JSON.stringify([mount, key.kms, region]);
    const group = groups.get(id) ?? { mount, kms: key.kms, region, keys: [] };
    group.keys.push(key);
    groups.set(id, group);
  }
  return groups;
}

function regionOf({ kms, versions }: KeyReport, target: Report, run: RunReport | null): string {
  const arn = versions.find((version) => version.arn !== null)?.arn;
  return (
    arn?.split(':')[3] || run?.providers.find((provider) => provider.kms === kms)?.region || target.region
  );
}

/** The mount, by the id of the distribution; without one, `null` where providers of one name are in several mounts. */
function mountOf({ id, kms, name }: KeyReport, run: RunReport | null): string | null {
  const end = `/kms/${kms}/key/${name}`;
  if (id?.endsWith(end)) return id.slice(0, -end.length);
  const mounts = new Set(run?.providers.filter((provider) => provider.kms === kms).map(mountId));
  return mounts.size === 1 ? [...mounts][0]! : null;
}

function aboutOf({ key, version, finding }: LocatedFinding): string {
  const replica = finding.replica_region === undefined ? '' : `, replica in ${finding.replica_region}`;
  return `${key?.name}${version === null ? '' : ` version ${version.version}`}${replica} on ${key?.kms}`;
}

/** Versions as the page lists them: the newest first. */
export function newestFirst(versions: readonly VersionReport[]): readonly VersionReport[] {
  return [...versions].sort((a, b) => b.version - a.version);
}
