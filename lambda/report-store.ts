import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { SharedConnections } from '../src/aws/aws-effects.ts';
import { failureOf } from '../src/aws/aws-failure.ts';
import { openClients } from '../src/aws/clients.ts';
import type { Env } from '../src/model/effects.ts';
import type { Evidence } from '../src/model/evidence.ts';
import { failed, found } from '../src/model/evidence.ts';

/** Texts in S3, by address: `s3://bucket/key`. */
export interface ReportStore {
  /** The text; `null`: there is no such object. */
  read(uri: string): Promise<Evidence<string | null>>;
  write(uri: string, body: string, contentType: string): Promise<Evidence<null>>;
}

/** S3 with the function's own identity, in its own region or wherever the bucket is. */
export function openReportStore(env: Env, shared: SharedConnections): ReportStore {
  const clients = openClients({
    env,
    credentials: null,
    run_id: null,
    ...shared,
    signal: null,
    kms_endpoint: null,
  });
  const region = env['AWS_REGION'] || 'us-east-1';
  return {
    async read(uri) {
      try {
        const { s3Client, GetObjectCommand } = await import('./sdk/s3-client.ts');
        const { Body } = await s3Client(clients, region).send(new GetObjectCommand(objectAt(uri)));
        return found(await text(Body as Readable));
      } catch (error) {
        if ((error as Error).name === 'NoSuchKey') return found(null);
        return failed(failureOf(error, 's3:GetObject'));
      }
    },
    async write(uri, body, ContentType) {
      try {
        const { s3Client, PutObjectCommand } = await import('./sdk/s3-client.ts');
        await s3Client(clients, region).send(
          new PutObjectCommand({ ...objectAt(uri), Body: body, ContentType }),
        );
        return found(null);
      } catch (error) {
        return failed(failureOf(error, 's3:PutObject'));
      }
    },
  };
}

function objectAt(uri: string): { Bucket: string; Key: string } {
  const [, Bucket = '', Key = ''] = /^s3:\/\/([^/]+)\/(.+)$/s.exec(uri) ?? [];
  return { Bucket, Key };
}
