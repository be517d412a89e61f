import { isRequirementId, type RequirementId } from '../../spec/catalogue/catalogue.ts';
import { suggestion } from '../../spec/suggestion.ts';
import type { CheckResult, Exchange, RequirementResult, Result } from '../../suites/result/result.ts';
import { usage } from '../failure.ts';
import { readResult } from '../results/read.ts';

/** A check of an earlier run. */
export interface Previous {
  readonly result: Result;
  readonly id: RequirementId;
  readonly requirement: RequirementResult;
  readonly check: CheckResult;
  /** Its evidence in order. */
  readonly exchanges: readonly Exchange[];
}

const maxSuggestions = 5;

/**
 * Finds a check in the result of an earlier run.
 *
 * @param file - path of a `results.json`
 * @throws {CommandFailure} with exit code 2 if the file is not a result or does not have the check; suggests other checks
 */
export async function previous(file: string, id: string): Promise<Previous> {
  const result = await readResult(file);
  for (const requirement of result.requirements) {
    const check = requirement.checks.find((candidate) => candidate.id === id);
    if (!check) continue;
    if (!isRequirementId(requirement.id))
      throw usage(`${file}: this version of auth-conformance does not have the requirement "${requirement.id}"`);
    const exchanges = check.exchanges.flatMap((number) => result.exchanges.find((exchange) => exchange.id === number) ?? []);
    return { result, id: requirement.id, requirement, check, exchanges };
  }
  throw usage(`${file} has no check "${id}": ${hint(id, result)}`);
}

/** The failed checks of the requirement, or the most similar id. */
function hint(id: string, { requirements }: Result): string {
  const checks = requirements.flatMap((requirement) => requirement.checks);
  const below = checks.filter((check) => check.id.startsWith(`${id.replace(/\/+$/, '')}/`));
  const failed = below.filter(({ outcome }) => outcome === 'fail');
  if (below.length > 0) return `did you mean ${listed((failed.length > 0 ? failed : below).map((check) => check.id))}?`;
  const near = suggestion(
    id,
    checks.map((check) => check.id),
  );
  if (near !== undefined) return `did you mean ${near}?`;
  const all = checks.filter(({ outcome }) => outcome === 'fail').map((check) => check.id);
  return all.length === 0 ? 'nothing failed in it' : `its failures are ${listed(all)}`;
}

function listed(ids: readonly string[]): string {
  const rest = ids.length - maxSuggestions;
  return rest > 0 ? `${ids.slice(0, maxSuggestions).join(', ')} or one of ${rest} more` : ids.join(' or ');
}
