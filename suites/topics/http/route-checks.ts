import type { httpRoutesRequirements as rows } from '../../../spec/catalogue/http/routes.ts';
import { headerValue } from '../../../spec/message.ts';
import { expectStatus, mediaTypeOf, replyOf } from '../../expectations/answer.ts';
import type { Evidence } from '../../engine/evidence.ts';
import { isSuccess } from '../../engine/scenario-context.ts';
import { anySecured, inconclusive, notApplicable, operationIn, type Check, type AnyMismatch } from '../../engine/check.ts';
import { badCredentialStatuses } from '../../expectations/refusals.ts';
import { cachedResponses } from './cached-responses.ts';
import { errorPrecedence } from './error-precedence.ts';
import { overHttp2 } from './over-http2.ts';
import { pathSpellings } from './path-spellings.ts';
import { splitRequests } from './split-requests.ts';

const where = '$statusCode';

/** Whether an answer is a success of the media type that the control has: what else is served is taken for a page. */
function isServed(probe: Evidence | undefined, control: Evidence | undefined): boolean {
  const reply = replyOf(probe);
  return isSuccess({ reply }) && mediaTypeOf(reply) === mediaTypeOf(replyOf(control));
}

const served = (probe: Evidence | undefined, reason: string): readonly AnyMismatch[] => [
  { reason, where, expected: 'anything but a success', actual: String(replyOf(probe).status) },
];

/** Things wrong with a request to an operation that exists: the others are for routers to tell. */
const judged: ReadonlySet<string> = new Set(
  ['no-such-object', 'malformed-body', 'wrong-media-type'].map((second) => `bad-credential-and-${second}`),
);

export const httpRoutesChecks: { readonly [id in keyof typeof rows]: Check } = {
  'http/alternative-paths': {
    scenario: pathSpellings,
    applies: anySecured,
    control: 'required',
    tolerates: ['trouble', '5xx'],
    judge: ({ probes: [probe], controls: [control], case: testCase }) => {
      if (probe!.trouble) return probe!.trouble.kind === 'closed' ? [] : inconclusive(`no answer: ${probe!.trouble.says}`);
      return isServed(probe, control) ? served(probe, `served to a stranger (${testCase.variant})`) : [];
    },
  },
  'http/cached-responses': {
    scenario: cachedResponses,
    applies: anySecured,
    control: 'required',
    tolerates: ['5xx'],
    judge: ({ probes: [first, second], controls: [control], case: testCase }) => {
      if (isServed(second, control)) return served(second, 'served again without a credential');
      if (testCase.variant === 'same-url' && !isSuccess(first!)) {
        return notApplicable(`answered with ${replyOf(first).status} to a good credential: there is nothing to store`);
      }
      return [];
    },
  },
  'http/authentication-first': {
    scenario: errorPrecedence,
    applies: anySecured,
    of: ({ variant }) => judged.has(variant ?? ''),
    judge: ({ probes: [probe], case: testCase }, { contract }) =>
      expectStatus(probe!, badCredentialStatuses(contract, operationIn(contract, testCase)!)),
  },
  'http/http2-authentication': {
    scenario: overHttp2,
    applies: anySecured,
    control: 'required',
    judge: ({ probes: [usual, probe] }) => {
      const [one, other] = [replyOf(usual), replyOf(probe)];
      const reason = 'answered otherwise over HTTP/2';
      if (one.status < 400) return inconclusive(`it is not refused over HTTP/1.1 either (${one.status})`);
      if (one.status !== other.status) return [{ reason, where, expected: String(one.status), actual: String(other.status) }];
      const [type, otherType] = [mediaTypeOf(one) ?? 'none', mediaTypeOf(other) ?? 'none'];
      if (type !== otherType) return [{ reason, where: '$response.header.Content-Type', expected: type, actual: otherType }];
      const challenges = [one, other].map(({ headers }) => headerValue(headers, 'www-authenticate'));
      if ((challenges[0] === undefined) === (challenges[1] === undefined)) return [];
      const [expected, actual] = challenges.map((challenge) => challenge ?? 'no such field');
      return [{ reason, where: '$response.header.WWW-Authenticate', expected: expected!, actual: actual! }];
    },
  },
  'http/split-request': {
    scenario: splitRequests,
    applies: anySecured,
    control: 'required',
    tolerates: ['trouble'],
    judge: ({ probes: [probe], controls: [control], case: testCase }) => {
      const unknown = testCase.variant?.startsWith('unknown') === true;
      const expected = unknown ? 'a refusal, as of a whole request' : `${replyOf(control).status}, as to a whole request`;
      const { kind, says } = probe!.trouble ?? {};
      if (kind === 'closed' || kind === 'timeout') return [{ reason: 'not answered', expected, actual: says! }];
      if (kind !== undefined) return inconclusive(`no answer: ${says}`);
      if (unknown) return isSuccess(probe!) ? served(probe, 'served to an unknown credential') : [];
      return isSuccess(probe!)
        ? []
        : [{ reason: 'answered otherwise than at once', where, expected, actual: String(replyOf(probe).status) }];
    },
  },
};
