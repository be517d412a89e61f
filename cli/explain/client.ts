import { clientCatalogue, type ClientRequirementId } from '../../spec/catalogue/client/client.ts';
import type { Guidance, Level } from '../../spec/catalogue/requirement.ts';
import type { Contract } from '../../spec/contract.ts';
import { clientLevelOf, scenariosOf } from '../../client/judge.ts';
import { clientTasks, isPlayable } from '../../client/scenarios/scenario.ts';
import { settingOf } from '../../client/stage/setting.ts';
import { paragraph } from '../../reporters/digest/paragraph.ts';
import { usage } from '../failure.ts';
import { clientBugNames, clientBugs } from '../prove/clients/bugs.ts';
import { labelOf } from './label.ts';
import { referenceOf, type StandardReference } from './reference.ts';
import { requirementSource, type RequirementSource } from './source.ts';
import { referenceNames, sourceWords, styled, type ExplainPen } from './text.ts';

/** A scenario in which a requirement is judged. */
interface ExplainedScenario {
  readonly name: string;
  readonly description: string;
  /** What the client is asked to do. */
  readonly task: string;
}

/** A requirement for clients, applied to one document. Plain data. */
export interface ClientExplanation extends Omit<Guidance, 'references'> {
  readonly id: ClientRequirementId;
  readonly topic: 'client';
  readonly level: Level;
  readonly score: 'contract' | 'standards';
  readonly severity: 'normal' | 'critical';
  readonly demand: string;
  readonly source: RequirementSource;
  readonly references: readonly StandardReference[];
  readonly scenarios: readonly ExplainedScenario[];
  /** Why no scenario of it can be played with the document. */
  readonly excluded?: string;
  /** The bugs of clients that violate it. */
  readonly bugs: readonly { readonly name: string; readonly description: string }[];
}

/** Passive requirements are judged in many scenarios; a list of them says nothing. */
const mostNamed = 6;

/**
 * Explains a requirement for clients, or one scenario of it.
 *
 * @throws {CommandFailure} if the requirement is not judged in the scenario
 */
export function clientExplanationOf(id: ClientRequirementId, contract: Contract, scenario?: string): ClientExplanation {
  const { score, critical, demand, why, checked, fair, failure, fix, references } = clientCatalogue[id];
  const setting = settingOf(contract, '');
  const all = scenariosOf(id);
  const chosen = scenario === undefined ? all : all.filter(({ name }) => name === scenario);
  if (chosen.length === 0)
    throw usage(`${id} is not judged in the scenario "${scenario}": expected one of ${all.map(({ name }) => name).join(', ')}`);
  const reasons = chosen.flatMap((one) => {
    const playable = isPlayable(one, setting);
    return playable === true ? [] : [playable];
  });
  const excluded = reasons.length === chosen.length ? reasons[0] : undefined;
  return {
    id,
    topic: 'client',
    level: clientLevelOf(id, setting),
    score,
    severity: critical ? 'critical' : 'normal',
    demand,
    why,
    source: requirementSource(id, contract),
    references: references.map(referenceOf),
    scenarios: chosen.map(({ name, description, task }) => ({ name, description, task: clientTasks[task] })),
    checked,
    ...(fair !== undefined && { fair }),
    ...(excluded !== undefined && { excluded }),
    failure,
    fix,
    bugs: clientBugNames
      .filter((name) => clientBugs[name].breaks === id)
      .map((name) => ({ name, description: clientBugs[name].description })),
  };
}

/** An explanation for a terminal. */
export function clientExplanationText(explanation: ClientExplanation, pen: ExplainPen): string {
  const { id, demand, why, source, references, scenarios, checked, fair, failure, fix, excluded, bugs } = explanation;
  const section = (title: string, ...texts: readonly string[]) => [
    '',
    styled(pen, 'bold', title),
    ...texts.flatMap((text) => paragraph(text, pen.width, '  ')),
  ];
  const played =
    scenarios.length > mostNamed
      ? [`Judged in ${scenarios.length} scenarios; auth-conformance client --list names them.`]
      : scenarios.map(({ name, description, task }) => `Scenario ${name}: ${description} The client is asked: ${task}`);
  const lines = [
    `${styled(pen, 'bold', id)}  ${labelOf(explanation)}`,
    ...paragraph(demand, pen.width),
    ...section('Why', why),
    ...section('Source', sourceWords(source), ...(references.length > 0 ? [`See also ${referenceNames(references)}.`] : [])),
    ...section(
      'How it is checked',
      ...played,
      `Expected: ${checked}`,
      ...(fair === undefined ? [] : [`Also accepted: ${fair}`]),
      ...(excluded === undefined ? [] : [`Does not apply to this document: ${excluded}.`]),
    ),
    ...section('If it fails', failure),
    ...section('How to fix it', fix),
    '',
    styled(pen, 'bold', 'See it fail'),
    ...bugs.flatMap(({ name, description }) => [
      ...paragraph(description, pen.width, '  '),
      `    ${styled(pen, 'cyan', `auth-conformance prove --client ${name}`)}`,
    ]),
  ];
  return `${lines.join('\n')}\n`;
}
