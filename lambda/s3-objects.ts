import type { Readable } from 'node:stream';
import type { SharedConnections } from '../src/aws/aws-effects.ts';
import type { Env } from '../src/model/effects.ts';
import type { ReadObject } from './aggregate-outcomes.ts';
import { ownClients, ownRegion } from './own-clients.ts';

/** Objects in S3, with the function's own identity, in its own region or wherever the bucket is. Both throw AWS's errors. */
export interface S3Objects {
  readonly read: ReadObject;
  write(Bucket: string, Key: string, Body: string, ContentType: string): Promise<void>;
}

export function openObjects(env: Env, shared: SharedConnections): S3Objects {
  const clients = ownClients(env, shared);
  const region = ownRegion(env);
  return {
    async read(Bucket, Key) {
      const { s3Client, GetObjectCommand } = await import('./sdk/s3-client.ts');
      const { Body } = await s3Client(clients, region).send(new GetObjectCommand({ Bucket, Key }));
      return Body as Readable;
    },
    async write(Bucket, Key, Body, ContentType) {
      const { s3Client, PutObjectCommand } = await import('./sdk/s3-client.ts');
      await s3Client(clients, region).send(new PutObjectCommand({ Bucket, Key, Body, ContentType }));
    },
  };
}
