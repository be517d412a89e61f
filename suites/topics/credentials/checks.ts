import type { credentialsRequirements as rows } from '../../../spec/catalogue/credentials.ts';
import type { Contract, Operation } from '../../../spec/contract.ts';
import { headerValues } from '../../../spec/message.ts';
import { expectDocumentedBody, expectStatus, hasWords, mediaTypeOf, replyOf } from '../../expectations/answer.ts';
import { echoes } from '../../expectations/echo.ts';
import { unchanged } from '../../expectations/unchanged.ts';
import { uniform } from '../../expectations/uniform.ts';
import { absentOperation } from '../../engine/judge.ts';
import { jsonOf, valueAtPlace } from '../../expectations/quota.ts';
import { isSuccess } from '../../engine/scenario-context.ts';
import type { Case } from '../../engine/evidence.ts';
import { anySecured, describes, inconclusive, notApplicable, operationIn, type Check, type CheckContext } from '../../engine/check.ts';
import { badCredentialStatuses, documentedBody, documentedWords, refusalsOf } from '../../expectations/refusals.ts';
import { passive } from '../../engine/scenario.ts';
import { malformedCredentials } from './malformed-credentials.ts';
import { misplacedCredentials } from './misplaced-credentials.ts';
import { missingCredentials } from './missing-credentials.ts';
import { operationMatrix } from '../scopes/operation-matrix.ts';
import { optionalContentType } from './optional-content-type.ts';
import { rejectedChanges } from '../scopes/rejected-changes.ts';
import { sameAccount } from './same-account.ts';
import type { AnyScenario } from '../../engine/scenario.ts';
import { unknownCredentials } from './unknown-credentials.ts';
import { wrongBasePath } from './wrong-base-path.ts';
import { wrongSchemes } from './wrong-schemes.ts';

const unauthorized = (operation: Operation) => operation.unauthorized;
const documented401 = (contract: Contract) => describes(refusalsOf(contract.operations, unauthorized), 'a 401');
const challenged = (contract: Contract) =>
  contract.schemes.some(({ kind, type }) => kind !== 'unsupported' && type !== 'apiKey') || 'no declared scheme has a challenge of its own';

const inHeader = (contract: Contract) =>
  contract.schemes.some(({ kind }) => ['bearer', 'basic', 'header'].includes(kind)) || 'no credential of the document travels in a header';

/** Whether a malformed field has a good credential in it, which a lenient server may find. */
const doubtful = ({ variant }: Case) => variant !== 'empty' && variant !== 'scheme-alone';

/** What those see who never had a credential; that others see the same is a matter of its own. */
const byStranger: NonNullable<Check['of']> = ({ variant }) => variant === 'missing' || variant === 'unknown';

/** Refused with 401 although, and only because, the credential is bad. */
const is401 = (scenario: AnyScenario, ...variants: readonly string[]): Check => ({
  scenario,
  applies: anySecured,
  of: ({ variant }) => variants.includes(variant ?? ''),
  control: 'required',
  judge: ({ probes: [probe], case: testCase }, context) => expectStatus(probe!, refusing(testCase, context)),
});

/** What refuses a bad credential for the operation of a shot. */
const refusing = (testCase: Case, { contract }: CheckContext) => badCredentialStatuses(contract, operationIn(contract, testCase)!);
/** The same for one that cannot be read, or is looked for elsewhere: the server may also call the request malformed. */
const refusingOddities: Check['judge'] = ({ probes: [probe], case: testCase }, context) =>
  expectStatus(probe!, [...refusing(testCase, context), 400]);

