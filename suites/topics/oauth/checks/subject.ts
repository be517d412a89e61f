/**
 * What the checks of OAuth have in common: when they apply, and which shots concern them.
 *
 * @module
 */
import { authorizationServers, flowOf, type Grant } from '../../../../spec/authorization.ts';
import type { Contract } from '../../../../spec/contract.ts';
import type { Observation } from '../../../engine/evidence.ts';
import type { Check, AnyMismatch } from '../../../engine/check.ts';
import { codeFlow as codeFlowScenario } from '../code-flow.ts';

/** Whether the document declares a flow of this kind. */
export const declares =
  (kind: Grant) =>
  (contract: Contract): true | string =>
    authorizationServers(contract).some((server) => flowOf(server, kind) !== undefined) || `the document declares no ${words[kind]} flow`;

const words: { readonly [kind in Grant]: string } = {
  authorizationCode: 'authorization code',
  clientCredentials: 'client credentials',
  password: 'password',
  implicit: 'implicit',
  deviceAuthorization: 'device',
};

export const codeFlow = declares('authorizationCode');

/** Whether the code flow also says how to refresh. */
export const refreshable = (contract: Contract): true | string => {
  const flow = authorizationServers(contract)
    .map((server) => flowOf(server, 'authorizationCode'))
    .find((found) => found !== undefined);
  if (!flow) return codeFlow(contract);
  return flow.refreshUrl !== undefined || 'the document does not tell how to refresh (refreshUrl)';
};

/** A check of the code flow that these variants of its scene concern. */
export function judging(variants: readonly string[], expect: Check['judge'], also: Partial<Omit<Check, 'scenario' | 'judge'>> = {}): Check {
  const concerned = new Set(variants);
  return { scenario: codeFlowScenario, applies: codeFlow, of: ({ variant = '' }) => concerned.has(variant), judge: expect, ...also };
}

/** One mismatch, unless it holds. */
export function unless(holds: boolean, mismatch: AnyMismatch): readonly AnyMismatch[] {
  return holds ? [] : [mismatch];
}

/** A fact that a passage has left. */
export const fact = ({ facts }: Observation, name: string) => facts?.[name];
