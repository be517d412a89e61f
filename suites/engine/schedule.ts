/**
 * Plans a run: the requirements that apply, their checks, the cases that are left out and why, and the cost. Sends nothing.
 *
 * @module
 */
import { catalogue, requirementIds, type RequirementId } from '../../spec/catalogue/catalogue.ts';
import type { Requirement } from '../../spec/catalogue/requirement.ts';
import type { Contract } from '../../spec/contract.ts';
import { suggestion } from '../../spec/suggestion.ts';
import { checks } from '../topics/checks.ts';
import type { Case } from './evidence.ts';
import { scenarios } from '../topics/scenarios.ts';
import type { PlannedCase, PlanningContext } from './scenario.ts';
import type { Part, Permission, Settings } from './settings.ts';
import { partOf } from './shards/part.ts';

export interface PlannedRequirement {
  readonly id: RequirementId;
  readonly level: Requirement['level'];
  /** Why it does not apply to the document, if it does not. */
  readonly excluded?: string;
  /** Each is one check. */
  readonly cases: readonly Case[];
}

export interface PlannedScenario {
  readonly name: string;
  /** The cases that will be played. */
  readonly cases: readonly Case[];
  readonly requests: number;
  /** Real waiting, in seconds. */
  readonly seconds: number;
  readonly permissions: readonly Permission[];
}

export interface Schedule {
  readonly requirements: readonly PlannedRequirement[];
  readonly scenarios: readonly PlannedScenario[];
  readonly requests: number;
  readonly seconds: number;
}

/** A filter names no requirement and no topic. */
export class UnknownFilter extends Error {
  override readonly name = 'UnknownFilter';
}

/**
 * Plans a run.
 *
 * @throws {UnknownFilter} if `only` or `skip` names nothing
 */
export function schedule(planning: PlanningContext): Schedule {
  const whole = wholeSchedule(planning);
  const { shard } = planning.settings;
  return shard ? ofShard(whole, shard.index, shard.part ?? partIn(whole, planning, shard)) : whole;
}

/** Settings with the part of their shard, for all that is planned with them from now on. */
export function withPart(planning: PlanningContext): Settings {
  const { settings } = planning;
  const { shard } = settings;
  if (!shard || shard.part) return settings;
  return { ...settings, shard: { ...shard, part: partIn(wholeSchedule(planning), planning, shard) } };
}

function partIn(whole: Schedule, planning: PlanningContext, shard: NonNullable<Settings['shard']>): Part {
  const planned = new Map(whole.scenarios.map((scenario) => [scenario.name, scenario]));
  const none = { cases: [], requests: 0, permissions: [] };
  return partOf(
    scenarios.map(({ name, together }) => ({ ...(planned.get(name) ?? none), name, together })),
    planning,
    shard,
  );
}

/** A requirement belongs to the shard with its scenario; those that judge all exchanges belong to every shard, for its own exchanges. */
function ofShard(whole: Schedule, index: number, part: Part): Schedule {
  const own = new Set(part.scenarios);
  const played = whole.scenarios.filter(({ name }) => own.has(name));
  const requirements = whole.requirements.flatMap((requirement): readonly PlannedRequirement[] => {
    const { scenario } = checks[requirement.id];
    if (scenario.kind !== 'passive') return own.has(scenario.name) ? [requirement] : [];
    if (played.length === 0 && index > 1) return [];
    return [{ ...requirement, cases: requirement.cases.filter(({ label = '' }) => own.has(label)) }];
  });
  return { requirements, scenarios: played, ...effortOf(played) };
}

/** The requests and the waiting time of scenarios. */
export const effortOf = (played: readonly PlannedScenario[]) => ({
  requests: played.reduce((sum, { requests }) => sum + requests, 0),
  seconds: played.reduce((sum, { seconds }) => sum + seconds, 0),
});

