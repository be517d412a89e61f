import type { httpRoutesRequirements as rows } from '../../../spec/catalogue/http/routes.ts';
import { headerValue } from '../../../spec/message.ts';
import { expectStatus, mediaTypeOf, replyOf } from '../../expectations/response.ts';
import type { Evidence } from '../../engine/evidence.ts';
import { isSuccess } from '../../engine/scenario-context.ts';
import {
  anySecured,
  check,
  inconclusive,
  notApplicable,
  operationIn,
  type AnyCheck,
  type Judgement,
  type Mismatch,
} from '../../engine/check.ts';
import type { Details } from '../../words/word.ts';
import type { MismatchCode } from '../../words/words.ts';
import { badCredentialStatuses } from '../../expectations/error-responses.ts';
import { cachedResponses } from './cached-responses.ts';
import { errorPrecedence, type RequestProblemKind } from './error-precedence.ts';
import { overHttp2 } from './over-http2.ts';
import { pathSpellings } from './path-spellings.ts';
import { splitRequests } from './split-requests.ts';

/** Whether a response is a success of the control's media type: any other success is taken for a page. */
function isServed(call: Evidence, control: Evidence | undefined): boolean {
  const reply = replyOf(call);
  return isSuccess({ reply }) && mediaTypeOf(reply) === mediaTypeOf(replyOf(control));
}

/** Whether a response says that a cache sent it. @see RFC 9111 §5.1 */
const isFromCache = (call: Evidence) => headerValue(replyOf(call).headers, 'age') !== undefined;

const served = (call: Evidence, code: MismatchCode, details?: Details): Mismatch => ({
  code,
  at: '$statusCode',
  expected: { kind: 'status-class', classes: ['3xx', '4xx', '5xx'] },
  actual: replyOf(call).status,
  exchange: call.id,
  ...(details && { details }),
});

/** Problems with a request to an operation that exists: of the others a router decides. */
const problemsOfOperation: ReadonlySet<RequestProblemKind> = new Set(['no-such-object', 'malformed-body', 'wrong-media-type']);

export const httpRoutesChecks: { readonly [id in keyof typeof rows]: AnyCheck } = {
  'http/alternative-paths': check(pathSpellings, {
    applies: anySecured,
    control: 'required',
    tolerates: ['trouble', '5xx'],
    judge: ({ probes: { call }, controls: [control], case: { spelling } }) => {
      if (call.trouble) return call.trouble.kind === 'closed' ? [] : inconclusive({ code: 'no-response', trouble: call.trouble.message });
      return isServed(call, control) ? [served(call, 'alternative-path-served', { spelling })] : [];
    },
  }),
  'http/cached-responses': check(cachedResponses, {
    applies: anySecured,
    control: 'required',
    tolerates: ['5xx'],
    judge: ({ probes: { withCredential, without, neverStored }, controls: [control], case: { kind } }) => {
      const isOpen = neverStored !== undefined && isServed(neverStored, control) && !isFromCache(neverStored);
      if (isServed(without, control) && isOpen) return notApplicable({ code: 'served-without-cache', requirement: 'credentials/missing' });
      if (isServed(without, control)) return [served(without, 'served-from-cache')];
      if (kind === 'same-url' && !isSuccess(withCredential)) {
        return notApplicable({ code: 'nothing-to-cache', status: replyOf(withCredential).status });
      }
      return [];
    },
  }),
  'http/authentication-first': check(errorPrecedence, {
    applies: anySecured,
    of: ({ caller, request }) => caller === 'bad-credential' && problemsOfOperation.has(request),
    judge: ({ probes: { call }, case: testCase }, { contract }) =>
      expectStatus(call, badCredentialStatuses(contract, operationIn(contract, testCase)!)),
  }),
  'http/http2-authentication': check(overHttp2, {
    applies: anySecured,
    control: 'required',
    judge: ({ probes: { http1, http2 } }) => expectSameOverHttp2(http1, http2),
  }),
  'http/split-request': check(splitRequests, {
    applies: anySecured,
    control: 'required',
    tolerates: ['trouble'],
    judge: ({ probes: { call }, controls: [control], case: { valid } }) => {
      const { kind, message = '' } = call.trouble ?? {};
      if (kind === 'closed' || kind === 'timeout') {
        const expected = { kind: 'condition', condition: 'response' } as const;
        return [{ code: 'split-request-unanswered', expected, actual: message, exchange: call.id }];
      }
      if (kind !== undefined) return inconclusive({ code: 'no-response', trouble: message });
      if (!valid) return isSuccess(call) ? [served(call, 'served')] : [];
      if (isSuccess(call)) return [];
      const expected = { kind: 'same-as', exchange: control!.id, value: replyOf(control).status } as const;
      return [{ code: 'split-request-rejected', at: '$statusCode', expected, actual: replyOf(call).status, exchange: call.id }];
    },
  }),
};

/** The rejection over HTTP/2 has the status, the media type and the challenge of the one over HTTP/1.1. */
function expectSameOverHttp2(http1: Evidence, http2: Evidence): Judgement {
  const [one, other] = [replyOf(http1), replyOf(http2)];
  if (one.status < 400) return inconclusive({ code: 'not-rejected-over-http1', status: one.status });
  const mismatch = (at: string, value: string | number | undefined, actual: string | number | undefined): Judgement => [
    {
      code: 'http2-differs',
      at,
      expected: { kind: 'same-as', exchange: http1.id, ...(value !== undefined && { value }) },
      ...(actual !== undefined && { actual }),
      exchange: http2.id,
    },
  ];
  if (one.status !== other.status) return mismatch('$statusCode', one.status, other.status);
  if (mediaTypeOf(one) !== mediaTypeOf(other)) return mismatch('$response.header.Content-Type', mediaTypeOf(one), mediaTypeOf(other));
  const [challenge, otherChallenge] = [one, other].map(({ headers }) => headerValue(headers, 'www-authenticate'));
  if ((challenge === undefined) === (otherChallenge === undefined)) return [];
  return mismatch('$response.header.WWW-Authenticate', challenge, otherChallenge);
}
