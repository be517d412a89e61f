import { faultNames, faults } from '../../mock/faults/faults.ts';
import { requirementIds, type RequirementId } from '../../spec/catalogue/catalogue.ts';
import type { Shot } from '../../suites/evidence.ts';
import type { Schedule } from '../../suites/schedule.ts';
import { kindOf, type Kind, type KindPlot } from './kind.ts';
import { shows, type Sign } from './sign.ts';

/** The kinds of checks that a run makes, of each requirement. */
export type Coverage = ReadonlyMap<RequirementId, readonly Kind[]>;

/** By fault and requirement, how the one shows in the other. */
export type Signs = { readonly [fault: string]: { readonly [requirement: string]: Sign } };

/** What a schedule covers, as far as `counts` lets a check count. */
export function coverageOf(
  { requirements }: Pick<Schedule, 'requirements'>,
  plot: KindPlot,
  counts: (id: RequirementId, shot: Shot) => boolean,
): Coverage {
  return new Map(
    requirements
      .filter(({ excluded }) => excluded === undefined)
      .map(({ id, shots }) => [id, shots.filter((shot) => counts(id, shot)).map((shot) => kindOf(shot, plot))]),
  );
}

/**
 * The faults that what is covered would notice. Of a fault without a sign, which only sockets show or nobody has learned of, any check of
 * what it breaks counts.
 */
export function noticed(coverage: Coverage, signs: Signs, among: readonly string[] = faultNames): ReadonlySet<string> {
  return new Set(
    among.filter((fault) => {
      const known = signs[fault];
      if (known === undefined) return faults[fault]!.breaks.some((id) => (coverage.get(id)?.length ?? 0) > 0);
      return requirementIds.some((id) => {
        const sign = known[id];
        return sign !== undefined && (coverage.get(id)?.some((kind) => shows(sign, kind)) ?? false);
      });
    }),
  );
}