function wholeSchedule(planning: PlanningContext): Schedule {
  const { contract } = planning;
  const { only, skip } = planning.settings;
  const selected = select(only, skip);
  const needed = neededScenarios(planning, selected);
  const resolved = scenarios
    .filter(({ name }) => needed.has(name))
    .map((scenario) => ({ name: scenario.name, cases: scenario.cases(planning).map((testCase) => resolve(testCase, planning)) }));
  const affordable = planning.settings.profile === 'safe' ? bounded(resolved, planning) : resolved;
  const all = new Map(affordable.map(({ name, cases }) => [name, cases]));
  const played = affordable.map(({ name, cases }) => plannedScenario(name, cases)).filter(({ cases }) => cases.length > 0);
  const requirements = selected.map((id): PlannedRequirement => {
    const applies = checks[id].applies(contract, planning.settings);
    const cases = applies === true ? casesOf(id, planning, all, played) : [];
    const excluded = applies === true ? emptied(cases) : applies;
    return { id, level: levelOf(id, assuming(planning)), ...(excluded !== undefined && { excluded }), cases };
  });
  return { requirements, scenarios: played, ...effortOf(played) };
}

/** The level of a requirement for a document: what rests on an assumption is at most SHOULD. */
export function levelOf(id: RequirementId, contract: Pick<Contract, 'assumed'>): Requirement['level'] {
  const { level, assumption } = catalogue[id];
  return level === 'MUST' && assumption !== undefined && contract.assumed.includes(assumption) ? 'SHOULD' : level;
}

/** What the document assumes, and the plans that only the headers report. */
const assuming = ({ contract, settings }: PlanningContext): Pick<Contract, 'assumed'> =>
  settings.observedPlans ? { assumed: [...contract.assumed, '/plans'] } : contract;

const emptied = (cases: readonly Case[]) => (cases.length === 0 ? 'the document has nothing to check it with' : undefined);

/**
 * The requirements that the filters select.
 *
 * @throws {UnknownFilter} if a filter names nothing
 */
export function select(only: readonly string[], skip: readonly string[]): readonly RequirementId[] {
  const matching = (pattern: string): ReadonlySet<RequirementId> => {
    const named = requirementIds.find((id) => id === pattern);
    if (named !== undefined) return new Set([named]);
    const expression = new RegExp(`^${pattern.split('*').map(escapeForPattern).join('.*')}(?:/.*)?$`);
    const found = requirementIds.filter((id) => expression.test(id));
    if (found.length > 0) return new Set(found);
    const topics = [...new Set(requirementIds.map((id) => catalogue[id].topic))];
    const meant = suggestion(pattern, [...topics, ...requirementIds]);
    const hint = `give an id such as ${requirementIds[0]}, a topic (${topics.join(', ')}), or a pattern with *`;
    throw new UnknownFilter(`no requirement is called "${pattern}": ${meant === undefined ? hint : `did you mean ${meant}?`}`);
  };
  const wanted = only.length === 0 ? new Set(requirementIds) : new Set(only.flatMap((pattern) => [...matching(pattern)]));
  const unwanted = new Set(skip.flatMap((pattern) => [...matching(pattern)]));
  return requirementIds.filter((id) => wanted.has(id) && !unwanted.has(id));
}

const escapeForPattern = (text: string) => text.replace(/[\\^$.+?()[\]{}|]/g, '\\$&');

function neededScenarios({ contract, settings }: PlanningContext, selected: readonly RequirementId[]): ReadonlySet<string> {
  const wanted = selected.filter((id) => checks[id].applies(contract, settings) === true).map((id) => checks[id].scenario);
  return new Set(wanted.some(({ kind }) => kind === 'passive') ? scenarios.map(({ name }) => name) : wanted.map(({ name }) => name));
}

