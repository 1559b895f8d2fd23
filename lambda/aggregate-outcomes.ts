import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import * as v from 'valibot';
import type { Report } from '../src/model/report.ts';
import type { Failure, TargetOutcome } from './aggregate-report.ts';

/** Reads an object of a bucket. */
export type ReadObject = (bucket: string, key: string) => Promise<Readable>;

const writtenSchema = v.object({
  ResultWriterDetails: v.object({ Bucket: v.string(), Key: v.string() }),
});

/** What a Distributed Map gives back: the results themselves, or where its ResultWriter has put them. */
export const mapOutputSchema = v.union([v.array(v.unknown()), writtenSchema]);
export type MapOutput = v.InferOutput<typeof mapOutputSchema>;

const manifestSchema = v.object({
  DestinationBucket: v.string(),
  ResultFiles: v.object({
    SUCCEEDED: v.optional(v.array(v.object({ Key: v.string() })), []),
    FAILED: v.optional(v.array(v.object({ Key: v.string() })), []),
    PENDING: v.optional(v.array(v.object({ Key: v.string() })), []),
  }),
});

/**
 * Every child workflow's outcome, one after the other, so that a million keys need no more memory than one batch.
 * The ResultWriter writes JSON Lines: a child execution each, with input and output as texts.
 *
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html
 */
export async function* outcomesOf(output: MapOutput, read: ReadObject): AsyncGenerator<TargetOutcome> {
  if (Array.isArray(output)) {
    for (const result of output) yield { report: result as Report };
    return;
  }
  const { Bucket, Key } = output.ResultWriterDetails;
  const manifest = v.parse(manifestSchema, JSON.parse(await textOf(await read(Bucket, Key))));
  const { DestinationBucket, ResultFiles } = manifest;
  for (const file of ResultFiles.SUCCEEDED)
    for await (const line of linesOf(await read(DestinationBucket, file.Key)))
      yield { report: JSON.parse(v.parse(succeededSchema, line).Output) as Report };
  for (const file of [...ResultFiles.FAILED, ...ResultFiles.PENDING])
    for await (const line of linesOf(await read(DestinationBucket, file.Key)))
      yield { failure: failureOf(v.parse(failedSchema, line)) };
}

const succeededSchema = v.object({ Output: v.string() });
const failedSchema = v.object({
  Input: v.optional(v.string(), 'null'),
  Status: v.optional(v.string(), 'FAILED'),
  Error: v.optional(v.string()),
  Cause: v.optional(v.string(), 'it was not run to its end'),
});

function failureOf({
  Input,
  Status,
  Error: error = Status,
  Cause,
}: v.InferOutput<typeof failedSchema>): Failure {
  const input = JSON.parse(Input) as {
    readonly event?: unknown;
    readonly BatchInput?: { event?: unknown };
  } | null;
  return { target: input?.event ?? input?.BatchInput?.event ?? null, error, cause: Cause };
}

async function* linesOf(stream: Readable): AsyncGenerator<unknown> {
  for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY }))
    if (line.trim() !== '') yield JSON.parse(line);
}

async function textOf(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
