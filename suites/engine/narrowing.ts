import type { Shot } from './evidence.ts';
import { shotKey } from './evidence.ts';
import { checks } from '../topics/checks.ts';
import { checkId } from './judge.ts';
import type { PlannedRequirement, PlannedScene, Schedule } from './schedule.ts';

/**
 * What is left of a schedule where a single check is asked for: its requirement, its shot, and of its scene that shot alone. A check of
 * what a scene as a whole has seen keeps the scene whole.
 *
 * @param id - of the check; nothing is left where none is planned under it
 */
export function narrowed(planned: Schedule, id: string): Schedule {
  const requirements = planned.requirements.flatMap((requirement) => withOnly(requirement, id));
  const [requirement] = requirements;
  const [shot] = requirement?.shots ?? [];
  const scenes = requirement && shot ? planned.scenes.flatMap((scene) => playedFor(scene, requirement, shot)) : [];
  const total = (of: (scene: PlannedScene) => number) => scenes.reduce((sum, scene) => sum + of(scene), 0);
  return { requirements, scenes, requests: total(({ requests }) => requests), seconds: total(({ seconds }) => seconds) };
}

function withOnly(requirement: PlannedRequirement, id: string): readonly PlannedRequirement[] {
  const shots = requirement.shots.filter((shot) => checkId(requirement.id, shot) === id);
  return shots.length === 0 ? [] : [{ ...requirement, shots }];
}

function playedFor(scene: PlannedScene, { id }: PlannedRequirement, shot: Shot): readonly PlannedScene[] {
  if (checks[id].scene === 'everything') return scene.name === shot.variant ? [scene] : [];
  if (checks[id].scene !== scene.name) return [];
  return [{ ...scene, shots: scene.shots.filter((one) => shotKey(one) === shotKey(shot)) }];
}
