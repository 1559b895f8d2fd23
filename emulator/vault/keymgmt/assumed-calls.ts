import type { ImportKeyMaterialRequest, KMS, Tag } from '@aws-sdk/client-kms';
import type { Answers } from '../../../assumptions/catalogue.ts';
import { day, later } from '../../later.ts';
import { aliasEffect, type KmsEffect } from './effect.ts';
import type { Entry } from './state.ts';

/** The next call: the effect, or first the alias that is assumed to be there before an import. */
export function assumedOrder(assumed: Answers, effect: KmsEffect, { copy }: Entry, home: string): KmsEffect {
  const imports = effect.kind === 'import_key_material' && effect.region === home;
  return assumed['alias-order'] === 'before-import' && imports && copy!.alias !== effect.key_id
    ? aliasEffect(copy!, effect.key_id)
    : effect;
}

/** The alias that is assumed to be given to a replica after its import; `null`: none. */
export function assumedReplicaAlias(
  assumed: Answers,
  effect: KmsEffect,
  { copy }: Entry,
  home: string,
): KmsEffect | null {
  if (assumed['replica-alias'] !== 'every' || effect.kind !== 'import_key_material') return null;
  const { region, key_id } = effect;
  return region === home ? null : { ...aliasEffect({ ...copy!, alias: null }, key_id), region };
}

/** The tags of a new KMS key, unless it is assumed to have none. */
export function assumedTags(assumed: Answers, tags: Tag[]): { Tags?: Tag[] } {
  return assumed['kms-tags'] === 'none' ? {} : { Tags: tags };
}

/** Gives a new KMS key a policy that differs from AWS's default one, and still delegates to the account. */
export async function writeAssumedPolicy(assumed: Answers, client: KMS, arn: string): Promise<void> {
  if (assumed['key-policy'] !== 'own') return;
  const root = `arn:aws:iam::${arn.split(':')[4]}:root`;
  const Statement = [
    { Sid: 'Vault', Effect: 'Allow', Principal: { AWS: root }, Action: 'kms:*', Resource: '*' },
  ];
  const Policy = JSON.stringify({ Version: '2012-10-17', Id: 'vault', Statement });
  await client.putKeyPolicy({ KeyId: arn, Policy });
}

/** The expiry of imported key material. */
export function materialExpiry(
  assumed: Answers,
): Pick<ImportKeyMaterialRequest, 'ExpirationModel' | 'ValidTo'> {
  return assumed['material-expiry'] === 'never'
    ? { ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE' }
    : { ExpirationModel: 'KEY_MATERIAL_EXPIRES', ValidTo: later(new Date(), 360 * day) };
}

/** The waiting period of a deletion; left out: that of AWS. */
export function deletionWindow(assumed: Answers): { PendingWindowInDays?: number } {
  return assumed['deletion-window'] === '7' ? { PendingWindowInDays: 7 } : {};
}
