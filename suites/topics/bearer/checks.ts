import type { bearerRequirements as rows } from '../../../spec/catalogue/bearer.ts';
import type { Contract } from '../../../spec/contract.ts';
import { headerValues } from '../../../spec/message.ts';
import { excerpt, replyOf } from '../../expectations/answer.ts';
import { challengesIn, challengesNamed, parameterOf, type Challenge } from '../../expectations/challenge.ts';
import type { Evidence, Case } from '../../engine/evidence.ts';
import { notApplicable, operationIn, type Check, type Judgement, type CheckContext, type AnyMismatch } from '../../engine/check.ts';
import { isScoped } from '../../engine/scenario.ts';
import { passive } from '../../engine/scenario.ts';
import { missingCredentials } from '../credentials/missing-credentials.ts';
import { operationMatrix } from '../scopes/operation-matrix.ts';

const where = '$response.header.WWW-Authenticate';
const bearerNames = ({ schemes }: Contract) => schemes.filter(({ kind }) => kind === 'bearer').map(({ name }) => name);
const declared = (contract: Contract): true | string =>
  contract.operations.some(({ security }) =>
    security.some(({ requirements }) => requirements.some(({ scheme }) => bearerNames(contract).includes(scheme))),
  ) || 'no operation of the document asks for a bearer token';
const scoped = (contract: Contract): true | string =>
  contract.operations.some((operation) => isScoped(operation) && takesBearer(contract, operation.id))
    ? declared(contract)
    : 'no operation of the document asks for a scope of a bearer token';

function takesBearer(contract: Contract, id: string): boolean {
  const names = new Set(bearerNames(contract));
  const operation = contract.operations.find((candidate) => candidate.id === id);
  return operation?.security.some(({ requirements }) => requirements.some(({ scheme }) => names.has(scheme))) === true;
}

/** Whether what was sent as a bad credential was a bearer token. */
function sentBearer({ principal, operation }: Case, { contract, principals }: Pick<CheckContext, 'contract' | 'principals'>): boolean {
  const good = contract.operations.find(({ id }) => id === operation);
  if (good === undefined || !takesBearer(contract, good.id)) return false;
  const actor = principals.all.find(({ name }) => name === principal) ?? principals.able(good)[0];
  return actor === undefined || principals.caller(actor, good).credentials.some(({ scheme }) => scheme.kind === 'bearer');
}

/** Judges the Bearer challenges of an answer with this status, where it has any. */
const challenged =
  (status: number, judge: (challenges: readonly Challenge[]) => readonly AnyMismatch[]): Check['judge'] =>
  ({ probes: [probe] }) => {
    const reply = replyOf(probe);
    if (reply.status !== status) return notApplicable(`answered with ${reply.status}: there is no ${status} to judge`);
    const challenges = challengesNamed(reply, 'Bearer');
    return challenges.length === 0 ? notApplicable('there is no Bearer challenge to judge') : judge(challenges);
  };

/** What the parameters of RFC 6750 are made of; a scope of words between single spaces. */
const forms: { readonly [name: string]: RegExp } = {
  scope: /^[\x21\x23-\x5b\x5d-\x7e]+(?: [\x21\x23-\x5b\x5d-\x7e]+)*$/,
  error: /^[\x20\x21\x23-\x5b\x5d-\x7e]+$/,
  error_description: /^[\x20\x21\x23-\x5b\x5d-\x7e]+$/,
  error_uri: /^[\x21\x23-\x5b\x5d-\x7e]+$/,
};

function wellFormed(probe: Evidence): Judgement {
  const reply = replyOf(probe);
  const lines = headerValues(reply.headers, 'www-authenticate');
  if (lines.length === 0) return notApplicable('there is no challenge to judge');
  if (challengesIn(reply) === undefined)
    return [{ reason: 'no list of challenges', where, expected: 'Bearer name="value", …', actual: excerpt(lines.join(', ')) }];
  const challenges = challengesNamed(reply, 'Bearer');
  if (challenges.length === 0) return notApplicable('there is no Bearer challenge to judge');
  return challenges.flatMap(({ parameters }) => {
    const names = parameters.map(([name]) => name);
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    const odd = parameters.find(([name, value]) => Object.hasOwn(forms, name) && !forms[name]!.test(value));
    return [
      ...(twice === undefined ? [] : [{ reason: 'a parameter stands twice', where, expected: `${twice} once`, actual: lines.join(', ') }]),
      ...(odd === undefined
        ? []
        : [{ reason: `${odd[0]} of other characters`, where, expected: forms[odd[0]]!.source, actual: excerpt(odd[1]) }]),
    ];
  });
}

