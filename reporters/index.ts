/**
 * Report formats from a program: pure functions from a result to text.
 *
 * @module
 */
export type { Format, ReportFile } from './format.ts';
export { formats } from './formats.ts';
export { renderTerminal } from './terminal/terminal.ts';
export { resultJsonSchema } from './schema.ts';
export { resultSchema } from '../suites/result/result.ts';
export type {
  CheckResult,
  Exchange,
  Note,
  Outcome,
  Power,
  PreflightResult,
  RequirementResult,
  Result,
  Verdict,
} from '../suites/result/result.ts';
