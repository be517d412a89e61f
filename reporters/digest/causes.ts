import type { RequirementResult } from '../../suites/result/result.ts';
import { decisiveKinds } from '../kinds.ts';

/** Undecided requirements with the same cause. */
export interface CauseGroup {
  /** What to add so that they are decided, with the configuration key in parentheses. */
  readonly needs?: string | undefined;
  /** Why they are undecided, if nothing can be added. */
  readonly reason?: string | undefined;
  readonly requirements: readonly RequirementResult[];
}

/** Undecided requirements by cause. The cause of the most comes first; a requirement with several causes counts for the first of them. */
export function byCause(requirements: readonly RequirementResult[]): readonly CauseGroup[] {
  const causes = new Map<string, CauseGroup>();
  for (const requirement of requirements) {
    for (const [key, cause] of causesOf(requirement)) {
      const group = causes.get(key) ?? { ...cause, requirements: [] };
      causes.set(key, { ...group, requirements: [...group.requirements, requirement] });
    }
  }
  const [first, ...rest] = [...causes.values()].toSorted((one, other) => other.requirements.length - one.requirements.length);
  if (first === undefined) return [];
  const counted = new Set(first.requirements);
  return rest.length === 0 ? [first] : [first, ...byCause(requirements.filter((requirement) => !counted.has(requirement)))];
}

/** The cause in words: `add a principal with state: revoked (principals)`. */
export const causeLine = ({ needs, reason = 'no reason given' }: CauseGroup) => (needs === undefined ? reason : `add ${needs}`);

function causesOf(requirement: RequirementResult): ReadonlyMap<string, Pick<CauseGroup, 'needs' | 'reason'>> {
  const causes = decisiveKinds(requirement).map(({ example }) =>
    example.needs === undefined ? { reason: example.reason } : { needs: example.needs },
  );
  const all = causes.length === 0 ? [{ reason: requirement.reason }] : causes;
  return new Map(all.map((cause) => [JSON.stringify(cause), cause]));
}

/** What the requirements that were not tested need: `not tested: 5 requirements need a principal with state: revoked (principals)`. */
export function notTestedLine(groups: readonly CauseGroup[], most: number): string {
  const parts = groups
    .slice(0, most)
    .map(({ needs, requirements: { length } }) => `${length} ${length === 1 ? 'requirement needs' : 'requirements need'} ${needs}`);
  const left = groups.slice(most).reduce((sum, { requirements }) => sum + requirements.length, 0);
  return `not tested: ${[...parts, ...(left > 0 ? [`${left} more need something else`] : [])].join(', ')}`;
}

/** The first ids of requirements, and how many more there are. */
export function someIds(requirements: readonly Pick<RequirementResult, 'id'>[], most: number): string {
  const names = requirements.slice(0, most).map(({ id }) => id);
  return `${names.join(', ')}${requirements.length > most ? ` and ${requirements.length - most} more` : ''}`;
}
