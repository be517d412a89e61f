import type { RequirementId } from '../../spec/catalogue/catalogue.ts';
import { createRoster } from '../../suites/principals/principals.ts';
import { concerned } from './concern.ts';
import { isMade } from '../../suites/engine/schedule.ts';
import { kindOf } from './kind.ts';
import { lookalike, type Outfit } from './lookalike.ts';
import type { Observation } from './sign.ts';

/** What the checks of the requirements that a fault breaks said of it, in a run of this outfit. */
export async function observed(outfit: Outfit, fault: string): Promise<ReadonlyMap<RequirementId, readonly Observation[]>> {
  const { contract, settings } = outfit;
  const only = concerned(fault);
  const session = lookalike(outfit, [fault], only);
  const plot = { contract, settings, roster: createRoster(contract, settings) };
  const found = new Map<RequirementId, readonly Observation[]>();
  for (const { id, shots } of session.schedule.requirements) {
    const { checks } = await session.judge(id);
    const observations = checks.flatMap(({ outcome }, index): readonly Observation[] => {
      const shot = shots[index]!;
      const red = outcome === 'fail' ? true : outcome === 'pass' ? false : undefined;
      return isMade(shot) ? [{ kind: kindOf(shot, plot), red }] : [];
    });
    if (observations.length > 0) found.set(id, observations);
  }
  return found;
}
