/**
 * What a run will do: which requirements apply and which checks each comes to, what is left out and why, what it costs. Sends nothing.
 *
 * @module
 */
import { catalogue, requirementIds, type RequirementId } from '../../spec/catalogue/catalogue.ts';
import type { Requirement } from '../../spec/catalogue/requirement.ts';
import type { Contract } from '../../spec/contract.ts';
import { checks } from '../topics/checks.ts';
import type { Shot } from './evidence.ts';
import { scenes, sceneNames, type SceneName } from '../topics/scenarios.ts';
import type { PlannedShot, Plot } from './scenario.ts';
import type { Permission } from './settings.ts';

export interface PlannedRequirement {
  readonly id: RequirementId;
  readonly level: Requirement['level'];
  /** Why the document does not promise it, where it does not. */
  readonly excluded?: string;
  /** One check each. */
  readonly shots: readonly Shot[];
}

export interface PlannedScene {
  readonly name: SceneName;
  /** Those that will be made. */
  readonly shots: readonly Shot[];
  readonly requests: number;
  /** Real waiting, in seconds. */
  readonly seconds: number;
  readonly permissions: readonly Permission[];
}

export interface Schedule {
  readonly requirements: readonly PlannedRequirement[];
  readonly scenes: readonly PlannedScene[];
  readonly requests: number;
  readonly seconds: number;
}

/** A pattern names no requirement and no topic. */
export class UnknownFilter extends Error {
  override readonly name = 'UnknownFilter';
}

/**
 * Plans a run.
 *
 * @throws {UnknownFilter} where `only` or `skip` names nothing
 */
export function schedule(plot: Plot): Schedule {
  const { contract } = plot;
  const { only, skip, shard } = plot.settings;
  const selected = select(only, skip).filter((_, index) => shard === undefined || index % shard.total === shard.index - 1);
  const needed = neededScenes(contract, selected);
  const resolved = sceneNames
    .filter((name) => needed.has(name))
    .map((name) => ({ name, shots: scenes[name].shots(plot).map((shot) => resolve(shot, plot)) }));
  const all = new Map((plot.settings.profile === 'safe' ? bounded(resolved, plot) : resolved).map(({ name, shots }) => [name, shots]));
  const played = sceneNames
    .filter((name) => needed.has(name))
    .map((name) => plannedScene(name, all.get(name)!))
    .filter(({ shots }) => shots.length > 0);
  const requirements = selected.map((id): PlannedRequirement => {
    const applies = checks[id].applies(contract);
    const shots = applies === true ? shotsOf(id, plot, all, played) : [];
    const excluded = applies === true ? emptied(shots) : applies;
    return { id, level: levelOf(id, contract), ...(excluded !== undefined && { excluded }), shots };
  });
  const total = (of: (scene: PlannedScene) => number) => played.reduce((sum, scene) => sum + of(scene), 0);
  return { requirements, scenes: played, requests: total(({ requests }) => requests), seconds: total(({ seconds }) => seconds) };
}

/** The level at which a requirement is held: what rests on an assumption is at most SHOULD. */
export function levelOf(id: RequirementId, contract: Pick<Contract, 'assumed'>): Requirement['level'] {
  const { level, assumption } = catalogue[id];
  return level === 'MUST' && assumption !== undefined && contract.assumed.includes(assumption) ? 'SHOULD' : level;
}

const emptied = (shots: readonly Shot[]) => (shots.length === 0 ? 'nothing in the document can be observed for it' : undefined);

/**
 * The requirements that filters leave.
 *
 * @throws {UnknownFilter} where one names nothing
 */
export function select(only: readonly string[], skip: readonly string[]): readonly RequirementId[] {
  const matching = (pattern: string): ReadonlySet<RequirementId> => {
    const named = requirementIds.find((id) => id === pattern);
    if (named !== undefined) return new Set([named]);
    const expression = new RegExp(`^${pattern.split('*').map(escapeForPattern).join('.*')}(?:/.*)?$`);
    const found = requirementIds.filter((id) => expression.test(id));
    if (found.length > 0) return new Set(found);
    const topics = [...new Set(requirementIds.map((id) => catalogue[id].topic))].join(', ');
    throw new UnknownFilter(
      `no requirement is called "${pattern}": give an id such as ${requirementIds[0]}, a topic (${topics}), or a pattern with *`,
    );
  };
  const wanted = only.length === 0 ? new Set(requirementIds) : new Set(only.flatMap((pattern) => [...matching(pattern)]));
  const unwanted = new Set(skip.flatMap((pattern) => [...matching(pattern)]));
  return requirementIds.filter((id) => wanted.has(id) && !unwanted.has(id));
}

