import { lookup } from 'node:dns/promises';

/** Whether a host name resolves on this machine; `null`: its name servers gave no answer. */
export async function resolvesHere(host: string): Promise<boolean | null> {
  return lookup(host).then(
    () => true,
    ({ code }: NodeJS.ErrnoException) => (code === 'ENOTFOUND' ? false : null),
  );
}
