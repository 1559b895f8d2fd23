import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';

/**
 * KMS and STS with any number of keys that are as they should be, as fast as this machine can answer. It takes keys from
 * Vault without keeping them, and wraps all of them with one RSA key, which takes long to make.
 */

export const keyId = (key, version) =>
  `00000000-0000-4000-8${String(version).padStart(3, '0')}-${String(key).padStart(12, '0')}`;

/** What the verifier's event says about one key. */
export function expectationOf(key, versions) {
  return {
    name: `payments-db-${key}`,
    kms: 'aws-us-west-2',
    type: 'aes256-gcm96',
    purpose: ['encrypt', 'decrypt'],
    alias: `alias/hashicorp/payments-db-${key}-1700000000`,
    latest_version: versions,
    min_enabled_version: 1,
    versions: Object.fromEntries(
      Array.from({ length: versions }, (_, index) => [index + 1, keyId(key, index + 1)]),
    ),
    replica_regions: [],
    distribution_time: '2023-11-14T22:13:20Z',
  };
}

/** An event of so many keys with so many versions each, without permissions. */
export function eventOf(keys, versions) {
  const list = Array.from({ length: keys }, (_, key) => expectationOf(key, versions));
  return { region: 'us-west-2', keys: list, permissions: { sets: [] } };
}

/** @returns its URL, the calls so far by operation, and how to end it */
export async function startKms(keys = 0, versions = 1) {
  const calls = {};
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const operation = (request.headers['x-amz-target'] ?? 'TrentService.GetCallerIdentity').split('.')[1];
    calls[operation] = (calls[operation] ?? 0) + 1;
    if (operation === 'GetCallerIdentity') return response.end(identity);
    const input = JSON.parse(body);
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    const answers = {
      ListAliases: () => page(input, keys, versions),
      CreateKey: () => described(randomUUID()),
      GetParametersForImport: () => ({ KeyId: input.KeyId, PublicKey: wrappingKey, ImportToken: 'AAAA' }),
      ImportKeyMaterial: () => ({}),
      CreateAlias: () => ({}),
    };
    response.end(JSON.stringify((answers[operation] ?? (() => described(input.KeyId)))()));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    calls,
    close: () => server.close().closeAllConnections(),
  };
}

const wrappingKey = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'der' },
  privateKeyEncoding: { type: 'pkcs8', format: 'der' },
}).publicKey.toString('base64');

const arn = (id) => `arn:aws:kms:us-west-2:111122223333:key/${id}`;
const identity =
  '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/verifier</Arn><UserId>AIDA</UserId><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>';

const described = (id) => ({
  KeyMetadata: {
    AWSAccountId: '111122223333',
    KeyId: id,
    Arn: arn(id),
    CreationDate: 1700000000,
    Enabled: true,
    KeyUsage: 'ENCRYPT_DECRYPT',
    KeyState: 'Enabled',
    Origin: 'EXTERNAL',
    KeyManager: 'CUSTOMER',
    KeySpec: 'SYMMETRIC_DEFAULT',
    CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
    EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
    ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE',
    MultiRegion: false,
    CurrentKeyMaterialId: id.replaceAll('-', '').padEnd(64, 'a'),
  },
  // GetKeyPolicy is answered by the same, for the same key.
  Policy: JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::111122223333:root' },
        Action: 'kms:*',
        Resource: '*',
      },
    ],
  }),
});

function page({ Marker = '0' }, keys, versions) {
  const from = Number(Marker);
  const Aliases = Array.from({ length: Math.min(100, keys - from) }, (_, index) => {
    const { alias } = expectationOf(from + index, 1);
    return {
      AliasName: alias,
      AliasArn: `arn:aws:kms:us-west-2:111122223333:${alias}`,
      TargetKeyId: keyId(from + index, versions),
      CreationDate: 1700000000,
      LastUpdatedDate: 1700000000,
    };
  });
  const Truncated = from + 100 < keys;
  return { Aliases, Truncated, ...(Truncated ? { NextMarker: String(from + 100) } : {}) };
}
