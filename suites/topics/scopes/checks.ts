import type { scopesRequirements as rows } from '../../../spec/catalogue/scopes.ts';
import type { Contract, Operation } from '../../../spec/contract.ts';
import { expectStatus, hasWords, replyOf } from '../../expectations/answer.ts';
import { unchanged } from '../../expectations/unchanged.ts';
import { absentOperation } from '../../engine/judge.ts';
import { isScoped } from '../../engine/scenario.ts';
import { isSuccess } from '../../engine/scenario-context.ts';
import { describes, inconclusive, operationIn, type Check, type CheckContext } from '../../engine/check.ts';
import { documentedBody, documentedWords, refusalsOf } from '../../expectations/refusals.ts';
import type { Case, Observation } from '../../engine/evidence.ts';
import { operationMatrix } from './operation-matrix.ts';
import { rejectedChanges } from './rejected-changes.ts';

const forbidden = (operation: Operation) => operation.forbidden;
const scoped = (contract: Contract) => contract.operations.some(isScoped) || 'no operation of the document asks for a scope';
const describedScoped = (contract: Contract, what: string) => {
  const scopedAtAll = scoped(contract);
  return scopedAtAll === true ? describes(refusalsOf(contract.operations.filter(isScoped), forbidden), what) : scopedAtAll;
};

/** Allowed by a scope that the principal holds, or only by one that it implies. */
const allowed =
  (directly: boolean) =>
  (testCase: Case, { contract, principals }: Pick<CheckContext, 'contract' | 'principals'>) => {
    if (testCase.variant !== 'allowed') return false;
    const operation = operationIn(contract, testCase)!;
    if (!isScoped(operation)) return false;
    if (testCase.principal === undefined) return directly;
    return (
      principals.directly(
        principals.all.find(({ name }) => name === testCase.principal)!,
        operation,
      ) === directly
    );
  };

const notRefused = ({ probes: [probe], case: testCase }: Observation, { contract }: CheckContext) => {
  const operation = operationIn(contract, testCase)!;
  const { status } = replyOf(probe);
  if (status === 401 || status === 403) {
    return [
      {
        reason: 'refused although its scopes allow it',
        where: '$statusCode',
        expected: String(operation.success.status),
        actual: String(status),
      },
    ];
  }
  if (operation.assumed && (status === 404 || status === 405)) return absentOperation(operation.id);
  return isSuccess({ reply: replyOf(probe) })
    ? []
    : inconclusive(`answered with ${status}: neither served nor refused for want of a scope`);
};

export const scopesChecks: { readonly [id in keyof typeof rows]: Check } = {
  'scopes/granted': { scenario: operationMatrix, applies: scoped, of: allowed(true), judge: notRefused },
  'scopes/implied': {
    scenario: operationMatrix,
    applies: (contract) =>
      Object.keys(contract.implies).length > 0 ? scoped(contract) : 'the document says of no scope that it implies others',
    of: allowed(false),
    judge: notRefused,
  },
  'scopes/missing': {
    scenario: operationMatrix,
    applies: scoped,
    of: ({ variant }) => variant === 'refused',
    control: 'required',
    judge: ({ probes: [probe], case: testCase }, { contract }) => {
      const hidden = operationIn(contract, testCase)!.path.includes('{') ? [404] : [];
      return expectStatus(probe!, [operationIn(contract, testCase)!.forbidden.status, ...hidden]);
    },
  },
  'scopes/error-body': {
    scenario: operationMatrix,
    applies: (contract) => describedScoped(contract, 'a 403'),
    of: ({ variant }) => variant === 'refused',
    tolerates: ['control'],
    judge: (observation, context) => documentedBody(observation, context, forbidden),
  },
  'scopes/error-message': {
    scenario: operationMatrix,
    applies: (contract) =>
      refusalsOf(contract.operations.filter(isScoped), forbidden).some(hasWords) || 'the document gives no example of a 403',
    of: ({ variant }) => variant === 'refused',
    tolerates: ['control'],
    judge: (observation, context) => documentedWords(observation, context, forbidden),
  },
  'scopes/forbidden-write': {
    scenario: rejectedChanges,
    applies: scoped,
    of: ({ variant }) => variant === 'unscoped',
    judge: unchanged,
  },
};