const coded = (challenges: readonly Challenge[], code: string): readonly AnyMismatch[] =>
  challenges.some((challenge) => parameterOf(challenge, 'error') === code)
    ? []
    : [
        {
          reason: `no challenge has the error ${code}`,
          where,
          expected: `error="${code}"`,
          actual: challenges.map((challenge) => parameterOf(challenge, 'error') ?? 'no error').join(', ') || 'no Bearer challenge',
        },
      ];

const refusedFor403: NonNullable<Check['of']> = (testCase, context) => testCase.variant === 'refused' && sentBearer(testCase, context);

export const bearerChecks: { readonly [id in keyof typeof rows]: Check } = {
  'bearer/challenge-parameters': {
    scenario: missingCredentials,
    applies: declared,
    of: (testCase, context) => takesBearer(context.contract, testCase.operation ?? ''),
    judge: challenged(401, (challenges) =>
      challenges.some(({ parameters }) => parameters.length === 0)
        ? [{ reason: 'a challenge without parameters', where, expected: 'Bearer realm="…"', actual: 'Bearer' }]
        : [],
    ),
  },
  'bearer/challenge-syntax': {
    scenario: passive,
    applies: declared,
    tolerates: ['trouble', '429', '5xx', 'control'],
    judge: ({ probes }) => {
      const judged = probes.filter(({ reply }) => reply?.status === 401 || reply?.status === 403).map(wellFormed);
      const found = judged.flatMap((judgement) => ('outcome' in judgement ? [] : [judgement]));
      return found.length === 0 ? notApplicable('nothing was answered with a Bearer challenge') : found.flat().slice(0, 5);
    },
  },
  'bearer/error-without-token': {
    scenario: missingCredentials,
    applies: declared,
    of: ({ variant, operation }, { contract }) => variant === 'missing' && takesBearer(contract, operation ?? ''),
    judge: challenged(401, (challenges) =>
      challenges.flatMap((challenge) => {
        const error = parameterOf(challenge, 'error');
        return error === undefined ? [] : [{ reason: 'an error without a credential', where, expected: 'no error', actual: error }];
      }),
    ),
  },
  'bearer/invalid-token': {
    scenario: missingCredentials,
    applies: declared,
    of: (testCase, context) => testCase.variant !== 'missing' && sentBearer(testCase, context),
    judge: challenged(401, (challenges) => coded(challenges, 'invalid_token')),
  },
  'bearer/insufficient-scope': {
    scenario: operationMatrix,
    applies: scoped,
    of: refusedFor403,
    tolerates: ['control'],
    judge: ({ probes: [probe] }) => {
      const reply = replyOf(probe);
      if (reply.status !== 403) return notApplicable(`answered with ${reply.status}: there is no 403 to judge`);
      return coded(challengesNamed(reply, 'Bearer'), 'insufficient_scope');
    },
  },
  'bearer/scope-parameter': {
    scenario: operationMatrix,
    applies: scoped,
    of: refusedFor403,
    tolerates: ['control'],
    judge: ({ probes: [probe], case: testCase }, { contract, principals }) => {
      const reply = replyOf(probe);
      const named = challengesNamed(reply, 'Bearer').flatMap((challenge) => parameterOf(challenge, 'scope') ?? []);
      if (reply.status !== 403 || named.length === 0) return notApplicable('the answer names no scopes');
      const alternatives = operationIn(contract, testCase)!.security.map(({ requirements }) =>
        requirements.flatMap(({ scopes }) => scopes),
      );
      const principal = principals.all.find(({ name }) => name === testCase.principal);
      const held = principal === undefined ? new Set<string>() : principals.granted(principal);
      const right = named.every((text) => {
        const told = new Set(text.split(' '));
        return alternatives.some((scopes) => {
          const asked = new Set(scopes);
          return (
            asked.size > 0 && scopes.every((scope) => told.has(scope)) && [...told].every((scope) => asked.has(scope) || held.has(scope))
          );
        });
      });
      const expected = [...new Set(alternatives.filter(({ length }) => length > 0).map((scopes) => scopes.join(' ')))].join(', or ');
      return right ? [] : [{ reason: 'other scopes are named', where, expected, actual: named.join(', ') }];
    },
  },
};
