import { createCA, createCert } from 'mkcert';

/** PEMs. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** A certificate authority that nobody trusts unless told. */
export function authority(name = 'Test CA'): Promise<Certificate> {
  return createCA({ organization: name, countryCode: 'NL', state: 'NH', locality: 'Amsterdam', validity: 2 });
}

/** A certificate for servers and clients. @param names host names and addresses; the first is the subject */
export function certificate(ca: Certificate, ...names: string[]): Promise<Certificate> {
  return createCert({ ca, domains: names, validity: 2 });
}
