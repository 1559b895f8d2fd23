import { readFile, writeFile } from 'node:fs/promises';

/**
 * What a check takes at each size: computed from what bench/lambda.mjs measured (bench/measured.json), from how the
 * state machine cuts its work, and from AWS's published quotas and prices.
 */

export const memory = 1024;
const perBatch = 200;
const targetsAtATime = 40;
const batchesAtATime = 2;
const versionsPerKey = 2;
/** Of AWS's request quotas; the rest is left to Vault and everybody else. */
const share = 0.5;

/** https://docs.aws.amazon.com/kms/latest/developerguide/requests-per-second.html */
const quota = { DescribeKey: 2000, ListAliases: 500 };
/** Vault requests a second, taken as what one Vault answers without effort; measure yours. */
const vaultRate = 500;
/** Megabytes that come with one whole CPU: https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
const wholeCpu = 1769;
/** Seconds to begin a child workflow and a warm function. */
const overhead = 0.5;

/** List prices of us-east-1 in US dollars; see the pricing page of each service. */
const price = {
  lambdaGbSecond: 0.0000133334,
  lambdaRequest: 0.2e-6,
  transition: 25e-6,
  expressRequest: 1e-6,
  expressGbSecond: 0.00001667,
  kmsRequest: 3e-6,
};

const sizes = [
  [10, 1],
  [1_000, 1],
  [10_000, 10],
  [50_000, 1],
  [100_000, 100],
  [1_000_000, 1_000],
];

/** One run over a fleet, its keys spread evenly over accounts with one region each. */
function run(way, keys, accounts, measured) {
  const here = Math.ceil(keys / accounts);
  const listed = way === 'list';
  const batches = listed ? Math.ceil(here / perBatch) : 1;
  const checks = batches + (listed ? 1 : 0);
  const pages = checks * Math.ceil(here / 100);
  const versions = here * versionsPerKey;
  const lanes = listed ? Math.min(batchesAtATime, batches) : 1;
  const seconds = {
    'KMS: DescribeKey': versions / (quota.DescribeKey * share),
    'KMS: ListAliases': pages / (quota.ListAliases * share),
    "the function's CPU":
      (versions * measured.cpu_ms_per_version) / 1000 / Math.min(1, memory / wholeCpu) / lanes,
    // Vault is one for all: the targets of a moment share it.
    Vault: listed ? 0 : (2 * here * Math.min(accounts, targetsAtATime)) / vaultRate,
  };
  const { 'KMS: DescribeKey': describe, "the function's CPU": cpu, ...before } = seconds;
  const target =
    overhead * Math.ceil(checks / lanes) +
    Object.values(before).reduce((a, b) => a + b) +
    Math.max(describe, cpu);
  const waves = Math.ceil(accounts / targetsAtATime);
  const [binding] = Object.entries(seconds).sort(([, a], [, b]) => b - a)[0];
  const invocations = accounts * (checks + (listed ? 1 : 0)) + 1;
  const transitions = 2 + accounts * (listed ? 5 : 2);
  const express = listed ? accounts * checks : 0;
  const calls = accounts * (versions + pages + checks);
  const busy = accounts * (listed ? lanes : 1) * target;
  const dollars =
    busy * (memory / 1024) * price.lambdaGbSecond +
    invocations * price.lambdaRequest +
    transitions * price.transition +
    express * price.expressRequest +
    (listed ? busy * (64 / 1024) * price.expressGbSecond : 0) +
    calls * price.kmsRequest;
  return {
    invocations,
    transitions,
    express,
    calls,
    target,
    whole: target * waves,
    dollars,
    limit: target < 5 * overhead ? 'starting' : binding,
    event: here * measured.event_bytes_per_key,
  };
}

const number = (value) => Math.round(value).toLocaleString('en-US');
const time = (seconds) =>
  seconds < 90 ? `${Math.max(1, Math.round(seconds))} s` : `${number(Math.ceil(seconds / 60))} min`;
const money = (value) => (value < 0.01 ? '< $0.01' : `$${value.toFixed(2)}`);

