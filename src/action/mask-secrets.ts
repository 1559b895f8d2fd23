import type * as Core from '@actions/core';
import type { Secret } from '../model/secret.ts';
import { secretValues } from '../redact/secret-values.ts';

/**
 * Has the runner mask the values of secrets, each once: as they are, and in base64, since that is how a PEM may be given
 * and how some travel in headers. A mask is always one line, since the runner masks each line of a longer one.
 */
export function masker(core: Pick<typeof Core, 'setSecret'>): (secrets: Iterable<Secret>) => void {
  const masked = new Set<string>();
  return (secrets) => {
    for (const secret of secrets) {
      const text = secret.reveal();
      const values = secretValues(text);
      const forms = [...values, ...[text, ...values].map((value) => Buffer.from(value).toString('base64'))];
      for (const form of forms) {
        if (form !== '' && !masked.has(form)) core.setSecret(form);
        masked.add(form);
      }
    }
  };
}
