import type { Contract } from '../../../spec/contract.ts';

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
export const planned = (contract: Contract): true | string => contract.plans.length > 0 || 'the document states no plans with limits';

/** The first reason not to apply, if there is one. */
export const both = (...conditions: readonly (true | string)[]): true | string =>
  conditions.find((condition) => condition !== true) ?? true;
