import { DescribeKeyCommand, KMSClient, paginateListAliases, paginateListKeys } from '@aws-sdk/client-kms';
import type { EmulatorAccess } from '../support/job.ts';

/** What KMS has, read from KMS alone. */
export interface KmsWorld {
  /** How many KMS keys are enabled. */
  enabled(region: 'us-west-2' | 'eu-west-1'): number;
  /** The Vault keys with an alias that points at an enabled KMS key, in the provider's region. */
  readonly aliased: readonly string[];
}

export async function readKms(emulator: EmulatorAccess): Promise<KmsWorld> {
  const [home, replica] = await Promise.all([
    readRegion(emulator, 'us-west-2'),
    readRegion(emulator, 'eu-west-1'),
  ]);
  return {
    enabled: (region) => (region === 'us-west-2' ? home : replica).enabled,
    aliased: home.aliased,
  };
}

async function readRegion(emulator: EmulatorAccess, region: string) {
  const client = new KMSClient({
    region,
    endpoint: emulator.awsEndpoint,
    credentials: { accessKeyId: emulator.accessKeyId, secretAccessKey: emulator.secretAccessKey },
  });
  const states = new Map<string, string>();
  for await (const page of paginateListKeys({ client }, {})) {
    for (const { KeyId } of page.Keys ?? []) {
      const { KeyMetadata } = await client.send(new DescribeKeyCommand({ KeyId }));
      states.set(KeyId!, KeyMetadata!.KeyState!);
    }
  }
  const aliased: string[] = [];
  for await (const page of paginateListAliases({ client }, {})) {
    for (const { AliasName, TargetKeyId } of page.Aliases ?? []) {
      const name = /^alias\/hashicorp\/(.+)-\d+$/.exec(AliasName ?? '')?.[1];
      if (name !== undefined && states.get(TargetKeyId ?? '') === 'Enabled') aliased.push(name);
    }
  }
  client.destroy();
  return {
    enabled: [...states.values()].filter((state) => state === 'Enabled').length,
    aliased: aliased.sort(),
  };
}
