import type { Outcome, RequirementResult, Result } from '../../suites/result/result.ts';

/** How many requirements have each outcome. */
export type Counts = { readonly [outcome in Outcome]: number };

/** Counts by outcome. */
export function count(judged: readonly { readonly outcome: Outcome }[]): Counts {
  const of = (wanted: Outcome) => judged.filter(({ outcome }) => outcome === wanted).length;
  return {
    pass: of('pass'),
    fail: of('fail'),
    inconclusive: of('inconclusive'),
    blocked: of('blocked'),
    'not-applicable': of('not-applicable'),
    error: of('error'),
  };
}

/** Counts requirements by score, level and outcome. */
export function summarise(requirements: readonly RequirementResult[]): Result['summary'] {
  const of = (score: RequirementResult['score'], level: RequirementResult['level']) =>
    count(requirements.filter((requirement) => requirement.score === score && requirement.level === level));
  const levels = (score: RequirementResult['score']) => ({ must: of(score, 'MUST'), should: of(score, 'SHOULD'), may: of(score, 'MAY') });
  return { contract: levels('contract'), standards: levels('standards') };
}
