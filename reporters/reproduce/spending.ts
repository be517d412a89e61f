import type { CheckResult, Exchange } from '../../suites/result/result.ts';

/** More requests than this no test sends in order to be refused. */
const patience = 200;

/** Whether an exchange stands for many, the last of which was refused: then a quota was spent. */
export function spends({ repeated, response }: Exchange): boolean {
  return repeated !== undefined && response !== undefined && response.status >= 300;
}

/** Whether an exchange follows on the refusal of its own principal, and was served all the same: the run had waited in between. */
export function isRested(exchange: Exchange, exchanges: readonly Exchange[]): boolean {
  return isServed(exchange) && exchanges.some((one) => spends(one) && one.id < exchange.id && one.principal === exchange.principal);
}

/**
 * How often a request is sent at most until it is refused: one more than its window lets in, as the id of the check has it, or else as often as
 * the run did. Undefined where that is too often.
 */
export function timesUntilRefused(refused: Exchange, check: CheckResult, scenario: readonly Exchange[]): number | undefined {
  const limit = Number(/\/(\d+)%20per%20\w+$/.exec(check.id)?.[1]);
  const volleys = scenario.filter((one) => one.principal === refused.principal && one.repeated !== undefined && one.id <= refused.id);
  const times = limit > 0 ? limit + 1 : volleys.reduce((sum, { repeated = 0 }) => sum + repeated + 1, 0);
  return times <= patience ? times + 1 : undefined;
}

/** Whether an exchange was answered with a success. */
export function isServed({ response }: Exchange): boolean {
  return response !== undefined && response.status >= 200 && response.status < 300;
}
