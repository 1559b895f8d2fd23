import { S3Client } from '@aws-sdk/client-s3';
import type { Clients } from '../../src/aws/clients.ts';

export {
  GetObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';

/** The region's client, made once. */
export function s3Client(clients: Clients, region: string): S3Client {
  return clients.open(
    's3',
    region,
    (config) =>
      new S3Client({ ...config, followRegionRedirects: true, forcePathStyle: config.endpoint !== undefined }),
  );
}
