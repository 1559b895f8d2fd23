export { Sha256 } from '@aws-crypto/sha256-js';
export { fromNodeProviderChain } from '@aws-sdk/credential-providers';
export { SignatureV4 } from '@smithy/signature-v4';