export const credentialsChecks: { readonly [id in keyof typeof rows]: Check } = {
  'credentials/valid': {
    scenario: operationMatrix,
    applies: anySecured,
    of: ({ variant, operation, principal }, { contract, principals }) => {
      if (variant !== 'allowed' || principal === undefined) return variant === 'allowed';
      const actor = principals.all.find(({ name }) => name === principal)!;
      return principals.directly(
        actor,
        contract.operations.find(({ id }) => id === operation)!,
      );
    },
    judge: ({ probes: [probe], case: testCase, facts }, context) => {
      const operation = operationIn(context.contract, testCase)!;
      const { status } = replyOf(probe);
      if (operation.assumed && (status === 404 || status === 405)) return absentOperation(operation.id);
      if (status === 404 && (facts?.['foreign'] || operation.path.includes('{'))) {
        return inconclusive(
          'answered with 404: the object that was asked for may not exist',
          'a principal of this account that may create one',
        );
      }
      if (status >= 400 && status < 500 && status !== 401 && status !== 403) {
        return inconclusive(
          `answered with ${status}: the request was refused, not the credential`,
          'examples in the document that the target accepts',
        );
      }
      const documented = operation.responses.filter((response) => response.status >= 200 && response.status < 300);
      const accepted = documented.length > 0 ? documented : [operation.success];
      const success = accepted.find((response) => response.status === status);
      if (!success)
        return expectStatus(
          probe!,
          accepted.map((response) => response.status),
        );
      return success.content.length === 0 ? [] : expectDocumentedBody(context, probe!, success);
    },
  },
  'credentials/missing': is401(missingCredentials, 'missing'),
  'credentials/unauthenticated-write': {
    scenario: rejectedChanges,
    applies: anySecured,
    of: ({ variant }) => variant === 'missing',
    judge: unchanged,
  },
  'credentials/unknown': is401(unknownCredentials, 'unknown', 'truncated', 'altered', 'extended', 'other-environment'),
  'credentials/unknown-on-every-operation': is401(missingCredentials, 'unknown'),
  'credentials/revoked': is401(missingCredentials, 'revoked'),
  'credentials/expired': is401(missingCredentials, 'expired'),
  'credentials/error-body': {
    scenario: missingCredentials,
    applies: documented401,
    of: byStranger,
    judge: (observation, context) => documentedBody(observation, context, unauthorized),
  },
  'credentials/error-message': {
    scenario: missingCredentials,
    applies: (contract) => refusalsOf(contract.operations, unauthorized).some(hasWords) || 'the document gives no example of a 401',
    of: byStranger,
    judge: (observation, context) => documentedWords(observation, context, unauthorized),
  },
  'credentials/uniform-errors': {
    scenario: unknownCredentials,
    applies: anySecured,
    of: ({ variant }) => variant !== 'missing',
    judge: uniform,
  },
  'credentials/undeclared-scheme': {
    scenario: wrongSchemes,
    applies: (contract) =>
      contract.schemes.some(({ kind }) => kind === 'bearer' || kind === 'basic') || 'no declared scheme uses the Authorization field',
    control: 'required',
    judge: refusingOddities,
  },
  'credentials/in-query': {
    scenario: misplacedCredentials,
    applies: anySecured,
    of: ({ variant }) => variant?.startsWith('query-') === true,
    control: 'required',
    judge: refusingOddities,
  },
  'credentials/undocumented-place': {
    scenario: misplacedCredentials,
    applies: anySecured,
    control: 'required',
    judge: refusingOddities,
  },
  'credentials/malformed': {
    scenario: malformedCredentials,
    applies: inHeader,
    control: 'required',
    tolerates: ['5xx'],
    judge: (observation, context, record) => {
      const [probe] = observation.probes;
      const holdsOne = doubtful(observation.case) && replyOf(probe).status < 500;
      if (holdsOne) return notApplicable('it holds a credential that a lenient server may find: see credentials/ambiguous');
      return refusingOddities(observation, context, record);
    },
  },
  'credentials/ambiguous': {
    scenario: malformedCredentials,
    applies: inHeader,
    of: doubtful,
    control: 'required',
    tolerates: ['5xx'],
    judge: (observation, context, record) => {
      const { status } = replyOf(observation.probes[0]);
      return status >= 500
        ? notApplicable(`answered with ${status}: there is no refusal to judge`)
        : refusingOddities(observation, context, record);
    },
  },
  'credentials/challenge-scheme': {
    scenario: missingCredentials,
    applies: challenged,
    of: byStranger,
    judge: ({ probes: [probe], case: testCase }, { contract }) => {
      const { status, headers } = replyOf(probe);
      if (status !== 401) return notApplicable(`answered with ${status}: there is no 401 to judge`);
      const asked = new Set(
        operationIn(contract, testCase)!.security.flatMap(({ requirements }) => requirements.map(({ scheme }) => scheme)),
      );
      const usable = contract.schemes.filter(({ name, type }) => type !== 'apiKey' && asked.has(name));
      const declared = [...new Set(usable.map(({ challenge }) => challenge))];
      if (declared.length === 0) return notApplicable('the operation asks for no scheme that has a challenge of its own');
      const challenges = headerValues(headers, 'www-authenticate');
      const named = (scheme: string) => challenges.some((line) => new RegExp(`(?:^|,)\\s*${scheme}(?:\\s|,|$)`, 'i').test(line));
      if (declared.some(named)) return [];
      const where = '$response.header.WWW-Authenticate';
      return [
        {
          reason: 'no challenge of a declared scheme',
          where,
          expected: declared.join(' or '),
          actual: challenges.join(', ') || 'no such field',
        },
      ];
    },
  },
  'credentials/rotation': {
    scenario: sameAccount,
    applies: anySecured,
    judge: ({ probes }, { contract }) => {
      const failed = probes.find((probe) => !isSuccess(probe));
      if (failed) return expectStatus(failed, [200]);
      const user = contract.whoami?.user;
      const users = user
        ? probes.filter(({ operation }) => operation === contract.whoami?.operation).map((probe) => valueAtPlace(user, replyOf(probe)))
        : [];
      if (users.length < 2 || JSON.stringify(users[0]) === JSON.stringify(users[1])) return [];
      return [
        { reason: 'two users', where: user!.expression, expected: JSON.stringify(users[0]), actual: JSON.stringify(users[1]) ?? 'nothing' },
      ];
    },
  },
  'credentials/echoed': {
    scenario: passive,
    applies: anySecured,
    tolerates: ['trouble', '429', '5xx', 'control'],
    judge: ({ probes }) => probes.flatMap(echoes).slice(0, 5),
  },
  'credentials/content-type': {
    scenario: optionalContentType,
    applies: anySecured,
    judge: ({ probes: [typed, untyped] }) => {
      const [one, other] = [replyOf(typed), replyOf(untyped)];
      if (!isSuccess({ reply: one }) && !isSuccess({ reply: other }))
        return inconclusive(`control failed: answered with ${one.status} both ways`);
      if (one.status !== other.status) {
        return [
          {
            reason: 'answered differently',
            where: '$statusCode',
            expected: `${one.status}, as with a Content-Type field`,
            actual: String(other.status),
          },
        ];
      }
      const [shape, otherShape] = [shapeOf(one), shapeOf(other)];
      return shape === otherShape
        ? []
        : [{ reason: 'answered with another body', where: '$response.body', expected: shape, actual: otherShape }];
    },
  },
  'credentials/base-path': {
    scenario: wrongBasePath,
    applies: (contract) => contract.basePath !== '' || 'the document’s server has no base path',
    control: 'required',
    judge: ({ probes: [probe], controls: [control] }, { settings }) => {
      if (new URL(settings.target).pathname.replace(/\/+$/, '') === '')
        return { outcome: 'not-applicable', why: 'the target has no base path' };
      const reply = replyOf(probe);
      if (!isSuccess({ reply }) || mediaTypeOf(reply) !== mediaTypeOf(replyOf(control))) return [];
      return [
        { reason: 'served without the base path', where: '$statusCode', expected: 'anything but a success', actual: String(reply.status) },
      ];
    },
  },
};

function shapeOf(reply: Parameters<typeof jsonOf>[0]): string {
  const body = jsonOf(reply);
  if (typeof body !== 'object' || body === null) return `${mediaTypeOf(reply) ?? 'no media type'}, ${typeof body}`;
  return `${mediaTypeOf(reply) ?? 'no media type'}, ${Array.isArray(body) ? 'a list' : Object.keys(body).sort().join(', ')}`;
}
