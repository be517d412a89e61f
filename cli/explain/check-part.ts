import type { RequirementId } from '../../spec/catalogue/catalogue.ts';
import type { Contract } from '../../spec/contract.ts';
import { usage } from '../failure.ts';
import { checks } from '../../suites/checks/checks.ts';
import { locationOf } from './source.ts';
import { variantWords } from './variant.ts';

/** One part of a check's id, and what it stands for. */
export interface CheckPart {
  readonly part: 'operation' | 'principal' | 'variant';
  readonly value: string;
  readonly says: string;
}

/**
 * Tells the parts of a check's id apart. Each may be missing, and principals are named by somebody's configuration: what is neither an
 * operation of the document nor a variant of the scene is taken for a principal.
 *
 * @throws {Failure} where there is more than one part of a kind
 */
export function checkParts(id: RequirementId, values: readonly string[], contract: Contract): readonly CheckPart[] {
  const { scene } = checks[id];
  const parts = values.map((value, index): CheckPart => {
    const operation = contract.operations.find((candidate) => candidate.id === value);
    if (index === 0 && operation) {
      const { method, path, place } = operation;
      return { part: 'operation', value, says: `${method} ${path}, ${locationOf(place)}` };
    }
    const words = index === values.length - 1 ? variantWords(scene, value) : undefined;
    if (words !== undefined) return { part: 'variant', value, says: words };
    return { part: 'principal', value, says: principalWords(value, contract) };
  });
  if (parts.filter(({ part }) => part === 'principal').length > 1) {
    const unknown = parts.find(({ part }) => part === 'principal')!.value;
    throw usage(
      `"${[id, ...values].join('/')}": "${unknown}" is no operation of ${contract.title}: it has ${contract.operations.map((operation) => operation.id).join(', ')}. Give the document of the run as well.`,
    );
  }
  return parts;
}

function principalWords(name: string, { principals, accounts }: Contract): string {
  const fixtures = name.split('+').map((one) => principals.find((principal) => principal.name === one));
  const known = fixtures.filter((fixture) => fixture !== undefined);
  if (known.length < fixtures.length)
    return 'a principal of your configuration (principals); or an operation, if the run went by another document than this';
  return known
    .map((fixture) => {
      const plan = accounts.find((account) => account.name === fixture.account)?.plan;
      const scopes = fixture.scopes.length > 0 ? `scopes ${fixture.scopes.join(', ')}` : 'no scopes';
      const nature = [...(fixture.state === 'active' ? [] : [fixture.state]), ...(fixture.expendable ? ['expendable'] : [])];
      return [`of the account ${fixture.account}`, ...(plan === undefined ? [] : [`plan ${plan}`]), scopes, ...nature].join(', ');
    })
    .join('; ');
}