const escapeForPattern = (text: string) => text.replace(/[\\^$.+?()[\]{}|]/g, '\\$&');

function neededScenes(contract: Contract, selected: readonly RequirementId[]): ReadonlySet<SceneName> {
  const wanted = selected.filter((id) => checks[id].applies(contract) === true).map((id) => checks[id].scene);
  return new Set(wanted.includes('everything') ? sceneNames : wanted.filter((name) => name !== 'everything'));
}

function plannedScene(name: SceneName, shots: readonly PlannedShot[]): PlannedScene {
  const made = shots.filter(isMade);
  return {
    name,
    shots: made.map(plain),
    requests: made.reduce((sum, { cost }) => sum + cost, 0),
    seconds: made.reduce((sum, { waits = 0 }) => sum + waits, 0),
    permissions: [...new Set(made.flatMap(({ permissions = [] }) => permissions))],
  };
}

function shotsOf(
  id: RequirementId,
  plot: Plot,
  all: ReadonlyMap<SceneName, readonly PlannedShot[]>,
  played: readonly PlannedScene[],
): readonly Shot[] {
  const { scene, of } = checks[id];
  if (scene === 'everything') return played.map(({ name }) => ({ variant: name }));
  return (all.get(scene) ?? []).filter((shot) => of?.(shot, plot) ?? true).map(plain);
}

/** Without what only planning needs. */
function plain({ operation, principal, variant, blocked, outside, absent }: PlannedShot): Shot {
  return {
    ...(operation !== undefined && { operation }),
    ...(principal !== undefined && { principal }),
    ...(variant !== undefined && { variant }),
    ...(blocked && { blocked }),
    ...(outside !== undefined && { outside }),
    ...(absent !== undefined && { absent }),
  };
}

interface SceneShots {
  readonly name: SceneName;
  readonly shots: readonly PlannedShot[];
}

/**
 * Leaves out what would go beyond the requests that the profile `safe` allows, the preflight's own included. What the document promises
 * comes first, what standards ask of anyone has what is left.
 */
function bounded(planned: readonly SceneShots[], { roster, settings }: Plot): readonly SceneShots[] {
  const most = settings.budget.requests;
  let spent = roster.active.length + 1;
  const within = ({ name, shots }: SceneShots): SceneShots => ({
    name,
    shots: shots.map((shot) => {
      if (!isMade(shot)) return shot;
      if (spent + shot.cost > most) return { ...shot, outside: `lies beyond the ${most} requests of the profile` };
      spent += shot.cost;
      return shot;
    }),
  });
  const promised = new Set(requirementIds.filter((id) => catalogue[id].score === 'contract').map((id) => checks[id].scene));
  const inOrder = [...planned.filter(({ name }) => promised.has(name)), ...planned.filter(({ name }) => !promised.has(name))];
  const chosen = new Map(inOrder.map(within).map((scene) => [scene.name, scene]));
  return planned.map(({ name }) => chosen.get(name)!);
}

/** Whether nothing keeps a planned shot from being made. */
export const isMade = ({ blocked, outside, absent }: Shot) => blocked === undefined && outside === undefined && absent === undefined;

/** Holds a shot against permissions, hooks and profile. */
function resolve(shot: PlannedShot, { settings, hooks }: Plot): PlannedShot {
  if (shot.absent !== undefined) return shot;
  const { permissions = [], waits, blocked, ...rest } = shot;
  const lacks = [
    ...permissions
      .filter((permission) => settings.profile === 'safe' || !settings.allow[permission])
      .map((permission) => ({ what: `the permission ${permission}`, key: `allow.${permission}` })),
    ...(waits !== undefined && !hooks.clock && !settings.slow
      ? [{ what: `${waits} s of waiting`, key: 'the test hook clock (hooks), or --slow' }]
      : []),
  ];
  if (lacks.length === 0) return hooks.clock ? withoutWaiting(shot) : shot;
  const what = lacks.map((lack) => lack.what).join(' and ');
  if (settings.profile !== 'full') return { ...rest, outside: `needs ${what}` };
  if (blocked) return shot;
  return { ...shot, blocked: { why: `needs ${what}`, needs: lacks.map(({ key }) => key).join(', ') } };
}

function withoutWaiting(shot: PlannedShot): PlannedShot {
  const { waits, ...rest } = shot;
  return waits === undefined ? shot : rest;
}
