import type { bearerRequirements as rows } from '../../../spec/catalogue/bearer.ts';
import type { Contract } from '../../../spec/contract.ts';
import { replyOf } from '../../expectations/response.ts';
import type { Case } from '../../engine/evidence.ts';
import { check, notApplicable, operationIn, type AnyCheck, type CheckContext } from '../../engine/check.ts';
import { isScoped, passive } from '../../engine/scenario.ts';
import { missingCredentials } from '../credentials/missing-credentials.ts';
import { partialCredentials } from '../credentials/partial-credentials.ts';
import { operationMatrix, type MatrixCase } from '../scopes/operation-matrix.ts';
import {
  expectError,
  expectNoBlame,
  expectNoError,
  expectParameters,
  expectScopes,
  expectWellFormed,
  namedScopes,
  withoutBearerChallenge,
} from './challenges.ts';

const bearerNames = ({ schemes }: Contract) => schemes.filter(({ kind }) => kind === 'bearer').map(({ name }) => name);
const declared = (contract: Contract): true | string =>
  contract.operations.some(({ security }) =>
    security.some(({ requirements }) => requirements.some(({ scheme }) => bearerNames(contract).includes(scheme))),
  ) || 'no operation of the document needs a bearer token';
const scoped = (contract: Contract): true | string =>
  contract.operations.some((operation) => isScoped(operation) && takesBearer(contract, operation.id))
    ? declared(contract)
    : 'no operation of the document needs a scope of a bearer token';

const withAnother = (contract: Contract): true | string =>
  contract.operations.some(({ security }) =>
    security.some(
      ({ requirements }) => requirements.length > 1 && requirements.some(({ scheme }) => bearerNames(contract).includes(scheme)),
    ),
  ) || 'no operation of the document needs a bearer token and another credential';

function takesBearer(contract: Contract, id: string | undefined): boolean {
  const names = new Set(bearerNames(contract));
  const operation = contract.operations.find((candidate) => candidate.id === id);
  return operation?.security.some(({ requirements }) => requirements.some(({ scheme }) => names.has(scheme))) === true;
}

type Known = Pick<CheckContext, 'contract' | 'principals'>;

/** Whether the invalid credential of a case is a bearer token. */
function sendsBearer({ principal, operation: id }: Case, { contract, principals }: Known): boolean {
  const operation = contract.operations.find((candidate) => candidate.id === id);
  if (operation === undefined || !takesBearer(contract, operation.id)) return false;
  const sender = principals.all.find(({ name }) => name === principal) ?? principals.able(operation)[0];
  if (sender === undefined) return true;
  const { credentials } = principals.caller(sender, operation);
  // The credentials of companions are valid.
  const invalid = principal === undefined ? credentials : credentials.filter(({ secret }) => secret === sender.secret);
  return invalid.some(({ scheme }) => scheme.kind === 'bearer');
}

const rejectedBearer = (testCase: MatrixCase, known: Known) => testCase.kind === 'rejected' && sendsBearer(testCase, known);

export const bearerChecks: { readonly [id in keyof typeof rows]: AnyCheck } = {
  'bearer/challenge-parameters': check(missingCredentials, {
    applies: declared,
    of: ({ operation }, { contract }) => takesBearer(contract, operation),
    judge: ({ probes: { call } }) => withoutBearerChallenge(call, 401) ?? expectParameters(call),
  }),
  'bearer/challenge-syntax': check(passive, {
    applies: declared,
    tolerates: ['trouble', '429', '5xx', 'control'],
    judge: ({ probes }) => {
      const rejections = probes.filter(({ reply }) => reply?.status === 401 || reply?.status === 403);
      const judged = rejections.flatMap((rejection) => {
        const mismatches = expectWellFormed(rejection);
        return mismatches === undefined ? [] : [mismatches];
      });
      return judged.length === 0 ? notApplicable({ code: 'no-bearer-challenge' }) : judged.flat().slice(0, 5);
    },
  }),
  'bearer/error-without-token': check(missingCredentials, {
    applies: declared,
    of: ({ kind, operation }, { contract }) => kind === 'missing' && takesBearer(contract, operation),
    judge: ({ probes: { call } }) => withoutBearerChallenge(call, 401) ?? expectNoError(call),
  }),
  'bearer/invalid-token': check(missingCredentials, {
    applies: declared,
    of: (testCase, known) => testCase.kind !== 'missing' && sendsBearer(testCase, known),
    judge: ({ probes: { call } }) => withoutBearerChallenge(call, 401) ?? expectError(call, 'invalid_token'),
  }),
  'bearer/valid-token': check(partialCredentials, {
    applies: withAnother,
    of: ({ operation, scheme }, { contract }) => takesBearer(contract, operation) && !bearerNames(contract).includes(scheme),
    control: 'required',
    judge: ({ probes: { call } }) => withoutBearerChallenge(call, 401) ?? expectNoBlame(call),
  }),
  'bearer/insufficient-scope': check(operationMatrix, {
    applies: scoped,
    of: rejectedBearer,
    tolerates: ['control'],
    judge: ({ probes: { call } }) => {
      const { status } = replyOf(call);
      return status === 403 ? expectError(call, 'insufficient_scope') : notApplicable({ code: 'other-status', status, wanted: 403 });
    },
  }),
  'bearer/scope-parameter': check(operationMatrix, {
    applies: scoped,
    of: rejectedBearer,
    tolerates: ['control'],
    judge: ({ probes: { call }, case: testCase }, { contract, principals }) => {
      if (replyOf(call).status !== 403 || namedScopes(call).length === 0) return notApplicable({ code: 'no-challenge-scopes' });
      const { security } = operationIn(contract, testCase)!;
      const alternatives = security.map(({ requirements }) => requirements.flatMap(({ scopes }) => scopes));
      const principal = principals.all.find(({ name }) => name === testCase.principal);
      return expectScopes(call, alternatives, principal === undefined ? new Set() : principals.granted(principal));
    },
  }),
};
