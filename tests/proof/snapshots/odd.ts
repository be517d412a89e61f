/**
 * What the suites tell of servers that are odd, one scene at a time: what they tell of a sound one as well is left out.
 *
 * @module
 */
import { requirementIds, type RequirementId } from '../../../spec/catalogue/catalogue.ts';
import type { Contract } from '../../../spec/contract.ts';
import { checks } from '../../../suites/topics/checks.ts';
import { groupBy } from '../../../suites/engine/group.ts';
import type { JudgedCheck } from '../../../suites/engine/judge.ts';
import type { Target } from '../../../suites/http/target.ts';
import { inProcessTarget, sessionFor, stillMock } from '../../support/in-process.ts';
import { oddities, oddTarget, type OddityName } from './oddities.ts';
import { documents, ways } from './snapshots.ts';

type Scene = (typeof checks)[RequirementId]['scenario'];

/** What is told of the requirements of one scene. */
export interface OddTelling {
  readonly oddity: OddityName;
  readonly contract: Contract;
  readonly scene: Scene;
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the table
export const oddityNames = Object.keys(oddities) as OddityName[];

/** The name of the golden file of an oddity, without its ending. */
export const pageOf = (oddity: OddityName) => `odd-${oddity.toLowerCase().replaceAll(' ', '-')}`;

const requirementsOf = groupBy(requirementIds, (id) => checks[id].scenario);

export const titleOf = ({ oddity, contract, scene: scenario }: OddTelling) => `## ${scenario.name} where ${oddity}, by ${contract.title}`;

/** Each scene by the documents of which one promises what none before it does. */
const stages: readonly Omit<OddTelling, 'oddity'>[] = (() => {
  const seen = new Set<RequirementId>();
  return documents.flatMap((contract) => {
    const planned = sessionFor(stillMock(contract)).schedule.requirements.filter(({ excluded }) => excluded === undefined);
    const added = planned.filter(({ id }) => !seen.has(id));
    for (const { id } of added) seen.add(id);
    return [...new Set(added.map(({ id }) => checks[id].scenario))].map((scenario) => ({ contract, scene: scenario }));
  });
})();

/** Every scene with one oddity. */
export const oddTellings = (oddity: OddityName): readonly OddTelling[] => stages.map((context) => ({ oddity, ...context }));

/** The heading, and below it what is told of each requirement otherwise than of a sound server; undefined where everything is told alike. */
export async function toldOfOdd(telling: OddTelling): Promise<string | undefined> {
  const { contract, scene, oddity } = telling;
  const usual = await ofSound(contract, scene);
  const odd = await found(contract, scene, (target) => oddTarget(target, oddity));
  const otherwise = [...odd].flatMap(([id, judged]) => {
    const text = ways(judged).map((way) => `  ${way}`);
    return text.join('\n') === usual.get(id) ? [] : [id, ...text];
  });
  return otherwise.length === 0 ? undefined : [titleOf(telling), ...otherwise].join('\n');
}

const known = new Map<string, Promise<ReadonlyMap<RequirementId, string>>>();

function ofSound(contract: Contract, scenario: Scene): Promise<ReadonlyMap<RequirementId, string>> {
  const key = `${contract.title} ${scenario.name}`;
  const told = known.get(key) ?? found(contract, scenario, (target) => target).then((all) => new Map([...all].map(([id, judged]) => [id, ways(judged).map((way) => `  ${way}`).join('\n')]))); // oxfmt-ignore
  known.set(key, told);
  return told;
}

/** What was judged of each requirement of a scene that the document promises. */
async function found(
  contract: Contract,
  scenario: Scene,
  over: (target: Target) => Target,
): Promise<ReadonlyMap<RequirementId, readonly JudgedCheck[]>> {
  const mock = stillMock(contract);
  const session = sessionFor(mock, { only: requirementsOf.get(scenario) ?? [] }, over(inProcessTarget(mock)));
  const all = new Map<RequirementId, readonly JudgedCheck[]>();
  for (const { id, excluded } of session.schedule.requirements) {
    if (excluded === undefined) all.set(id, (await session.judge(id)).checks);
  }
  return all;
}
