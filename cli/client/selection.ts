import { isClientRequirementId, clientRequirementIds } from '../../spec/catalogue/client/client.ts';
import { scenariosOf } from '../../client/judge.ts';
import { clientScenarioNamed, clientScenarios } from '../../client/scenarios/scenarios.ts';
import { isOAuthTask, type ClientScenario } from '../../client/scenarios/scenario.ts';
import { suggestion } from '../../spec/suggestion.ts';
import { usage } from '../failure.ts';

/** Groups of scenarios by the kind of credential. */
const groups: { readonly [name: string]: (scenario: ClientScenario) => boolean } = {
  keys: ({ task }) => !isOAuthTask(task),
  oauth: ({ task }) => isOAuthTask(task),
  device: ({ task }) => task === 'device',
};

const matches = (pattern: string, name: string) =>
  new RegExp(
    `^${pattern
      .split('*')
      .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, String.raw`\$&`))
      .join('.*')}$`,
  ).test(name);

/** The scenarios that a word means: a name, a requirement, a group, or a pattern of the first two. */
function scenariosFor(word: string): readonly ClientScenario[] {
  const group = Object.hasOwn(groups, word) ? groups[word] : undefined;
  if (group) return clientScenarios.filter(group);
  const ids = clientRequirementIds.filter((id) => matches(word, id));
  const found = clientScenarios.filter((scenario) => matches(word, scenario.name) || ids.some((id) => scenariosOf(id).includes(scenario)));
  if (found.length > 0) return found;
  const known = [...clientScenarios.map(({ name }) => name), ...clientRequirementIds, ...Object.keys(groups)];
  const meant = suggestion(word, known);
  throw usage(`unknown scenario "${word}"${meant === undefined ? '; client --list lists them' : `; did you mean "${meant}"?`}`);
}

export interface ClientSelection {
  /** The scenarios to judge. */
  readonly judged: readonly ClientScenario[];
  /** Those of them that are left out on request, by name. */
  readonly skipped: ReadonlySet<string>;
  /** The scenarios to play: with the controls. */
  readonly played: readonly ClientScenario[];
}

/**
 * The scenarios of a command line.
 *
 * @throws {CommandFailure} with exit code 2 if a word means nothing
 */
export function selectScenarios(words: readonly string[], skip: readonly string[]): ClientSelection {
  const chosen = new Set(words.length === 0 ? clientScenarios : words.flatMap(scenariosFor));
  const judged = clientScenarios.filter((scenario) => chosen.has(scenario));
  const skipped = new Set(skip.flatMap(scenariosFor).map(({ name }) => name));
  const asked = judged.filter(({ name }) => !skipped.has(name));
  if (asked.length === 0) throw usage('no scenario is selected: --skip excludes all of them');
  const controls = asked.flatMap(({ control }) => (control === undefined ? [] : [clientScenarioNamed(control)!]));
  const needed = new Set([...asked, ...controls]);
  return { judged, skipped, played: clientScenarios.filter((scenario) => needed.has(scenario)) };
}

/** Whether a requirement is selected by its own id, so that only it is judged. */
export const namedRequirements = (words: readonly string[]) => words.filter(isClientRequirementId);
