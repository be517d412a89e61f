import { headerValue, withoutHeader } from '../../../spec/message.ts';
import type { Evidence } from '../../engine/evidence.ts';
import { basePathOf, requestFor } from '../../http/request.ts';
import { isSuccess } from '../../engine/scenario-context.ts';
import type { Call } from '../../http/target.ts';
import { watched } from '../limits/forwarded-for.ts';
import { principalNamed, operationOf, simplestFor, type PlannedCase, type Scenario } from '../../engine/scenario.ts';

interface Spelling {
  /** Whether it differs from the usual one at all. */
  readonly differs: (call: Call, basePath: string) => boolean;
  readonly respell: (call: Call, basePath: string) => Call;
}

const pathOf = ({ target }: Pick<Call, 'target'>) => target.split('?')[0]!;
const queryOf = ({ target }: Call) => target.slice(pathOf({ target }).length);
const withPath = (call: Call, path: string): Call => ({ ...call, target: path + queryOf(call) });
const authorization = (call: Call) => headerValue(call.headers, 'authorization');
const version = /\/v(\d+)(?=\/|$)/;

/** Other ways to write one request, which some servers take for another one when they count. */
const spellings: { readonly [variant: string]: Spelling } = {
  head: { differs: ({ method }) => method === 'GET', respell: (call) => ({ ...call, method: 'HEAD' }) },
  query: {
    differs: () => true,
    respell: (call) => ({ ...call, target: `${call.target}${call.target.includes('?') ? '&' : '?'}auth-conformance=1` }),
  },
  'trailing-slash': { differs: (call) => !pathOf(call).endsWith('/'), respell: (call) => withPath(call, `${pathOf(call)}/`) },
  'upper-case': {
    differs: (call, basePath) => /[a-z]/.test(pathOf(call).slice(basePath.length)),
    respell: (call, basePath) => withPath(call, basePath + pathOf(call).slice(basePath.length).toUpperCase()),
  },
  'scheme-in-small-letters': {
    differs: (call) => /^[A-Z][a-z]+ /.test(authorization(call) ?? ''),
    respell: (call) => ({
      ...call,
      headers: [
        ...withoutHeader(call.headers, 'authorization'),
        'Authorization',
        authorization(call)!.replace(/^[A-Za-z]+/, (scheme) => scheme.toLowerCase()),
      ],
    }),
  },
  'other-version': {
    differs: (_, basePath) => version.test(basePath),
    respell: (call, basePath) =>
      withPath(call, basePath.replace(version, (_, number: string) => `/v${Number(number) + 1}`) + pathOf(call).slice(basePath.length)),
  },
};

/** How often each spelling is used. */
const times = 2;

/** Controls: two calls as they are. Probes: a call as it is, calls spelt otherwise (one where that is not served), a call as it is. */
export const equivalentRequests: Scenario = {
  name: 'equivalent-requests',
  description: 'Calls one operation a few times in other spellings of the same request, to see whether what remains goes on falling.',
  cases: (planning) => {
    if (planning.contract.rateLimit.remaining.length === 0) return [];
    const principal = watched(planning);
    if (!principal) {
      return [
        { cost: 0, blocked: { why: 'no live principal may call a safe operation', needs: 'a principal that may read (principals)' } },
      ];
    }
    const operation = simplestFor(planning, principal)!;
    const usual = requestFor(basePathOf(planning.settings.target), operation, { caller: planning.principals.caller(principal, operation) });
    return Object.keys(spellings)
      .filter((variant) => spellings[variant]!.differs(usual, basePathOf(planning.settings.target)))
      .map((variant, index): PlannedCase => ({
        operation: operation.id,
        principal: principal.name,
        variant,
        cost: times + (index === 0 ? 4 : 2),
      }));
  },
  async play(context, cases) {
    let plain: readonly Evidence[] = [];
    for (const testCase of cases) {
      const operation = operationOf(context.contract, testCase.operation);
      const principal = principalNamed(context.principals, testCase.principal);
      const caller = context.principals.caller(principal, operation);
      const { respell } = spellings[testCase.variant!]!;
      const trouble = await context.pacer.makeRoom(principal, times + (plain.length === 0 ? 4 : 2));
      if (trouble) {
        context.observe(testCase, {
          controls: [],
          probes: [],
          undecided: { why: trouble.says, outcome: 'blocked', ...(trouble.needs !== undefined && { needs: trouble.needs }) },
        });
        continue;
      }
      const usual = (role?: 'control') => context.send(operation, { caller, ...(role && { role }) });
      if (plain.length === 0) plain = [await usual('control'), await usual('control')];
      const first = await usual();
      const others: Evidence[] = [];
      while (others.length < times && others.every(isSuccess))
        others.push(await context.send(operation, { caller, alter: (call) => respell(call, context.basePath) }));
      const last = await usual();
      context.observe(testCase, { controls: plain, probes: [first, ...others, last] });
    }
  },
};
