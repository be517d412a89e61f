/**
 * The power of a run: which of the faults that the mock can be given it would have noticed at its target, and what would let it notice more.
 *
 * @module
 */
import { faults } from '../../mock/faults/faults.ts';
import type { RequirementId } from '../../spec/catalogue/catalogue.ts';
import type { Shot } from '../../suites/engine/evidence.ts';
import { checkId, type JudgedCheck } from '../../suites/engine/judge.ts';
import type { Power } from '../../suites/result/result.ts';
import { createRoster } from '../../suites/principals/principals.ts';
import { isMade, schedule, type Schedule } from '../../suites/engine/schedule.ts';
import type { Finding } from '../../suites/engine/session.ts';
import { additionsTo, fullOutfit } from './additions.ts';
import { concerned } from './concern.ts';
import { coverageOf, noticed, type Coverage, type Signs } from './coverage.ts';
import type { Outfit } from './lookalike.ts';

/** A run that is over. */
export interface Past {
  readonly outfit: Outfit;
  readonly schedule: Schedule;
  readonly findings: readonly Pick<Finding, 'requirement' | 'checks'>[];
  readonly signs: Signs;
}

/** What a run ran out of, by the reason that its checks give. */
const shortages = [
  { reason: /^not sent: the budget of /, says: 'a larger budget', configuration: 'budget' },
  {
    reason: /^not sent: the quota of /,
    says: 'a principal with a larger quota, or the test hook clock',
    configuration: 'principals, hooks',
  },
] as const;

/** So many additions are named. */
const named = 3;

/** What a run could have noticed by the checks that it decided, of what can be noticed at a target with this document. */
export function powerOf({ outfit, schedule: planned, findings, signs }: Past): Power {
  const plot = plotOf(outfit);
  const outcomes = new Map(findings.flatMap(({ checks }) => checks.map((check) => [check.id, check] as const)));
  const having = (accepts: (check: JudgedCheck) => boolean) => (id: RequirementId, shot: Shot) => {
    const check = outcomes.get(checkId(id, shot));
    return check !== undefined && accepts(check);
  };
  const within = noticed(coverageOf(planned, plot, having(isDecided)), signs);
  const all = new Set([...within, ...noticed(plannedCoverage(fullOutfit(outfit)), signs)]);
  const beyond = [...all].filter((fault) => !within.has(fault));
  const seenBy = (counts: (id: RequirementId, shot: Shot) => boolean) => noticed(coverageOf(planned, plot, counts), signs, beyond);
  const gains = [
    ...shortages.map(({ reason: lack, ...shortage }) => ({ ...shortage, faults: seenBy(having(({ reason = '' }) => lack.test(reason))) })),
    ...gainsOf(
      outfit,
      beyond,
      seenBy((_, shot) => isMade(shot)),
      signs,
    ),
  ];
  return {
    faults: all.size,
    within: [...within],
    beyond: beyond.map((fault) => ({ fault, says: faults[fault]!.says })),
    additions: best(gains),
  };
}

const plotOf = (outfit: Outfit) => ({ ...outfit, roster: createRoster(outfit.contract, outfit.settings) });

function plannedCoverage(outfit: Outfit): Coverage {
  const plot = plotOf(outfit);
  return coverageOf(schedule(plot), plot, (_, shot) => isMade(shot));
}

const isDecided = ({ outcome }: JudgedCheck) => outcome === 'pass' || outcome === 'fail';

interface Gain {
  readonly says: string;
  readonly configuration: string;
  readonly faults: ReadonlySet<string>;
}

/** What each addition alone would let the run notice that even its plan does not. */
function gainsOf(outfit: Outfit, beyond: readonly string[], likely: ReadonlySet<string>, signs: Signs): readonly Gain[] {
  const open = beyond.filter((fault) => !likely.has(fault));
  if (open.length === 0) return [];
  const narrowed = narrow(outfit, open);
  return additionsTo(narrowed).map(({ says, configuration, outfit: added }) => ({
    says,
    configuration,
    faults: noticed(plannedCoverage(added), signs, open),
  }));
}

/** Plans only what some fault needs; under the profile `safe`, where each scene takes from the room of the next, everything. */
function narrow(outfit: Outfit, open: readonly string[]): Outfit {
  const { settings } = outfit;
  if (settings.profile === 'safe' || settings.only.length > 0 || settings.shard) return outfit;
  return { ...outfit, settings: { ...settings, only: [...new Set(open.flatMap(concerned))] } };
}

/** The additions that add most, each told by what it adds to those before it. */
function best(gains: readonly Gain[], had: ReadonlySet<string> = new Set(), room = named): Power['additions'] {
  const fresh = ({ faults: gained }: Gain) => [...gained].filter((fault) => !had.has(fault));
  const [first, ...rest] = gains.filter((gain) => fresh(gain).length > 0).toSorted((one, other) => fresh(other).length - fresh(one).length);
  if (first === undefined || room === 0) return [];
  const { says, configuration } = first;
  const added = fresh(first);
  return [{ says, configuration, adds: added.length, faults: added }, ...best(rest, new Set([...had, ...added]), room - 1)];
}