function plannedScenario(name: string, cases: readonly PlannedCase[]): PlannedScenario {
  const made = cases.filter(isMade);
  return {
    name,
    cases: made.map(plain),
    requests: made.reduce((sum, { cost }) => sum + cost, 0),
    seconds: made.reduce((sum, { waits = 0 }) => sum + waits, 0),
    permissions: [...new Set(made.flatMap(({ permissions = [] }) => permissions))],
  };
}

function casesOf(
  id: RequirementId,
  planning: PlanningContext,
  all: ReadonlyMap<string, readonly PlannedCase[]>,
  played: readonly PlannedScenario[],
): readonly Case[] {
  const { scenario, of } = checks[id];
  if (scenario.kind === 'passive') return played.map(({ name }) => ({ label: name }));
  return (all.get(scenario.name) ?? []).filter((testCase) => of?.(testCase, planning) ?? true).map(plain);
}

/** A case without what only planning needs. */
function plain({ permissions: _permissions, waits: _waits, cost: _cost, ...testCase }: PlannedCase): Case {
  return testCase;
}

interface ScenarioCases {
  readonly name: string;
  readonly cases: readonly PlannedCase[];
}

/**
 * Leaves out what goes beyond the requests that the profile `safe` allows, those of the preflight included. Requirements of the document come
 * first, those of standards get what is left. Each shard has a preflight.
 */
function bounded(planned: readonly ScenarioCases[], { principals, settings }: PlanningContext): readonly ScenarioCases[] {
  const most = settings.budget.requests;
  let spent = (principals.active.length + 1) * (settings.shard?.total ?? 1);
  const within = ({ name, cases }: ScenarioCases): ScenarioCases => ({
    name,
    cases: cases.map((testCase) => {
      if (!isMade(testCase)) return testCase;
      if (spent + testCase.cost > most)
        return {
          ...testCase,
          outside: { why: `exceeds the ${most} requests of the profile`, needs: { what: 'another profile', key: 'profile' } },
        };
      spent += testCase.cost;
      return testCase;
    }),
  });
  const documented = new Set(requirementIds.filter((id) => catalogue[id].score === 'contract').map((id) => checks[id].scenario.name));
  const inOrder = [...planned.filter(({ name }) => documented.has(name)), ...planned.filter(({ name }) => !documented.has(name))];
  const chosen = new Map(inOrder.map(within).map((scenario) => [scenario.name, scenario]));
  return planned.map(({ name }) => chosen.get(name)!);
}

/** Whether nothing prevents a planned case. */
export const isMade = ({ blocked, outside, absent }: Case) => blocked === undefined && outside === undefined && absent === undefined;

/** Applies permissions, hooks and profile to a case. */
function resolve(testCase: PlannedCase, { settings, hooks }: PlanningContext): PlannedCase {
  if (testCase.absent !== undefined) return testCase;
  const { permissions = [], waits, blocked, ...rest } = testCase;
  const missing = permissions.filter((permission) => settings.profile === 'safe' || !settings.allow[permission]);
  const lacks = [
    ...missing.map((permission) => ({ why: `the permission ${permission}`, need: { key: `allow.${permission}` } })),
    ...(waits !== undefined && !hooks.clock && !settings.slow
      ? [{ why: `${waits} s of waiting`, need: { what: 'the test hook clock, or --slow', key: 'hooks' } }]
      : []),
  ];
  if (lacks.length === 0) return hooks.clock ? withoutWaiting(testCase) : testCase;
  const needs = lacks.length === 1 ? lacks[0]!.need : { key: lacks.map(({ need }) => need.key).join(', ') };
  const lacking = { why: `needs ${lacks.map(({ why }) => why).join(' and ')}`, needs, permissions: missing };
  if (settings.profile !== 'full') return { ...rest, outside: lacking };
  return blocked ? testCase : { ...testCase, blocked: lacking };
}

function withoutWaiting(testCase: PlannedCase): PlannedCase {
  const { waits, ...rest } = testCase;
  return waits === undefined ? testCase : rest;
}
