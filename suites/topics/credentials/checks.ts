import type { credentialsRequirements as rows } from '../../../spec/catalogue/credentials.ts';
import { expectDocumentedBody, expectStatus, hasWords, mediaTypeOf, replyOf } from '../../expectations/response.ts';
import { echoes } from '../../expectations/leaks.ts';
import { uniform } from '../../expectations/uniform.ts';
import { absentOperation } from '../../engine/judge.ts';
import { valueAtPlace } from '../../expectations/quota.ts';
import { isSuccess } from '../../engine/scenario-context.ts';
import { basePathOf, targetOf } from '../../http/request.ts';
import type { CallProbes, Case, Observation } from '../../engine/evidence.ts';
import {
  anySecured,
  check,
  describes,
  inconclusive,
  notApplicable,
  operationIn,
  type AnyCheck,
  type CheckContext,
  type Judgement,
} from '../../engine/check.ts';
import { badCredentialStatuses, documentedBody, documentedWords, documentedErrorsOf } from '../../expectations/error-responses.ts';
import { isScoped, passive, type Scenario } from '../../engine/scenario.ts';
import type { Contract, DocumentedResponse, Operation } from '../../../spec/contract.ts';
import { valueAt } from '../../../spec/json/pointer.ts';
import { takesExpiring } from '../../../spec/schemes/expiry.ts';
import { isMarkedAssumed } from '../../../spec/schema/declared.ts';
import { malformedCredentials, type MalformedCase } from './malformed-credentials.ts';
import { misplacedCredentials } from './misplaced-credentials.ts';
import { missingCredentials, type MissingCase } from './missing-credentials.ts';
import { operationMatrix, hiddenObject } from '../scopes/operation-matrix.ts';
import { optionalContentType } from './optional-content-type.ts';
import { rejectedChanges, unchangedObject } from '../scopes/rejected-changes.ts';
import { sameAccount } from './same-account.ts';
import { expectChallengeScheme, sameShape } from './responses.ts';
import { unknownCredentials } from './unknown-credentials.ts';
import { wrongBasePath } from '../http/wrong-base-path.ts';
import { wrongSchemes } from './wrong-schemes.ts';

const unauthorized = (operation: Operation) => operation.unauthorized;
const documented401 = (contract: Contract) => describes(documentedErrorsOf(contract.operations, unauthorized), 'a 401');
const challenged = (contract: Contract) =>
  contract.schemes.some(({ kind, type }) => kind !== 'unsupported' && kind !== 'certificate' && type !== 'apiKey') ||
  'no declared scheme has a challenge';

const inHeader = (contract: Contract) =>
  contract.schemes.some(({ kind }) => ['bearer', 'basic', 'header'].includes(kind)) || 'no declared credential is sent in a header';

/** Whether a malformed header contains a valid credential, which a lenient server may find. */
const ambiguous = ({ kind }: MalformedCase) => kind !== 'empty' && kind !== 'scheme-alone';

/** The cases of clients that never had a credential. That the others get the same response is checked elsewhere. */
const withoutPrincipal = ({ kind }: MissingCase) => kind === 'missing' || kind === 'unknown';

/** The statuses for an invalid credential at the operation of a case. */
const invalidStatuses = (testCase: Case, { contract }: CheckContext) => badCredentialStatuses(contract, operationIn(contract, testCase)!);

/** Rejected with 401 because of the credential. */
const is401 = <C extends Case & { readonly kind: string }, P extends CallProbes>(
  scenario: Scenario<C, P>,
  ...kinds: readonly C['kind'][]
): AnyCheck =>
  check(scenario, {
    applies: anySecured,
    of: ({ kind }) => kinds.includes(kind),
    control: 'required',
    tolerates: ['handshake'],
    judge: ({ probes: { call }, case: testCase }, context, { observations }) => {
      if (call.trouble) return [];
      const { operation, kind } = testCase;
      const missing = observations.find((other) => other.case.kind === 'missing' && other.case.operation === operation)?.probes.call;
      // One failure for an operation that is open to all, not one for each credential.
      if (kind !== 'missing' && missing && isSuccess(missing) && isSuccess(call))
        return notApplicable({ code: 'served-without-credential', operation: operation ?? '' });
      return expectStatus(call, invalidStatuses(testCase, context));
    },
  });

/** A credential that is malformed or in an undeclared place: the server may also reject the request as malformed. */
const rejectsMalformed = ({ probes: { call }, case: testCase }: Observation<Case, CallProbes>, context: CheckContext): Judgement =>
  expectStatus(call, [...invalidStatuses(testCase, context), 400]);

/** An observation of one call, as the expectations about documented responses take it. */
const listed = ({ case: testCase, probes: { call } }: Observation<Case, CallProbes>): Observation => ({
  case: testCase,
  controls: [],
  probes: [call],
});

