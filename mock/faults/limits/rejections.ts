import { ownWindowsOf, unitsOf } from '../../../spec/plan.ts';
import type { Contract, Operation } from '../../../spec/contract.ts';
import type { Window } from '../../../spec/quotas.ts';
import type { WindowQuota } from '../../state/quota.ts';
import { scopesGate } from '../../gates/scopes.ts';
import type { RequestContext } from '../../engine/request-context.ts';
import { afterGate, isWhoami, onRejection, withoutDecision, type PartsChange } from '../edits.ts';
import type { Faults } from '../fault.ts';
import { onAcceptedQuota, onRejectedQuota, withHiddenWindows } from './quota-edits.ts';

const withStatus = (status: number): PartsChange => onRejection('limits', (response) => ({ ...response, status }));

/** Serves requests over the limit, as far as a condition holds. */
const serving = (isServed: (context: RequestContext) => boolean): PartsChange =>
  afterGate('limits', (found) => (found.decision?.gate === 'limits' && isServed(found) ? withoutDecision(found) : found));

const isSafe = ({ operation }: RequestContext) => operation?.operation.safe === true;

/** Whether the scopes of the caller allow the request. */
const isPermitted = (found: RequestContext) => scopesGate.pass(withoutDecision(found)).decision === undefined;

/** A list besides whoami, or the second one, so that another operation shows the limit. */
function exempted({ operations, plans, whoami }: Contract): Operation | undefined {
  const plain = ({ id }: Operation) => plans.every((plan) => ownWindowsOf(plan, id).length === 0 && unitsOf(plan, id) === 1);
  const called = operations.filter((one) => one.safe && !one.public && one.limited.documented && !one.path.includes('{') && plain(one));
  const others = called.filter(({ id }) => id !== whoami?.operation);
  return others.length < called.length ? others[0] : others[1];
}

const half = (windows: readonly Window[]) => windows.map((window) => ({ ...window, limit: Math.ceil(window.limit / 2) }));

/** The limit and the remaining count that the document has for a window. */
function withDocumentedNumbers(quota: WindowQuota, { caller, operation }: RequestContext, { plans }: Contract): WindowQuota {
  const plan = plans.find(({ name }) => name === caller?.plan);
  const windows = [...(plan?.windows ?? []), ...(plan ? ownWindowsOf(plan, operation?.operation.id) : [])];
  const limit = windows.find(({ label }) => label === quota.window)?.limit ?? Number(quota.limit);
  return { ...quota, limit: String(limit), remaining: String(Number(quota.remaining) + limit - Number(quota.limit)) };
}

/** Faults in whether, when and how a request over the limit is rejected. */
export const limitsRejectionsFaults = {
  'rejects-over-limit-with-403': {
    breaks: ['limits/429-status'],
    also: ['errors/problem-status'],
    description: 'The server rejects a request over the limit with 403.',
    apply: withStatus(403),
  },
  'rejects-over-limit-with-503': {
    breaks: ['limits/429-status'],
    description: 'The server rejects a request over the limit with 503.',
    apply: withStatus(503),
  },
  'rejects-over-limit-with-420': {
    breaks: ['limits/429-status'],
    also: ['errors/problem-status'],
    description: 'The server rejects a request over the limit with 420, where the document has another status.',
    apply: withStatus(420),
  },
  'rejects-over-limit-with-200': {
    breaks: ['limits/429-status'],
    also: ['errors/status', 'errors/problem-status'],
    description: 'The server answers a request over the limit with 200 and the documented error body.',
    apply: onRejection('limits', (response, { operation }) =>
      operation?.operation.limited.content.some(({ exampleDocumented }) => exampleDocumented) ? { ...response, status: 200 } : response,
    ),
  },
  'enforces-limits-on-whoami-only': {
    breaks: ['limits/every-operation'],
    description: 'The server counts every request but rejects only those of the whoami operation over the limit.',
    apply: (parts) => (parts.contract.whoami === undefined ? parts : serving((found) => !isWhoami(found))(parts)),
  },
  'enforces-limits-on-reads-only': {
    breaks: ['limits/every-operation'],
    description: 'The server counts every request, but serves those that change something over the limit.',
    apply: serving((found) => found.operation?.operation.safe === false && isPermitted(found)),
  },
  'enforces-limits-on-writes-only': {
    breaks: ['limits/enforcement'],
    description: 'The server counts every request, but serves those that only read over the limit.',
    apply: serving(isSafe),
  },
  'exempts-operation-from-limits': {
    breaks: ['limits/every-operation'],
    description: 'The server serves one operation over the limit, although the document has the limit for it.',
    apply: (parts) => {
      const operation = exempted(parts.contract);
      return operation === undefined ? parts : serving((found) => found.operation?.operation.id === operation.id)(parts);
    },
  },
  'rejects-after-half-of-quota': {
    breaks: ['limits/early-rejection'],
    description: 'Every window allows half of its limit, and the headers report the documented limit.',
    apply: (parts) => {
      const documented = (quota: WindowQuota, found: RequestContext) => withDocumentedNumbers(quota, found, parts.contract);
      const rejected = (quota: WindowQuota, found: RequestContext) => ({ ...documented(quota, found), remaining: '0' });
      return onAcceptedQuota(documented)(onRejectedQuota(rejected)(withHiddenWindows(half)(parts)));
    },
  },
} as const satisfies Faults;
