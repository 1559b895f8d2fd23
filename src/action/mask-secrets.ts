import type * as Core from '@actions/core';
import type { Secret } from '../model/secret.ts';

/**
 * Has the runner mask secrets, each once: each line of each, and each in base64, since that is how they travel
 * in headers and how a PEM may be given.
 */
export function masker(core: Pick<typeof Core, 'setSecret'>): (secrets: Iterable<Secret>) => void {
  const masked = new Set<string>();
  return (secrets) => {
    for (const secret of secrets) {
      const text = secret.reveal();
      const forms = [...text.split(/\r?\n/).map((line) => line.trim()), Buffer.from(text).toString('base64')];
      for (const form of forms) {
        if (form.length > 1 && !masked.has(form)) core.setSecret(form);
        masked.add(form);
      }
    }
  };
}
