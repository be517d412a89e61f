import type { CheckFinding } from './input.ts';
import { grouped } from '../digest/grouped.ts';

/**
 * Makes one check of several with the same id. A later attempt never turns an earlier failure into a pass: attempts that agree keep their
 * outcome, attempts that differ are `inconclusive`. The evidence of all attempts is kept.
 */
export function settle(checks: readonly CheckFinding[]): readonly CheckFinding[] {
  return [...grouped(checks, ({ id }) => id).values()].map(([first, ...others]) => (others.length === 0 ? first! : unite(first!, others)));
}

function unite(first: CheckFinding, others: readonly CheckFinding[]): CheckFinding {
  const attempts = [first, ...others];
  const exchanges = [...new Set(attempts.flatMap((attempt) => attempt.exchanges))];
  const outcomes = attempts.map(({ outcome }) => outcome);
  if (outcomes.every((outcome) => outcome === first.outcome)) return { ...first, exchanges };
  const { mismatch: _mismatch, ...worst } = attempts.find(({ outcome }) => outcome !== 'pass') ?? first;
  const list = outcomes.join(', ');
  return {
    ...worst,
    outcome: 'inconclusive',
    reason: `the attempts differ: ${list}`,
    cause: { code: 'attempts-differ', outcomes: list },
    exchanges,
  };
}
