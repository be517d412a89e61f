import type { PreflightResult } from '../result/result.ts';

/** A message with the configuration key to change and how to change it. */
export interface Advice {
  readonly message: string;
  readonly configuration: string;
  readonly fix: string;
}

export const passed = (id: string, message: string): PreflightResult => ({ id, outcome: 'pass', message });

/** A problem that affects a part of a run. */
export const warning = (id: string, advice: Advice): PreflightResult => ({ id, outcome: 'warning', ...advice });

/** A problem that makes a run unusable. */
export const failure = (id: string, advice: Advice): PreflightResult => ({ id, outcome: 'fail', ...advice });
