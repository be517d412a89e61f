/**
 * What each topic of a plan comes to: the scenes that its requirements need, and what those send, wait for and change.
 *
 * @module
 */
import { catalogue } from '../../spec/catalogue/catalogue.ts';
import { checks } from '../../suites/topics/checks.ts';
import { groupBy } from '../../suites/engine/group.ts';
import { isMade, type PlannedRequirement, type PlannedScenario, type Schedule } from '../../suites/engine/schedule.ts';
import type { Permission } from '../../suites/engine/settings.ts';

/** A topic of a plan. A scene that several topics need is played once, and counted with each. */
export interface PlannedTopic {
  readonly topic: string;
  readonly checks: number;
  readonly requests: number;
  /** Real waiting, in seconds. */
  readonly seconds: number;
  readonly permissions: readonly Permission[];
}

/** What a permission does to the target, the gentlest first. */
export const sideEffects: { readonly [permission in Permission]: string } = {
  writes: 'objects are made, changed and removed',
  burn: 'quotas of expendable principals are spent',
  destructive: 'live secrets go where they may be logged; what a run cannot undo may be changed; somebody guesses a hundred times',
};

/** Each of these permissions once, the gentlest first. */
export const topicsInOrder = (permissions: readonly Permission[]) =>
  (['writes', 'burn', 'destructive'] as const).filter((permission) => permissions.includes(permission));

/** Whether anything of a requirement will be asked. */
export const isRunning = ({ excluded, cases }: PlannedRequirement) => excluded === undefined && cases.some(isMade);

/** The topics of which anything is asked, in the order of the catalogue. */
export function topicsOf({ requirements, scenarios }: Pick<Schedule, 'requirements' | 'scenarios'>): readonly PlannedTopic[] {
  const running = requirements.filter(isRunning);
  const named = new Set(running.map(({ id }) => checks[id].scenario.name));
  /** Whoever judges every answer sends nothing of its own, but for the scenes that nobody else asked for. */
  const isNeeded = ({ name }: PlannedScenario, rows: readonly PlannedRequirement[]) =>
    rows.some(({ id }) => checks[id].scenario.name === name || (checks[id].scenario.kind === 'passive' && !named.has(name)));
  return [...groupBy(running, ({ id }) => catalogue[id].topic)].map(([topic, rows]) => {
    const needed = scenarios.filter((scenario) => isNeeded(scenario, rows));
    return {
      topic,
      checks: rows.reduce((sum, { cases }) => sum + cases.filter(isMade).length, 0),
      requests: needed.reduce((sum, { requests }) => sum + requests, 0),
      seconds: needed.reduce((sum, { seconds }) => sum + seconds, 0),
      permissions: topicsInOrder(needed.flatMap(({ permissions }) => permissions)),
    };
  });
}
