import type { ConformanceResult } from '../assumptions/result.ts';

export function contributedResults(): Promise<readonly ConformanceResult[]>;
