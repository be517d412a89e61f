import type { CheckResult, Exchange } from '../../suites/result/result.ts';

/** The most requests that a test sends until one is rejected. */
const most = 200;

/** Whether an exchange represents a burst that ended with a rejection: a quota was spent. */
export function spends({ repeated, response }: Exchange): boolean {
  return repeated !== undefined && response !== undefined && response.status >= 300;
}

/** Whether an exchange succeeded although its principal had spent the quota before, and the run did not wait for a new window. */
export function isReset(exchange: Exchange, exchanges: readonly Exchange[]): boolean {
  const { waited = 0 } = exchange;
  const isSpent = (one: Exchange) =>
    spends(one) && one.id < exchange.id && one.principal === exchange.principal && (one.waited ?? 0) >= waited;
  return isServed(exchange) && exchanges.some(isSpent);
}

/**
 * How often a request is sent at most until it is rejected: one more than its window allows, or else twice as often as in the run, which may
 * have used a part of the quota before. Undefined if that is too often for a test.
 */
export function timesUntilRejected(
  rejected: Exchange,
  { window }: Pick<CheckResult, 'window'>,
  scenario: readonly Exchange[],
): number | undefined {
  if (window) return window.limit + 1 <= most ? window.limit + 2 : undefined;
  const bursts = scenario.filter((one) => one.principal === rejected.principal && one.repeated !== undefined && one.id <= rejected.id);
  const times = bursts.reduce((sum, { repeated = 0 }) => sum + repeated + 1, 1);
  return times > most ? undefined : Math.min(most, times * 2);
}

/** Whether the response of an exchange is a success. */
export function isServed({ response }: Exchange): boolean {
  return response !== undefined && response.status >= 200 && response.status < 300;
}
