/**
 * Scenarios that judge a client.
 *
 * @module
 */
export { scenario, type LiveScenario, type ReportedEnd, type ScenarioOptions } from './live.ts';
export { matchers, type ClientVerdict } from './verdict.ts';
export { clientScenarios } from './scenarios/scenarios.ts';
export type { ClientCheckResult } from './judge.ts';
export type { ClientGiven } from './stage/given.ts';
export type { ClientScenario, ClientTask } from './scenarios/scenario.ts';
