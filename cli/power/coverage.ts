import { faultNames, faults } from '../../mock/faults/faults.ts';
import type { RequirementId } from '../../spec/catalogue/catalogue.ts';
import { shotKey, type Shot } from '../../suites/engine/evidence.ts';
import type { Schedule } from '../../suites/engine/schedule.ts';
import { concerned } from './concern.ts';
import { kindOf, type Kind, type KindPlot } from './kind.ts';
import { shows, type Sign } from './sign.ts';

/** The kinds of checks that a run makes, of each requirement. */
export type Coverage = ReadonlyMap<RequirementId, readonly Kind[]>;

/** By fault and requirement, how the one shows in the other. */
export type Signs = { readonly [fault: string]: { readonly [requirement: string]: Sign } };

/** What a schedule covers, as far as `counts` lets a check count; each kind once. */
export function coverageOf(
  { requirements }: Pick<Schedule, 'requirements'>,
  plot: KindPlot,
  counts: (id: RequirementId, shot: Shot) => boolean,
): Coverage {
  const known = new Map<string, Kind>();
  const alike = new Map<string, Kind>();
  /** One object for all that are of the same kind. */
  const kindOnce = (shot: Shot): Kind => {
    const key = shotKey(shot);
    const found = known.get(key);
    if (found) return found;
    const kind = kindOf(shot, plot);
    const text = `${kind.variant}|${kind.operation}|${kind.caller}`;
    const one = alike.get(text) ?? kind;
    alike.set(text, one);
    known.set(key, one);
    return one;
  };
  return new Map(
    requirements
      .filter(({ excluded }) => excluded === undefined)
      .map(({ id, shots }) => [id, [...new Set(shots.filter((shot) => counts(id, shot)).map(kindOnce))]]),
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
      return concerned(fault).some((id) => {
        const sign = known[id];
        return sign !== undefined && (coverage.get(id)?.some((kind) => shows(sign, kind)) ?? false);
      });
    }),
  );
}
