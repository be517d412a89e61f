/**
 * Conformance runs from a program: in this process, or as a project of a Playwright configuration.
 *
 * @module
 */
export { conformanceProject, defineConformance } from './define-conformance.ts';
export { runConformance, type ConformanceOptions } from './run-conformance.ts';
export { CommandFailure } from '../failure.ts';
export type { Finding } from '../../suites/engine/session.ts';
export type { JudgedCheck } from '../../suites/engine/judge.ts';
export type { UndecidedCause, Mismatch } from '../../suites/engine/check.ts';
export type { Permission, Profile } from '../../suites/engine/settings.ts';
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
} from '../../suites/result/result.ts';
export type { Expectation } from '../../suites/result/expectation.ts';
export type { RequirementId } from '../../spec/catalogue/catalogue.ts';
