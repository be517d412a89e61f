/**
 * The cost of each topic of a plan: the requests, the waiting time and the side effects of its scenarios.
 *
 * @module
 */
import { catalogue } from '../../spec/catalogue/catalogue.ts';
import { checks } from '../../suites/topics/checks.ts';
import { groupBy } from '../../suites/engine/group.ts';
import { isMade, type PlannedRequirement, type PlannedScenario, type Schedule } from '../../suites/engine/schedule.ts';
import type { Permission } from '../../suites/engine/settings.ts';

/** A topic of a plan. A scenario that several topics need runs once and counts for each. */
export interface PlannedTopic {
  readonly topic: string;
  readonly checks: number;
  readonly requests: number;
  /** Waiting time in seconds. */
  readonly seconds: number;
  readonly permissions: readonly Permission[];
}

/** The effect of each permission on the target, the mildest first. */
export const sideEffects: { readonly [permission in Permission]: string } = {
  writes: 'objects are created, changed and deleted',
  burn: 'quotas of expendable principals are spent',
  destructive: 'live secrets are sent where they may be logged; changes may be permanent; credentials are guessed a hundred times',
};

/** These permissions without duplicates, the mildest first. */
export const permissionsInOrder = (permissions: readonly Permission[]) =>
  (['writes', 'burn', 'destructive'] as const).filter((permission) => permissions.includes(permission));

/** Whether a check of a requirement will be made. */
export const isRunning = ({ excluded, cases }: PlannedRequirement) => excluded === undefined && cases.some(isMade);

/** The topics with checks, in the order of the catalogue. */
export function topicsOf({ requirements, scenarios }: Pick<Schedule, 'requirements' | 'scenarios'>): readonly PlannedTopic[] {
  const running = requirements.filter(isRunning);
  const named = new Set(running.map(({ id }) => checks[id].scenario.name));
  /** A requirement that judges all exchanges counts only for scenarios that no other requirement needs. */
  const isNeeded = ({ name }: PlannedScenario, rows: readonly PlannedRequirement[]) =>
    rows.some(({ id }) => checks[id].scenario.name === name || (checks[id].scenario.kind === 'passive' && !named.has(name)));
  return [...groupBy(running, ({ id }) => catalogue[id].topic)].map(([topic, rows]) => {
    const needed = scenarios.filter((scenario) => isNeeded(scenario, rows));
    return {
      topic,
      checks: rows.reduce((sum, { cases }) => sum + cases.filter(isMade).length, 0),
      requests: needed.reduce((sum, { requests }) => sum + requests, 0),
      seconds: needed.reduce((sum, { seconds }) => sum + seconds, 0),
      permissions: permissionsInOrder(needed.flatMap(({ permissions }) => permissions)),
    };
  });
}
