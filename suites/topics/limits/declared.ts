import type { Contract } from '../../../spec/contract.ts';
import { statesLimit } from '../../../spec/plan.ts';
import type { Settings } from '../../engine/settings.ts';
import { countsByAddress } from '../../engine/quota-pacer.ts';

/** Whether the document declares a rate limit header, or why a requirement about it does not apply. */
export const declaresField =
  (value: 'limit' | 'remaining' | 'reset') =>
  (contract: Contract): true | string =>
    contract.rateLimit[value].length > 0 ||
    `the document declares no header for the ${value === 'remaining' ? 'remaining requests' : value}`;

/** Whether the document declares any of the rate limit headers. */
export const declaresAny = (contract: Contract): true | string =>
  [declaresField('limit'), declaresField('remaining'), declaresField('reset')].some((declared) => declared(contract) === true) ||
  'the document declares no rate limit headers';

/** Whether the document states plans with limits. */
export const planned = (contract: Contract): true | string => statesLimit(contract) || 'the document states no plans with limits';

/** When a requirement applies: true, or why it does not. */
export type LimitCondition = (contract: Contract, settings?: Pick<Settings, 'observedPlans'>) => true | string;

/** Whether the document states plans with limits, or the server's headers report a limit that the run may reach. */
export const limitKnown: LimitCondition = (contract, settings) => (settings?.observedPlans ?? []).length > 0 || planned(contract);

/** Whether each account may have a quota of its own. */
export const countedByCaller = (contract: Contract): true | string =>
  !countsByAddress(contract) || 'the document counts requests by address, those of all accounts together';

/** The first reason not to apply, if there is one. */
export const both = (...conditions: readonly (true | string)[]): true | string =>
  conditions.find((condition) => condition !== true) ?? true;
