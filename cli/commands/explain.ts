import { catalogue, requirementIds } from '../../spec/catalogue/catalogue.ts';
import { clientRequirementIds } from '../../spec/catalogue/client/client.ts';
import { bundledDocument, readContract } from '../../spec/loading/bundled.ts';
import { checks } from '../../suites/topics/checks.ts';
import { type DocumentArguments, openDocument } from '../document.ts';
import { explanationOf, type Explanation } from '../explain/explanation.ts';
import { clientExplanationOf, clientExplanationText } from '../explain/client.ts';
import { subjectOf } from '../explain/subject.ts';
import { explanationText, listingText, type ListedRequirement, type Demonstration, type ExplainPen } from '../explain/text.ts';
import { isColoured } from '../output/colour.ts';

export interface ExplainCommand extends DocumentArguments {
  /** Id of a requirement, a check or a topic; without one, all requirements are listed. */
  readonly id?: string | undefined;
  readonly json: boolean;
}

/** Line width if the terminal's width is unknown. */
const usualWidth = 100;

/** Explains a requirement or a check, or lists requirements. */
export async function explain(command: ExplainCommand): Promise<number> {
  const colour = isColoured(process.stdout);
  process.stdout.write(await explained(command, { colour, width: process.stdout.columns ?? usualWidth }));
  return 0;
}

/**
 * Returns the output of the command.
 *
 * @throws {CommandFailure} for an unknown name, {DocumentError} for a document that cannot be used
 */
export async function explained(command: ExplainCommand, pen: ExplainPen): Promise<string> {
  const { id, document, overlay, json } = command;
  const subject = subjectOf(id);
  const contract = await openDocument(command);
  if (subject.kind === 'client') {
    const one = clientExplanationOf(subject.id, contract, subject.scenario);
    return json ? printed(one) : clientExplanationText(one, pen);
  }
  if (subject.kind === 'requirement') {
    const explanation = explanationOf(subject.id, contract, subject.parts);
    const words = [...(document === undefined ? [] : [document]), ...overlay.flatMap((file) => ['--overlay', file])].join(' ');
    return json ? printed(explanation) : explanationText(explanation, pen, await demonstrationOf(explanation, words));
  }
  const ofClients =
    subject.kind === 'all' || subject.topic === 'client' ? clientRequirementIds.map((one) => clientExplanationOf(one, contract)) : [];
  const ofServers = requirementIds
    .filter((candidate) => subject.kind === 'all' || catalogue[candidate].topic === subject.topic)
    .map((candidate) => explanationOf(candidate, contract));
  const listed: readonly ListedRequirement[] = [...ofServers, ...ofClients];
  return json ? printed(listed.map(summaryOf)) : listingText(listed, pen);
}

/** A document to which the requirement applies: the given one, else the bundled one. */
async function demonstrationOf({ id, excluded }: Explanation, document: string): Promise<Demonstration> {
  if (excluded === undefined) return { document };
  const bundled = await readContract(bundledDocument, { overlays: [] });
  return checks[id].applies(bundled) === true
    ? { document: '', by: 'the bundled document' }
    : { document: 'DOCUMENT', by: 'a document to which it applies' };
}

const summaryOf = ({ id, topic, level, score, severity, demand, excluded }: ListedRequirement) => ({
  id,
  topic,
  level,
  score,
  severity,
  demand,
  ...(excluded !== undefined && { excluded }),
});

const printed = (value: unknown) => `${JSON.stringify(value, undefined, 2)}\n`;
