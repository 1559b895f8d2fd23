/** docs/scale.md, from what bench/lambda.mjs measured and what AWS publishes. */
export function scaleDocument(measured: object): string;
/** Megabytes of the function that the document counts with. */
export const memory: number;
