import type { Contract, Window } from '../../../spec/contract.ts';
import type { RequestContext } from '../../engine/request-context.ts';
import type { MockResponse } from '../../engine/request.ts';
import { windowQuota, type WindowQuota } from '../../state/quota.ts';
import type { WindowState } from '../../state/windows.ts';
import { afterGate, withHeader } from '../edits.ts';

/** Changes the quota reported with accepted requests; the count itself stays correct. */
export const onAcceptedQuota = (change: (quota: WindowQuota, context: RequestContext) => WindowQuota) =>
  afterGate('limits', (found) =>
    found.quota === undefined || found.decision !== undefined ? found : { ...found, quota: change(found.quota, found) },
  );

/** Changes the quota reported with rejected requests. */
export const onRejectedQuota = (change: (quota: WindowQuota, context: RequestContext) => WindowQuota) =>
  afterGate('limits', (found) =>
    found.quota === undefined || found.decision === undefined ? found : { ...found, quota: change(found.quota, found) },
  );

/** A number in a text, changed by an amount. */
export const addToNumber = (text: string, more: number) => String(Number(text) + more);

/** The contract with changed windows of all plans. */
export function withWindows(contract: Contract, change: (windows: readonly Window[]) => readonly Window[]): Contract {
  return { ...contract, plans: contract.plans.map((plan) => ({ ...plan, windows: change(plan.windows) })) };
}

/** The windows of the caller's plan. */
export const windowsOf = ({ environment, caller }: RequestContext): readonly Window[] =>
  environment.compiled.windows.get(caller?.plan ?? '') ?? [];

/** The state of a clock-aligned window with the given number of requests used. */
export function alignedState(window: Window, used: number, at: number): WindowState {
  const length = window.seconds * 1000;
  return { window, used, remaining: Math.max(window.limit - used, 0), resetAt: (Math.floor(at / length) + 1) * length };
}

/** A correct rejection for an exhausted window that ends in `wait` seconds. */
export function rejectFor(context: RequestContext, window: Window, wait: number): RequestContext {
  const { environment, request, operation } = context;
  const state = { window, used: window.limit, remaining: 0, resetAt: request.at + wait * 1000 };
  return {
    ...context,
    quota: windowQuota(environment.compiled.quotaPlaces, state, request.at, true),
    decision: {
      gate: 'limits',
      outcome: 'rejected',
      cause: { code: 'limit-exceeded', window: window.label },
      prepared: operation?.limited ?? environment.compiled.limited,
    },
  };
}

/** Changes the retry time that rejections announce, the same in every place. */
export const withRetryAfter = (wait: (window: Window) => number) =>
  afterGate('limits', (found) => {
    const window = windowsOf(found).find(({ label }) => label === found.quota?.window);
    return found.decision === undefined || window === undefined ? found : rejectFor(found, window, wait(window));
  });

/** The response without its rate-limit headers; the retry time stays. */
export function withoutQuotaHeaders(response: MockResponse, { environment }: RequestContext): MockResponse {
  const { limit, remaining, reset } = environment.compiled.quotaPlaces;
  return [...limit, ...remaining, ...reset].reduce((current, name) => withHeader(current, name), response);
}
