import type { PreflightResult } from '../result/result.ts';

/** What a line names besides what it says: the key of the configuration to change, and how. */
export interface Advice {
  readonly says: string;
  readonly configuration: string;
  readonly fix: string;
}

export const passed = (id: string, says: string): PreflightResult => ({ id, outcome: 'pass', message: says });

/** Something that spoils a part of a run. */
export const warning = (id: string, advice: Advice): PreflightResult => ({
  id,
  outcome: 'warning',
  message: advice.says,
  configuration: advice.configuration,
  fix: advice.fix,
});

/** Something without which a run can say nothing. */
export const failure = (id: string, advice: Advice): PreflightResult => ({
  id,
  outcome: 'fail',
  message: advice.says,
  configuration: advice.configuration,
  fix: advice.fix,
});