/** A documented 403 of an operation that asks for no scope may be about roles, which only the configuration knows. */
function isUpToRole({ principal }: Case, operation: Operation, { principals }: CheckContext): boolean {
  const { may } = principals.all.find(({ name }) => name === principal) ?? {};
  return operation.forbidden.documented && !isScoped(operation) && !may?.includes(operation.id);
}

const documentedSuccessesOf = ({ operations }: Pick<Contract, 'operations'>) =>
  operations
    .filter((operation) => !operation.public)
    .flatMap(({ responses }) => responses.filter(({ status }) => status >= 200 && status < 300));

/** Whether the documentation only implies the body: `x-assumed` on the operation or on a schema of the response. */
function isAssumed({ document }: Contract, { assumed }: Operation, { content }: DocumentedResponse): boolean {
  return assumed || content.some(({ schema }) => schema !== undefined && isMarkedAssumed(document, valueAt(document, schema)));
}

export const credentialsChecks: { readonly [id in keyof typeof rows]: AnyCheck } = {
  'credentials/valid': check(operationMatrix, {
    applies: anySecured,
    of: ({ kind, operation, principal }, { contract, principals }) => {
      if (kind !== 'allowed' || principal === undefined) return kind === 'allowed';
      const holder = principals.all.find(({ name }) => name === principal)!;
      return principals.directly(
        holder,
        contract.operations.find(({ id }) => id === operation)!,
      );
    },
    judge: ({ probes: { call }, case: testCase, facts }, context) => {
      const operation = operationIn(context.contract, testCase)!;
      const { status } = replyOf(call);
      if (operation.assumed && (status === 404 || status === 405)) return absentOperation(operation.id);
      if ((status === 403 || status === 404) && facts?.invented) return hiddenObject(status);
      if (status === 404 && (facts?.foreign || operation.path.includes('{')))
        return inconclusive(
          { code: 'object-may-not-exist', status },
          { what: 'a principal of this account that may create one', key: 'principals' },
        );
      if (status === 403 && isUpToRole(testCase, operation, context))
        return notApplicable({ code: 'role-unknown', operation: operation.id });
      if (status >= 400 && status < 500 && status !== 401 && status !== 403)
        return inconclusive({ code: 'request-rejected', status }, { what: 'examples in the document that the target accepts' });
      const documented = operation.responses.filter((response) => response.status >= 200 && response.status < 300);
      const accepted = documented.length > 0 ? documented : [operation.success];
      const statuses = accepted.map((response) => response.status);
      return expectStatus(call, statuses);
    },
  }),
  'credentials/success-body': check(operationMatrix, {
    applies: (contract) => describes(documentedSuccessesOf(contract), 'a success'),
    of: ({ kind }) => kind === 'allowed',
    judge: ({ probes: { call }, case: testCase }, context) => {
      const operation = operationIn(context.contract, testCase)!;
      const { status } = replyOf(call);
      const success = documentedSuccessesOf({ operations: [operation] }).find((response) => response.status === status);
      if (!success || success.content.length === 0) return notApplicable({ code: 'error-response-undescribed', status });
      const mismatches = expectDocumentedBody(context, call, success);
      const [first] = mismatches;
      return first && isAssumed(context.contract, operation, success)
        ? notApplicable({ code: 'assumed-body-differs', at: first.at ?? '' })
        : mismatches;
    },
  }),
  'credentials/missing': is401(missingCredentials, 'missing'),
  'credentials/unauthenticated-write': check(rejectedChanges, {
    applies: anySecured,
    of: ({ kind }) => kind === 'missing',
    judge: unchangedObject,
  }),
  'credentials/unknown': is401(unknownCredentials, 'unknown', 'truncated', 'altered', 'extended', 'other-environment', 'other-authority'),
  'credentials/unknown-on-every-operation': is401(missingCredentials, 'unknown'),
  'credentials/revoked': is401(missingCredentials, 'revoked'),
  'credentials/expired': {
    ...is401(missingCredentials, 'expired'),
    applies: (contract) => {
      const secured = anySecured(contract);
      return secured === true ? takesExpiring(contract) || 'no credential of the document expires' : secured;
    },
  },
  'credentials/error-body': check(missingCredentials, {
    applies: documented401,
    of: withoutPrincipal,
    judge: (observation, context) => documentedBody(listed(observation), context, unauthorized),
  }),
  'credentials/error-message': check(missingCredentials, {
    applies: (contract) =>
      documentedErrorsOf(contract.operations, unauthorized).some(hasWords) || 'the document has no example of a 401 response',
    of: withoutPrincipal,
    judge: (observation, context) => documentedWords(listed(observation), context, unauthorized),
  }),
  'credentials/uniform-errors': check(unknownCredentials, {
    applies: anySecured,
    of: ({ kind }) => kind !== 'missing' && kind !== 'unknown',
    judge: ({ probes: { call } }, _, { observations }) => {
      const unknown = observations.find(({ case: { kind } }) => kind === 'unknown')?.probes;
      return uniform(
        call,
        [unknown?.call, unknown?.again].flatMap((found) => found ?? []),
      );
    },
  }),
  'credentials/undeclared-scheme': check(wrongSchemes, {
    applies: anySecured,
    control: 'required',
    judge: rejectsMalformed,
  }),
  'credentials/in-query': check(misplacedCredentials, {
    applies: anySecured,
    of: ({ inUrl }) => inUrl,
    control: 'required',
    judge: rejectsMalformed,
  }),
  'credentials/undocumented-place': check(misplacedCredentials, { applies: anySecured, control: 'required', judge: rejectsMalformed }),
  'credentials/malformed': check(malformedCredentials, {
    applies: inHeader,
    control: 'required',
    tolerates: ['5xx'],
    judge: (observation, context) =>
      ambiguous(observation.case) && replyOf(observation.probes.call).status < 500
        ? notApplicable({ code: 'lenient-reading-possible', see: 'credentials/ambiguous' })
        : rejectsMalformed(observation, context),
  }),
  'credentials/ambiguous': check(malformedCredentials, {
    applies: inHeader,
    of: ambiguous,
    control: 'required',
    tolerates: ['5xx'],
    judge: (observation, context) => {
      const { status } = replyOf(observation.probes.call);
      return status >= 500 ? notApplicable({ code: 'other-status', status, wanted: '4xx' }) : rejectsMalformed(observation, context);
    },
  }),
  'credentials/challenge-scheme': check(missingCredentials, {
    applies: challenged,
    of: withoutPrincipal,
    judge: ({ probes: { call }, case: testCase }, { contract }) => {
      const { status } = replyOf(call);
      if (status !== 401) return notApplicable({ code: 'other-status', status, wanted: 401 });
      const { security } = operationIn(contract, testCase)!;
      const asked = new Set(security.flatMap(({ requirements }) => requirements.map(({ scheme }) => scheme)));
      const usable = contract.schemes.filter(({ name, kind, type }) => kind !== 'certificate' && type !== 'apiKey' && asked.has(name));
      const declared = [...new Set(usable.map(({ challenge }) => challenge))];
      return declared.length === 0 ? notApplicable({ code: 'no-challenge-scheme' }) : expectChallengeScheme(call, declared);
    },
  }),
  'credentials/rotation': check(sameAccount, {
    applies: anySecured,
    judge: ({ probes: { calls } }, { contract: { whoami } }) => {
      const failed = calls.find((call) => !isSuccess(call));
      if (failed) return expectStatus(failed, [200]);
      const place = whoami?.user;
      const [first, second] = place ? calls.filter(({ operation }) => operation === whoami?.operation) : [];
      if (!place || !first || !second) return [];
      const [value, actual] = [first, second].map((call) => valueAtPlace(place, replyOf(call)));
      if (JSON.stringify(value) === JSON.stringify(actual)) return [];
      return [
        {
          code: 'different-users',
          at: place.expression,
          expected: { kind: 'same-as', exchange: first.id, ...(value !== undefined && { value }) },
          ...(actual !== undefined && { actual }),
          exchange: second.id,
        },
      ];
    },
  }),
  'credentials/echoed': check(passive, {
    applies: anySecured,
    tolerates: ['trouble', '429', '5xx', 'control'],
    judge: ({ probes }, context) => probes.flatMap((evidence) => echoes(evidence, context)).slice(0, 5),
  }),
  'credentials/content-type': check(optionalContentType, {
    applies: anySecured,
    judge: ({ probes: { typed, untyped } }) => {
      const [one, other] = [replyOf(typed), replyOf(untyped)];
      if (!isSuccess(typed) && !isSuccess(untyped))
        return inconclusive({ code: 'control-failed', operation: typed.operation ?? '', result: `got ${one.status} both times` });
      if (one.status === other.status) return sameShape(typed, untyped);
      return [
        {
          code: 'content-type-changes-status',
          at: '$statusCode',
          expected: { kind: 'same-as', exchange: typed.id, value: one.status },
          actual: other.status,
          exchange: untyped.id,
        },
      ];
    },
  }),
  'credentials/base-path': check(wrongBasePath, {
    applies: ({ basePath, servers }) =>
      (basePath !== '' && servers.every((server) => server.basePath !== '')) || 'a server of the document has no base path',
    control: 'required',
    judge: ({ probes: { call }, controls: [control], case: { operation: id = '' } }, { settings }) => {
      if (basePathOf(targetOf(settings, { id })) === '') return notApplicable({ code: 'no-base-path' });
      const reply = replyOf(call);
      if (!isSuccess(call) || mediaTypeOf(reply) !== mediaTypeOf(replyOf(control))) return [];
      return [
        {
          code: 'served-without-base-path',
          at: '$statusCode',
          expected: { kind: 'status-class', classes: ['3xx', '4xx', '5xx'] },
          actual: reply.status,
          exchange: call.id,
        },
      ];
    },
  }),
};