function table(way, measured) {
  const rows = sizes.map(([keys, accounts]) => {
    const { invocations, transitions, express, calls, target, whole, dollars, limit } = run(
      way,
      keys,
      accounts,
      measured,
    );
    return [
      number(keys),
      number(accounts),
      number(invocations),
      number(transitions),
      ...(way === 'list' ? [number(express)] : []),
      number(calls),
      target > 900 ? `${time(target)} (beyond one invocation)` : time(target),
      time(whole),
      money(dollars),
      limit,
    ].join(' | ');
  });
  const head = [
    'keys',
    'accounts',
    'invocations',
    'state transitions',
    ...(way === 'list' ? ['express workflows'] : []),
    'KMS calls',
    'time per target',
    'total time',
    'cost of a run',
    'the limit',
  ];
  return [
    `| ${head.join(' | ')} |`,
    `|${' --- |'.repeat(head.length)}`,
    ...rows.map((row) => `| ${row} |`),
  ].join('\n');
}

export function scaleDocument(measured) {
  const split = Math.floor(240_000 / measured.event_bytes_per_key);
  return `<!-- Made by scripts/scale.mjs from bench/measured.json. -->

# From 10 keys to 1,000,000

What one check of everything takes, by the number of keys and of accounts that have them. Every key
has ${versionsPerKey} versions; each account has one region, so an account is one target of the fleet. Measured are CPU, memory and
sizes (\`node bench/lambda.mjs --write\`); quotas and prices are AWS's published ones, at list price in us-east-1, before
any free tier. The times assume that nothing else uses the quotas of the account.

## Keys read from Vault

One invocation a target, with \`vault\` in the event.

${table('vault', measured)}

## Keys listed in S3

Batches of ${perBatch} keys, ${batchesAtATime} at a time per target, in express workflows. Permissions are checked once per target. One invocation merges the results.

${table('list', measured)}

## The limits, and what to do

- **Starting**: up to a few hundred keys no quota is the limit; a check takes as long as its workflow takes to begin.
- **The function's CPU**: ${measured.cpu_ms_per_version} ms for a key version. At ${memory} MB a function has ${((memory / wholeCpu) * 100).toFixed(0)} % of a CPU, at ${number(wholeCpu)} MB a whole one,
  at the same price for the work. Beyond that a single target does not get faster: the check runs in one thread.
- **KMS: DescribeKey**: ${number(quota.DescribeKey)} calls a second and account, of which half are used.
- **KMS: ListAliases**: ${number(quota.ListAliases)} a second, half of them used. Each batch of a list
  reads all of the region's aliases, so that for large accounts reading from Vault is the better way: they are read once.
- **Vault**: two requests a key, ${vaultRate} a second assumed, for ${targetsAtATime} targets at a time together
  (\`FleetConcurrency\`). It is the one place that all accounts share: list the keys in S3 to ask it less.
- **KMS holds 100,000 keys a region**, and each version is one: ${number(100_000 / versionsPerKey)} keys of ${versionsPerKey} versions fill it.
- **Cost** is almost all KMS's price for requests. The keys themselves cost $1 a month each in KMS: a daily check of a
  key's versions costs less than 0.02 % of that.
- An invocation ends after 15 minutes. One invocation checks what fits; else the report is incomplete and says so, and the
  event takes its \`next\` to continue.

## Measured

| what | value |
| --- | --- |
| start with the bundle, as a ratio to a start of node ${measured.node} without one, in the same run | ${measured.start_ratio} × |
| memory once loaded, to a bare node | ${measured.memory_ratio} × (${measured.memory_loaded_mb} MB) |
| memory after 5,000 keys in one invocation | ${measured.memory_after_5000_mb} MB |
| CPU for a key version | ${measured.cpu_ms_per_version} ms |
| a key in the event | ${measured.event_bytes_per_key} bytes: some ${number(split)} keys fit a state of Step Functions, ${number(6_000_000 / measured.event_bytes_per_key)} a call |
| a key that passed in the report | ${measured.report_bytes_per_key} bytes |
| KMS calls for 1,000 keys of one version | ${Object.entries(measured.calls_for_1000)
    .filter(([name]) => name !== 'GetCallerIdentity')
    .map(([name, count]) => `${number(count)} ${name}`)
    .join(', ')} |
`;
}

if (process.argv[1]?.endsWith('scale.mjs'))
  await writeFile('docs/scale.md', scaleDocument(JSON.parse(await readFile('bench/measured.json', 'utf8'))));
