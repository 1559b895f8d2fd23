import { text } from 'node:stream/consumers';
import type { SharedConnections } from '../src/aws/aws-effects.ts';
import { failureOf } from '../src/aws/aws-failure.ts';
import type { Env } from '../src/model/effects.ts';
import type { Evidence } from '../src/model/evidence.ts';
import { failed, found } from '../src/model/evidence.ts';
import { openObjects } from './s3-objects.ts';

/** Texts in S3, by address: `s3://bucket/key`. */
export interface ReportStore {
  /** The text; `null`: there is no such object. */
  read(uri: string): Promise<Evidence<string | null>>;
  write(uri: string, body: string, contentType: string): Promise<Evidence<null>>;
}

export function openReportStore(env: Env, shared: SharedConnections): ReportStore {
  const objects = openObjects(env, shared);
  return {
    async read(uri) {
      try {
        return found(await text(await objects.read(...objectAt(uri))));
      } catch (error) {
        if ((error as Error).name === 'NoSuchKey') return found(null);
        return failed(failureOf(error, 's3:GetObject'));
      }
    },
    async write(uri, body, contentType) {
      try {
        await objects.write(...objectAt(uri), body, contentType);
        return found(null);
      } catch (error) {
        return failed(failureOf(error, 's3:PutObject'));
      }
    },
  };
}

/** The bucket and the key. */
function objectAt(uri: string): [string, string] {
  const [, bucket = '', key = ''] = /^s3:\/\/([^/]+)\/(.+)$/s.exec(uri) ?? [];
  return [bucket, key];
}
