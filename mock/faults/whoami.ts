import type { Alternative, JsonObject } from '../../spec/contract.ts';
import type { MockResponse } from '../engine/request.ts';
import type { RequestContext } from '../engine/request-context.ts';
import { afterGate, onResponse, isWhoami, withoutDecision, withBody, isUnknownCredential } from './edits.ts';
import type { Faults } from './fault.ts';

/** Changes the success response of the whoami operation. */
const onWhoami = (change: (response: MockResponse, context: RequestContext) => MockResponse) =>
  onResponse((response, context) => (isWhoami(context) && context.decision?.gate === 'success' ? change(response, context) : response));

/** Changes the scopes that the whoami operation lists for its caller. */
const withListedScopes = (change: (scopes: readonly string[], context: RequestContext) => readonly string[]) =>
  afterGate('credentials', (found) => {
    const { caller } = found;
    if (caller === undefined || !isWhoami(found)) return found;
    return { ...found, caller: { ...caller, scopesText: JSON.stringify(change(caller.scopes, found)) } };
  });

const scopesOf = ({ requirements }: Alternative) => requirements.flatMap(({ scopes }) => scopes);

export const whoamiFaults = {
  'whoami-sends-202': {
    breaks: ['whoami/valid-credential'],
    also: ['credentials/valid'],
    description: 'The whoami operation answers a live key with 202.',
    apply: onWhoami((response) => ({ ...response, status: 202 })),
  },
  'whoami-omits-member': {
    breaks: ['whoami/body'],
    also: ['credentials/success-body'],
    description: 'The body of the whoami response lacks its first member.',
    apply: onWhoami((response, { environment }) => {
      const shown = Object.values(environment.compiled.contract.whoami ?? {}).flatMap((place) =>
        typeof place === 'object' && 'expression' in place ? (place.pointer ?? []) : [],
      );
      if (response.body === '') return response;
      const body: JsonObject = JSON.parse(response.body);
      const members = Object.entries(body);
      const removed = members.find(([name]) => !shown.some((pointer) => pointer.startsWith(`/${name}`)))?.[0];
      return withBody(response, JSON.stringify(Object.fromEntries(members.filter(([name]) => name !== removed))));
    }),
  },
  'whoami-lists-every-scope': {
    breaks: ['whoami/scopes'],
    also: ['oauth/whoami-scopes'],
    description: 'The whoami operation lists all existing scopes instead of the granted ones.',
    apply: withListedScopes((_, { environment }) => environment.compiled.contract.scopes),
  },
  'whoami-remaining-off-by-one': {
    breaks: ['whoami/limits'],
    description: 'The remaining quota in the body of the whoami response is one more than in its header.',
    apply: afterGate('success', (found) => {
      const { decision, quota } = found;
      if (decision === undefined || quota === undefined || !isWhoami(found)) return found;
      return { ...found, decision: { ...decision, live: { ...decision.live, remaining: String(Number(quota.remaining) + 1) } } };
    }),
  },
  'whoami-accepts-unknown-key': {
    breaks: ['whoami/invalid-credential'],
    also: ['credentials/unknown', 'credentials/unknown-on-every-operation', 'credentials/too-long'],
    description: 'The whoami operation answers an unknown key with a success.',
    apply: afterGate('credentials', (found) => (isUnknownCredential(found) && isWhoami(found) ? withoutDecision(found) : found)),
  },
  'whoami-requires-scope': {
    breaks: ['whoami/no-scope-required'],
    description: 'The whoami operation rejects keys whose scopes allow only operations on single objects.',
    apply: afterGate('scopes', (found) => {
      const { caller, operation, environment, decision } = found;
      if (caller === undefined || operation === undefined || decision !== undefined || !isWhoami(found)) return found;
      const { operations, implies } = environment.compiled.contract;
      const wide = new Set(operations.filter(({ path }) => !path.includes('{')).flatMap(({ security }) => security.flatMap(scopesOf)));
      const granted = caller.scopes.flatMap((scope) => [scope].concat(implies[scope] ?? []));
      if (granted.length === 0 || granted.some((scope) => wide.has(scope))) return found;
      return {
        ...found,
        decision: {
          gate: 'scopes',
          outcome: 'rejected',
          cause: { code: 'fault', fault: 'whoami-requires-scope' },
          prepared: operation.forbidden,
        },
      };
    }),
  },
} as const satisfies Faults;
