import type { scopesRequirements as rows } from '../../../spec/catalogue/scopes.ts';
import type { Contract, Operation } from '../../../spec/contract.ts';
import { expectStatus, hasWords, replyOf } from '../../expectations/response.ts';
import { absentOperation } from '../../engine/judge.ts';
import { isScoped } from '../../engine/scenario.ts';
import { isSuccess } from '../../engine/scenario-context.ts';
import { check, describes, inconclusive, operationIn, type AnyCheck, type CheckContext, type Judgement } from '../../engine/check.ts';
import { documentedBody, documentedWords, documentedErrorsOf } from '../../expectations/error-responses.ts';
import type { CallProbes, Observation } from '../../engine/evidence.ts';
import { operationMatrix, hiddenObject, type MatrixCase, type MatrixFacts } from './operation-matrix.ts';
import { rejectedChanges, unchangedObject } from './rejected-changes.ts';

const forbidden = (operation: Operation) => operation.forbidden;
const scoped = (contract: Contract) => contract.operations.some(isScoped) || 'no operation of the document needs a scope';
const restricted = (contract: Contract) =>
  contract.operations.some((operation) => isScoped(operation) || (operation.forbidden.documented && !operation.public)) ||
  'no operation of the document needs a scope, and none documents a 403';
const describesForbidden = (contract: Contract) => {
  const declared = scoped(contract);
  return declared === true ? describes(documentedErrorsOf(contract.operations.filter(isScoped), forbidden), 'a 403') : declared;
};
const rejected = ({ kind }: MatrixCase) => kind === 'rejected';

/** Allowed by a scope that the principal has, or only by one that its scopes imply. */
const allowed =
  (directly: boolean) =>
  (testCase: MatrixCase, { contract, principals }: Pick<CheckContext, 'contract' | 'principals'>) => {
    if (testCase.kind !== 'allowed') return false;
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

type MatrixObservation = Observation<MatrixCase, CallProbes, MatrixFacts>;

const granted = ({ probes: { call }, case: testCase, facts }: MatrixObservation, { contract }: CheckContext): Judgement => {
  const operation = operationIn(contract, testCase)!;
  const { status } = replyOf(call);
  if (status === 403 && facts?.invented) return hiddenObject(status);
  if (status === 401 || status === 403) {
    return [
      {
        code: 'scope-not-granted',
        at: '$statusCode',
        expected: { kind: 'one-of', values: [operation.success.status] },
        actual: status,
        exchange: call.id,
      },
    ];
  }
  if (operation.assumed && (status === 404 || status === 405)) return absentOperation(operation.id);
  return isSuccess(call) ? [] : inconclusive({ code: 'neither-served-nor-rejected', status });
};

/** An observation of one call, as the expectations about documented responses take it. */
const listed = ({ case: testCase, probes: { call } }: MatrixObservation): Observation => ({ case: testCase, controls: [], probes: [call] });

export const scopesChecks: { readonly [id in keyof typeof rows]: AnyCheck } = {
  'scopes/granted': check(operationMatrix, { applies: scoped, of: allowed(true), judge: granted }),
  'scopes/implied': check(operationMatrix, {
    applies: (contract) =>
      Object.keys(contract.implies).length > 0 ? scoped(contract) : 'the document declares no scope that implies others',
    of: allowed(false),
    judge: granted,
  }),
  'scopes/missing': check(operationMatrix, {
    applies: restricted,
    of: rejected,
    control: 'required',
    judge: ({ probes: { call }, case: testCase }, { contract }) => {
      const { path, forbidden: documented, unauthorized } = operationIn(contract, testCase)!;
      const hidden = path.includes('{') ? [404] : [];
      // A document with a 401 and no 403 leaves open which of them a missing scope gets.
      const only = unauthorized.documented && !documented.documented ? [unauthorized.status] : [];
      return expectStatus(call, [documented.status, ...hidden, ...only]);
    },
  }),
  'scopes/error-body': check(operationMatrix, {
    applies: describesForbidden,
    of: rejected,
    tolerates: ['control'],
    judge: (observation, context) => documentedBody(listed(observation), context, forbidden),
  }),
  'scopes/error-message': check(operationMatrix, {
    applies: (contract) =>
      documentedErrorsOf(contract.operations.filter(isScoped), forbidden).some(hasWords) || 'the document has no example of a 403 response',
    of: rejected,
    tolerates: ['control'],
    judge: (observation, context) => documentedWords(listed(observation), context, forbidden),
  }),
  'scopes/forbidden-write': check(rejectedChanges, {
    applies: scoped,
    of: ({ kind }) => kind === 'unscoped',
    judge: unchangedObject,
  }),
};
