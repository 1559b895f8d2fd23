import type { Decision } from '../../model/report.ts';
import type { Layer } from './access-denied.ts';

/** A decision on one target, and how it was reached. */
export interface PermissionFinding {
  readonly decision: Decision;
  readonly method: 'none' | 'observed' | 'probe' | 'simulate' | 'key_policy' | 'grant' | 'history';
  readonly evidence: string;
  readonly layer: Layer | null;
  readonly message: string;
  /** What to change or allow; a statement to paste where one would do. */
  readonly remedy: string;
  /** A policy denies the action: no earlier success says otherwise. */
  readonly is_denial: boolean;
}

type Method = PermissionFinding['method'];

export function allowed(
  method: Method,
  evidence: string,
  message: string,
  layer: Layer | null = null,
): PermissionFinding {
  return { decision: 'allowed', method, evidence, layer, message, remedy: '', is_denial: false };
}

export function denied(
  method: Method,
  evidence: string,
  layer: Layer | null,
  message: string,
  remedy: string,
): PermissionFinding {
  return { decision: 'denied', method, evidence, layer, message, remedy, is_denial: true };
}

export function inconclusive(
  method: Method,
  evidence: string,
  message: string,
  remedy: string,
): PermissionFinding {
  return { decision: 'indeterminate', method, evidence, layer: null, message, remedy, is_denial: false };
}
