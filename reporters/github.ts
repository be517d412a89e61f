import type { RequirementResult, Result } from '../suites/result/result.ts';
import { headline } from './digest/cases.ts';
import { byCause, causeLine } from './digest/causes.ts';
import { failedRequirements, notTestedRequirements, undecidedRequirements } from './digest/digest.ts';
import { placeIn } from './digest/place.ts';
import { visibleText } from './digest/visible.ts';
import type { Format } from './format.ts';
import { isExcused } from './gathering/verdict.ts';
import { decisiveKinds } from './kinds.ts';

/**
 * Annotations for GitHub Actions, printed: one for each failed requirement, the most urgent first, because GitHub shows ten of a kind; one for
 * each cause of undecided requirements; and one with the verdict.
 *
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export const github: Format = { name: 'github', file: undefined, render: renderGithub };

type Kind = 'error' | 'warning' | 'notice';

function renderGithub(result: Result): string {
  const { verdict, exit, failOn = 'must' } = result;
  const undecided = byCause([...undecidedRequirements(result), ...notTestedRequirements(result)]);
  return [
    ...result.preflight
      .filter(({ outcome }) => outcome !== 'pass')
      .map(({ outcome, id, message, configuration, fix }) =>
        command(outcome === 'fail' ? 'error' : 'warning', { title: `preflight: ${id}` }, [
          message,
          ...(configuration === undefined ? [] : [`change ${configuration}`]),
          ...(fix === undefined ? [] : [fix]),
        ]),
      ),
    ...failedRequirements(result).map((requirement) => failure(requirement, result)),
    ...undecided.map((group) =>
      command('warning', { title: `${group.requirements.length} undecided` }, [
        causeLine(group),
        group.requirements.map(({ id }) => id).join(', '),
      ]),
    ),
    command(exit.code === 0 ? 'notice' : 'error', { title: 'auth-conformance' }, [`${verdict}: ${exit.reason} (exit ${exit.code})`]),
    '',
  ].join('\n');

  function failure(requirement: RequirementResult, { document }: Result): string {
    const { path, isRelative, line, column } = placeIn({ document }, requirement.basis);
    const counts = requirement.level === 'MUST' || (requirement.level === 'SHOULD' && failOn === 'should');
    const kind = isExcused(requirement) ? 'notice' : counts ? 'error' : requirement.level === 'SHOULD' ? 'warning' : 'notice';
    const example = decisiveKinds(requirement)[0]?.example;
    const { expected, observed } = example ?? {};
    return command(kind, { ...(isRelative && { file: path, line, col: column }), title: `${requirement.title} (${requirement.id})` }, [
      headline(requirement),
      ...(expected === undefined ? [] : [`expected: ${expected}`]),
      ...(observed === undefined ? [] : [`observed: ${observed}`]),
      `auth-conformance explain ${requirement.id}`,
    ]);
  }
}

function command(kind: Kind, properties: { readonly [name: string]: string | number | undefined }, lines: readonly string[]): string {
  const written = Object.entries(properties)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${escapedProperty(String(value))}`);
  return `::${kind} ${written.join(',')}::${escapedData(lines.join('\n'))}`;
}

const escapedData = (text: string) => visibleText(text).replaceAll('%', '%25').replaceAll('\n', '%0A');

const escapedProperty = (text: string) => escapedData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
