import type { Operation, Scheme } from '../../../spec/contract.ts';
import { declareSameKey } from '../../../spec/schemes/same-key.ts';
import type { CallProbes, Case } from '../../engine/evidence.ts';
import { operationOf, principalNamed, type Planned, type PlanningContext, type Scenario } from '../../engine/scenario.ts';

/** A key in another place than that of its principal. */
export interface DeclaredPlaceCase extends Case {
  readonly scheme: string;
}

/** Where a scheme of type `apiKey` puts its key, in words. */
const placeOf = ({ kind, parameter }: Scheme) => `in the ${kind === 'query' ? 'query parameter' : kind} ${parameter}`;

export const declaredPlaces: Scenario<DeclaredPlaceCase, CallProbes, { readonly place: string }> = {
  name: 'declared-places',
  description: 'Sends a valid key in each other place that the document declares for it.',
  cases: (planning) => {
    const { contract, principals } = planning;
    return contract.schemes.flatMap((scheme) => {
      const [first] = principals.probes.flatMap((operation) => holdersOf(planning, operation, scheme));
      if (!first) return [];
      const words = `the key ${placeOf(scheme)}`;
      return [{ ...first, scheme: scheme.name, label: scheme.name, words, cost: 2 } satisfies Planned<DeclaredPlaceCase>];
    });
  },
  async play(context, cases) {
    for (const testCase of cases) {
      const operation = operationOf(context.contract, testCase.operation);
      const caller = context.principals.caller(principalNamed(context.principals, testCase.principal), operation);
      const scheme = context.contract.schemes.find(({ name }) => name === testCase.scheme)!;
      const moved = { ...caller, credentials: caller.credentials.map(({ secret }) => ({ scheme, secret })) };
      const control = await context.send(operation, { role: 'control', caller });
      const call = await context.send(operation, { caller: moved });
      context.observe(testCase, { controls: [control], probes: { call }, facts: { place: placeOf(scheme) } });
    }
  },
};

/** The principals that call an operation with their key alone, if it accepts the same key by the scheme alone. */
function holdersOf(
  { principals }: PlanningContext,
  operation: Operation,
  scheme: Scheme,
): readonly Pick<Case, 'operation' | 'principal'>[] {
  const scopesOf = ({ name }: Scheme) =>
    operation.security.flatMap(({ requirements: [first, ...others] }) =>
      first?.scheme === name && others.length === 0 ? [first.scopes] : [],
    );
  if (scopesOf(scheme).length === 0) return [];
  return principals.able(operation).flatMap((principal) => {
    const [own, ...others] = principals.caller(principal, operation).credentials;
    const held = principals.granted(principal);
    const allows = scopesOf(scheme).some((scopes) => scopes.every((scope) => held.has(scope)));
    const moves = own !== undefined && others.length === 0 && declareSameKey(own.scheme, scheme) && allows;
    return moves ? [{ operation: operation.id, principal: principal.name }] : [];
  });
}
