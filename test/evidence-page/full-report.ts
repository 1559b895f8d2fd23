import type { Report } from '../../src/model/report.ts';
import { finding, keyReport, permission, verification } from '../render/samples.ts';

/** A report with everything that an earlier report, exceptions and depth `full` add; each text from outside is `text`. */
export function fullReport(text: string): Report {
  const id = `keymgmt/kms/aws/key/${text}`;
  const changed = { id: text, check: text, status: 'fail' as const, message: text };
  const right = { action: text, principal_arn: text, region: text };
  const exception = { id: text, reason: text, owner: text, expires: text, key: text, version: 1 };
  const key = keyReport(text, [finding({ message: text })]);
  return {
    ...verification([key], [{ ...permission('kms:CreateKey', 'denied'), remedy: text }]),
    keys: [
      {
        ...key,
        kms: 'aws',
        id,
        versions: key.versions.map((version) => ({
          ...version,
          usage: { last_used: text, operation: text, tracked_since: text },
          canary: { result: 'pass' as const, ciphertext: text, made_at: text },
        })),
      },
    ],
    depth: 'full',
    changes: {
      since: text,
      new: [changed],
      fixed: [changed],
      unchanged: 3,
      material_replaced: [{ id: text, version: 1, key_id: text, from: text, to: text }],
      keys_added: [text],
      keys_gone: [text],
      permissions_gained: [right],
      permissions_lost: [right],
    },
    accepted: [
      { ...exception, finding: finding({ message: text }) },
      { ...exception, permission: permission(text, 'denied') },
    ],
    controls: { key_state: [text], permission: [text] },
    inventory: [
      {
        region: text,
        account_id: text,
        total: 4,
        vault: 1,
        imported: 1,
        kms: 1,
        custom_key_store: 1,
        unread: 0,
        outside: [
          {
            key_id: text,
            arn: text,
            source: 'imported',
            key_state: text,
            created: text,
            aliases: [text],
            creator: text,
            last_used: text,
          },
        ],
      },
    ],
  };
}
