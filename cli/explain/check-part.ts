import type { RequirementId } from '../../spec/catalogue/catalogue.ts';
import type { Contract } from '../../spec/contract.ts';
import type { Client, DocumentedPrincipal } from '../../spec/principals.ts';
import { suggestion } from '../../spec/suggestion.ts';
import { usage } from '../failure.ts';
import type { PlannedCase } from '../../suites/engine/scenario.ts';
import { checks } from '../../suites/topics/checks.ts';
import { callerOf } from './caller.ts';
import { requirementLocation } from './source.ts';
import { caseWords, type CaseWords } from './case-words.ts';

/** The most parts of a check's id after the requirement's: operation, principal or client, and label. */
const most = 3;

/** One part of a check's id, and its meaning. */
export interface CheckPart {
  readonly part: 'operation' | 'principal' | 'client' | 'case';
  readonly value: string;
  readonly meaning: string;
}

/**
 * Interprets the parts of a check's id. Each may be missing. A part that is neither an operation of the document nor the label of a case counts as a
 * principal or client, because their names come from the configuration.
 *
 * @throws {CommandFailure} if there are two parts of a kind
 */
export function checkParts(
  id: RequirementId,
  values: readonly string[],
  contract: Contract,
  cases: readonly PlannedCase[],
): readonly CheckPart[] {
  const { scenario } = checks[id];
  const known = caseWords(scenario, cases);
  const parts = values.map((value, index): CheckPart => {
    const operation = contract.operations.find((candidate) => candidate.id === value);
    if (index === 0 && operation) {
      const { method, path, place } = operation;
      return { part: 'operation', value, meaning: `${method} ${path}, ${requirementLocation(place)}` };
    }
    const words = index === values.length - 1 ? known.of(value) : undefined;
    if (words !== undefined) return { part: 'case', value, meaning: words };
    if (index === most - 1) return { part: 'case', value, meaning: 'a case of a run with another configuration or document' };
    const part = callerOf(scenario.name);
    return { part, value, meaning: part === 'client' ? clientWords(value, contract) : principalWords(value, contract) };
  });
  const callers = parts.filter(({ part }) => part === 'principal' || part === 'client');
  if (callers.length > 1) throw usage(`"${[id, ...values].join('/')}": ${misnamed(scenario.name, known, callers, contract)}`);
  return parts;
}

/** One of two callers must be a misspelt operation or label. */
function misnamed(scenario: string, { labels }: CaseWords, callers: readonly CheckPart[], { title, operations }: Contract): string {
  if (callers[0]!.part === 'principal') {
    return `"${callers[0]!.value}" is not an operation of ${title}: expected one of ${operations.map(({ id }) => id).join(', ')}. Pass the document of the run too.`;
  }
  const { value } = callers.at(-1)!;
  const meant = suggestion(value, labels);
  return `"${value}" is not a case of the scenario ${scenario}${meant === undefined ? '' : `: did you mean ${meant}?`}`;
}

function clientWords(name: string, contract: Contract): string {
  const client = contract.clients.find((one) => one.name === name);
  return client
    ? `${possessions(client, contract)}, ${client.public ? 'without' : 'with'} a secret`
    : 'a client of your configuration (clients)';
}

function principalWords(name: string, contract: Contract): string {
  const fixtures = name.split('+').map((one) => contract.principals.find((principal) => principal.name === one));
  const known = fixtures.filter((fixture) => fixture !== undefined);
  if (known.length < fixtures.length)
    return 'a principal of your configuration (principals), or an operation if the run used another document';
  return known
    .map((fixture) => {
      const nature = [...(fixture.state === 'active' ? [] : [fixture.state]), ...(fixture.expendable ? ['expendable'] : [])];
      return [possessions(fixture, contract), ...nature].join(', ');
    })
    .join('; ');
}

/** Account, plan and scopes. */
function possessions({ account, scopes }: DocumentedPrincipal | Client, { accounts }: Contract): string {
  const plan = accounts.find(({ name }) => name === account)?.plan;
  const granted = scopes.length > 0 ? `scopes ${scopes.join(', ')}` : 'no scopes';
  return [`account ${account}`, ...(plan === undefined ? [] : [`plan ${plan}`]), granted].join(', ');
}
