import { headerValue, withoutHeader } from '../../../spec/message.ts';
import type { Case, Evidence, NamedProbes } from '../../engine/evidence.ts';
import { withinWindow } from '../../expectations/counting.ts';
import { basePathOf, requestFor, targetOf } from '../../http/request.ts';
import { isSuccess } from '../../engine/scenario-context.ts';
import type { Call } from '../../http/target.ts';
import { watched } from '../limits/forwarded-for.ts';
import { noSafeCall, principalNamed, operationOf, simplestFor, type Planned, type Scenario } from '../../engine/scenario.ts';

interface Spelling {
  /** Whether it differs from the usual one at all. */
  readonly differs: (call: Call, basePath: string) => boolean;
  readonly respell: (call: Call, basePath: string) => Call;
  readonly words: string;
}

const pathOf = ({ target }: Pick<Call, 'target'>) => target.split('?')[0]!;
const queryOf = ({ target }: Call) => target.slice(pathOf({ target }).length);
const withPath = (call: Call, path: string): Call => ({ ...call, target: path + queryOf(call) });
const authorization = (call: Call) => headerValue(call.headers, 'authorization');
const version = /\/v(\d+)(?=\/|$)/;

/** Other ways to write one request, which some servers count separately. */
const spellings = {
  head: {
    words: 'as HEAD',
    differs: ({ method }) => method === 'GET',
    respell: (call) => ({ ...call, method: 'HEAD' }),
  },
  query: {
    words: 'with another query',
    differs: () => true,
    respell: (call) => ({ ...call, target: `${call.target}${call.target.includes('?') ? '&' : '?'}auth-conformance=1` }),
  },
  'trailing-slash': {
    words: 'with a slash at the end of the path',
    differs: (call) => !pathOf(call).endsWith('/'),
    respell: (call) => withPath(call, `${pathOf(call)}/`),
  },
  'upper-case': {
    words: 'with the path in capitals',
    differs: (call, basePath) => /[a-z]/.test(pathOf(call).slice(basePath.length)),
    respell: (call, basePath) => withPath(call, basePath + pathOf(call).slice(basePath.length).toUpperCase()),
  },
  'scheme-in-small-letters': {
    words: 'with the scheme of the credential in small letters',
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
    words: 'under the next version of the base path',
    differs: (_, basePath) => version.test(basePath),
    respell: (call, basePath) =>
      withPath(call, basePath.replace(version, (_, number: string) => `/v${Number(number) + 1}`) + pathOf(call).slice(basePath.length)),
  },
} as const satisfies { readonly [name: string]: Spelling };

type SpellingName = keyof typeof spellings;
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the table
const names = Object.keys(spellings) as SpellingName[];

interface EquivalentRequestCase extends Case {
  readonly spelling?: SpellingName;
}

interface EquivalentRequestProbes extends NamedProbes {
  /** A call as it is. */
  readonly first: Evidence;
  /** Calls in the other spelling; only one where that is not served. */
  readonly respelled: readonly Evidence[];
  /** A call as it is. */
  readonly last: Evidence;
}

/** How often each spelling is used. */
const times = 2;

/** Controls: two calls as they are. */
export const equivalentRequests: Scenario<EquivalentRequestCase, EquivalentRequestProbes> = {
  name: 'equivalent-requests',
  together: 'counts',
  description:
    'Calls one operation a few times in other spellings of the same request, to see whether the remaining count goes on falling.',
  cases: (planning) => {
    if (planning.contract.rateLimit.remaining.length === 0) return [];
    const principal = watched(planning);
    if (!principal) return [{ cost: 0, ...noSafeCall(planning) }];
    const operation = simplestFor(planning, principal)!;
    const usual = requestFor(planning.settings, operation, { caller: planning.principals.caller(principal, operation) });
    return names
      .filter((name) => spellings[name].differs(usual, basePathOf(targetOf(planning.settings, operation))))
      .map((spelling, index): Planned<EquivalentRequestCase> => ({
        operation: operation.id,
        principal: principal.name,
        label: spelling,
        words: spellings[spelling].words,
        spelling,
        cost: times + (index === 0 ? 4 : 2),
      }));
  },
  async play(context, cases) {
    let plain: readonly Evidence[] = [];
    for (const testCase of cases) {
      const operation = operationOf(context.contract, testCase.operation);
      const principal = principalNamed(context.principals, testCase.principal);
      const caller = context.principals.caller(principal, operation);
      if (testCase.spelling === undefined) continue;
      const basePath = basePathOf(targetOf(context.settings, operation));
      const { respell } = spellings[testCase.spelling];
      const room = { requests: times + (plain.length === 0 ? 4 : 2), operation: operation.id };
      const trouble = await context.makeRoom(principal, room);
      if (trouble) {
        const { message: why, needs } = trouble;
        context.undecided(testCase, { outcome: 'blocked', cause: { code: 'not-sent', why }, ...(needs !== undefined && { needs }) });
        continue;
      }
      const usual = (role?: 'control') => context.send(operation, { caller, ...(role && { role }) });
      if (plain.length === 0) plain = [await usual('control'), await usual('control')];
      const probes = await withinWindow(context.contract, async () => {
        const first = await usual();
        const respelled: Evidence[] = [];
        while (respelled.length < times && respelled.every(isSuccess))
          respelled.push(await context.send(operation, { caller, alter: (call) => respell(call, basePath) }));
        return { first, respelled, last: await usual() };
      });
      context.observe(testCase, { controls: plain, probes });
    }
  },
};
