/**
 * A sample of the calls of all operations as all principals: large documents have too many of both.
 *
 * @module
 */
import { groupBy } from '../../engine/group.ts';
import { principalNamed, type Planned, type PlanningContext } from '../../engine/scenario.ts';
import type { MatrixCase } from './operation-matrix.ts';

/** More calls than this are sampled, unless the run says otherwise. */
const mostCalls = 6000;

type Planning = Pick<PlanningContext, 'principals' | 'settings'>;

/** Whether these calls are sampled. */
export const isSampled = ({ settings }: Planning, cases: readonly MatrixCase[]): boolean => settings.sample ?? cases.length > mostCalls;

/**
 * Of each operation, for each scheme: the principal with the fewest scopes of those that may call it, and the one with the most of those that may
 * not. Each scope that allows an operation is then used alone, and each operation is called with many other scopes.
 */
export function matrixSample({ principals }: Planning, cases: readonly Planned<MatrixCase>[]): readonly Planned<MatrixCase>[] {
  const scopesOf = ({ principal }: MatrixCase) => principalNamed(principals, principal).scopes.length;
  const schemeOf = ({ principal }: MatrixCase) => principalNamed(principals, principal).scheme ?? '';
  const made = cases.filter(({ principal }) => principal !== undefined);
  const groups = groupBy(made, (one) => `${one.operation} ${one.kind} ${schemeOf(one)}`);
  const chosen = new Set(
    [...groups.values()].map((group) =>
      group.reduce((best, one) => {
        const more = scopesOf(one) - scopesOf(best);
        return (one.kind === 'allowed' ? more < 0 : more > 0) ? one : best;
      }),
    ),
  );
  return cases.filter((one) => one.principal === undefined || chosen.has(one));
}
