import type { Contract } from '../../../spec/contract.ts';
import type { Plan, TimeForm, Window } from '../../../spec/quotas.ts';
import { windowsFor } from '../../../spec/plan.ts';
import { isRelative } from '../../../spec/time-form.ts';
import { headerValue } from '../../../spec/message.ts';
import type { RequestContext } from '../../engine/request-context.ts';
import { tariffFor } from '../../gates/limits.ts';
import type { MockResponse } from '../../engine/request.ts';
import { policyText, windowQuota, type WindowQuota } from '../../state/quota.ts';
import { timeText } from '../../state/time.ts';
import type { WindowState } from '../../state/windows.ts';
import { afterGate, onResponse, withHeader, type PartsChange } from '../edits.ts';

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
  const inEach = (operations: Plan['operations']) =>
    Object.fromEntries(Object.entries(operations).map(([operation, windows]) => [operation, change(windows)]));
  return {
    ...contract,
    plans: contract.plans.map((plan) => ({ ...plan, windows: change(plan.windows), operations: inEach(plan.operations) })),
  };
}

/** Enforces changed windows, while `RateLimit-Policy` shows those of the document. */
export function withHiddenWindows(change: (windows: readonly Window[]) => readonly Window[]): PartsChange {
  return (parts) => ({
    ...onResponse((response, { caller, operation, environment }) => {
      const plan = parts.contract.plans.find(({ name }) => name === caller?.plan);
      if (plan === undefined || headerValue(response.headers, 'RateLimit-Policy') === undefined) return response;
      const { policy } = environment.compiled.quotaPlaces.structured;
      return withHeader(response, 'RateLimit-Policy', policyText(windowsFor(plan, operation?.operation.id), policy));
    })(parts),
    contract: withWindows(parts.contract, change),
  });
}

/** The quota with another reset time, in milliseconds since the epoch, written in a form. */
export function withReset(quota: WindowQuota, { environment }: RequestContext, resetAt: number, form?: TimeForm): WindowQuota {
  const { resetForm } = environment.compiled.quotaPlaces;
  return { ...quota, resetAt, reset: timeText(form ?? resetForm, resetAt, quota.now) };
}

/** Whether the reset time counts from now, so that it cannot be in the past. */
export const resetsFromNow = ({ environment }: RequestContext) => isRelative(environment.compiled.quotaPlaces.resetForm);

/** Whether a reported window is the first of the plan or of the operation. */
export function isFirstWindow({ window }: WindowQuota, context: RequestContext): boolean {
  const { windows = [], own = [] } = tariffFor(context) ?? {};
  return window === windows[0]?.label || window === own[0]?.label;
}

/** The contract with changed members of all plans. */
export const withPlans = (contract: Contract, change: Partial<Plan>): Contract => ({
  ...contract,
  plans: contract.plans.map((plan) => ({ ...plan, ...change })),
});

/** The windows of the caller's plan that count a request, and those of its operation. */
export function windowsOf(context: RequestContext): readonly Window[] {
  const { windows = [], own = [] } = tariffFor(context) ?? {};
  return [...windows, ...own];
}

/** The state of a clock-aligned window with the given number of requests used. */
export function alignedState(window: Window, used: number, at: number): WindowState {
  const length = window.seconds * 1000;
  return { window, used, remaining: Math.max(window.limit - used, 0), units: 1, resetAt: (Math.floor(at / length) + 1) * length };
}

/** A correct rejection for an exhausted window that ends in `wait` seconds. */
export function rejectFor(context: RequestContext, window: Window, wait: number): RequestContext {
  const { environment, request, operation } = context;
  const state = { window, used: window.limit, remaining: 0, units: 1, resetAt: request.at + wait * 1000 };
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

/** Whether the operation documents a response of this status, and rate-limit headers in it. */
export function declaresQuota({ operation, environment }: RequestContext, { status }: MockResponse): boolean {
  const { names } = environment.compiled.quotaPlaces;
  const documented = operation?.operation.responses.find((response) => response.range === undefined && response.status === status);
  return documented?.headers.some(({ name }) => names.has(name.toLowerCase())) === true;
}

/** The response without its rate-limit headers; the retry time stays. */
export function withoutQuotaHeaders(response: MockResponse, { environment }: RequestContext): MockResponse {
  const { rateLimit } = environment.compiled.contract;
  const names = [...rateLimit.limit, ...rateLimit.remaining, ...rateLimit.reset].flatMap(({ header }) => header ?? []);
  return names.reduce((current, name) => withHeader(current, name), response);
}
