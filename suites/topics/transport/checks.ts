import type { Contract } from '../../../spec/contract.ts';
import type { transportRequirements as rows } from '../../../spec/catalogue/transport.ts';
import { headerValue } from '../../../spec/message.ts';
import {
  excerpt,
  expectDocumentedBody,
  expectDocumentedWords,
  expectStatus,
  hasWords,
  replyOf,
  isSentToHttps,
} from '../../expectations/response.ts';
import { steadyPart } from '../../expectations/steady.ts';
import type { Evidence } from '../../engine/evidence.ts';
import { isSuccess } from '../../engine/scenario-context.ts';
import type { Reply, Trouble } from '../../http/target.ts';
import {
  blocked,
  check,
  describes,
  inconclusive,
  notApplicable,
  type AnyCheck,
  type Undecided,
  type CheckContext,
} from '../../engine/check.ts';
import { rejectsPlainHttp, usesTls } from './https-only.ts';
import { forwardedProto } from './forwarded-proto.ts';
import { expectHsts, expectNoHsts } from './hsts.ts';
import { plainHttp } from './plain-http.ts';
import { plainHttpCredentials } from './plain-http-credentials.ts';
import { tlsHandshake } from './tls-handshake.ts';
import { unknownCredentials } from '../credentials/unknown-credentials.ts';

export const transportChecks: { readonly [id in keyof typeof rows]: AnyCheck } = {
  'transport/plain-http': check(plainHttp, {
    applies: rejectsPlainHttp,
    tolerates: ['trouble'],
    judge: ({ probes: { call } }, context) => {
      if (call.trouble) return closedPort(call.trouble, context) ?? [];
      const { status } = replyOf(call);
      const { insecure, insecureStated } = context.contract;
      if (status === 401 && insecure.status !== 401) {
        const expected = { kind: 'one-of', values: [insecure.status] } as const;
        return [{ code: 'authenticated-over-plain-http', at: '$statusCode', expected, actual: status, exchange: call.id }];
      }
      if (!insecureStated && isSentToHttps(replyOf(call))) return [];
      return isClientError(status) ? [] : expectStatus(call, [insecure.status]);
    },
  }),
  'transport/plain-http-redirect': check(plainHttp, {
    applies: (contract, settings) =>
      contract.insecureStated
        ? 'the document states how plain HTTP is rejected: see transport/plain-http'
        : rejectsPlainHttp(contract, settings),
    tolerates: ['trouble'],
    judge: ({ probes: { call } }) => {
      if (call.trouble) return unanswered;
      const reply = replyOf(call);
      if (!isSentToHttps(reply)) return [];
      const expected = { kind: 'status-class', classes: ['4xx'] } as const;
      const details = { location: headerValue(reply.headers, 'location') ?? '' };
      return [{ code: 'redirected', at: '$statusCode', expected, actual: reply.status, exchange: call.id, details }];
    },
  }),
  'transport/plain-http-body': check(plainHttp, {
    applies: (contract, settings) =>
      and(rejectsPlainHttp(contract, settings), describes([contract.insecure], 'the error response over plain HTTP')),
    tolerates: ['trouble'],
    judge: ({ probes: { call } }, context) => notRejected(call) ?? expectDocumentedBody(context, call, context.contract.insecure),
  }),
  'transport/plain-http-message': check(plainHttp, {
    applies: (contract, settings) =>
      and(
        rejectsPlainHttp(contract, settings),
        hasWords(contract.insecure) || 'the document has no example of the error response over plain HTTP',
      ),
    tolerates: ['trouble'],
    judge: ({ probes: { call } }, context) => notRejected(call) ?? expectDocumentedWords(context, call, context.contract.insecure),
  }),
  'transport/plain-http-status': check(plainHttp, {
    applies: (contract, settings) =>
      and(
        rejectsPlainHttp(contract, settings),
        statesStatus(contract) || 'the document does not state the status of the error response over plain HTTP',
      ),
    tolerates: ['trouble'],
    judge: ({ probes: { call } }, { contract }) => notRejected(call) ?? expectStatus(call, [contract.insecure.status]),
  }),
  'transport/plain-http-403': check(plainHttp, {
    applies: (contract, settings) =>
      statesStatus(contract) && contract.insecure.status !== 403
        ? `the document states that plain HTTP is rejected with ${contract.insecure.status}`
        : rejectsPlainHttp(contract, settings),
    tolerates: ['trouble'],
    judge: ({ probes: { call } }, { contract }) => {
      if (!contract.insecureStated && call.reply && isSentToHttps(call.reply)) {
        return notApplicable({ code: 'plain-http-redirected', see: 'transport/plain-http-redirect' });
      }
      return notRejected(call) ?? expectStatus(call, [403]);
    },
  }),
  'transport/plain-http-uniform-response': check(plainHttpCredentials, {
    applies: rejectsPlainHttp,
    tolerates: ['trouble'],
    judge: ({ probes: { unknown, unknownAgain, valid } }) => {
      const troubled = [unknown, unknownAgain, valid].find(({ trouble }) => trouble);
      if (troubled) return notApplicable({ code: 'plain-http-unanswered', trouble: troubled.trouble!.message });
      if (isSuccess(unknown)) return notApplicable({ code: 'plain-http-served', see: 'transport/plain-http' });
      const steady = steadyPart(replyOf(unknown), replyOf(unknownAgain)) ?? (() => undefined);
      const [expected, actual] = [appearance(replyOf(unknown), steady), appearance(replyOf(valid), steady)];
      const at = Object.keys(expected).find((place) => actual[place] !== expected[place]);
      if (at === undefined) return [];
      const value = excerpt(expected[at]!);
      return [
        {
          code: 'valid-credential-recognizable',
          at,
          expected: { kind: 'same-as', exchange: unknown.id, value },
          actual: excerpt(actual[at]!),
          exchange: valid.id,
        },
      ];
    },
  }),
  'transport/hsts': check(unknownCredentials, {
    applies: usesTls,
    of: ({ kind }) => kind === 'missing',
    judge: ({ probes: { call }, controls: [served] }) => [served, call].flatMap((evidence) => (evidence ? expectHsts(evidence) : [])),
  }),
  'transport/hsts-over-plain-http': check(plainHttp, {
    applies: rejectsPlainHttp,
    tolerates: ['trouble', 'control'],
    judge: ({ probes: { call } }) => (call.trouble ? unanswered : expectNoHsts(call)),
  }),
  'transport/forwarded-proto': check(forwardedProto, {
    applies: rejectsPlainHttp,
    tolerates: ['trouble'],
    judge: ({ probes: { plain, withHeader }, case: { header } }, context) => {
      if (plain.trouble) return closedPort(plain.trouble, context) ?? unanswered;
      if (!isRejected(plain, context)) return notApplicable({ code: 'plain-http-served', see: 'transport/plain-http' });
      const { trouble } = withHeader;
      if (trouble) return trouble.kind === 'closed' ? [] : inconclusive({ code: 'plain-http-unanswered', trouble: trouble.message });
      if (isRejected(withHeader, context)) return [];
      return [
        {
          code: 'forwarded-proto-trusted',
          at: '$statusCode',
          expected: { kind: 'same-as', exchange: plain.id, value: replyOf(plain).status },
          actual: replyOf(withHeader).status,
          exchange: withHeader.id,
          details: { header: header.join(': ') },
        },
      ];
    },
  }),
  'transport/certificate': check(tlsHandshake, {
    applies: usesTls,
    of: ({ version }) => version === undefined,
    judge: ({ facts }, { settings }) => {
      if (settings.tls.insecure) {
        return inconclusive(
          { code: 'certificates-not-verified' },
          { what: 'a run that verifies certificates: tls.ca instead of tls.insecure', key: 'tls' },
        );
      }
      if (facts?.agreed) return [];
      const expected = { kind: 'condition', condition: 'certificate-verifies' } as const;
      return [{ code: 'handshake-failed', expected, ...(facts && { actual: facts.message }) }];
    },
  }),
  'transport/old-tls': check(tlsHandshake, {
    applies: usesTls,
    of: ({ version }) => version !== undefined,
    judge: ({ facts, case: { version = '' } }) => {
      if (facts?.agreed) {
        const expected = { kind: 'condition', condition: 'handshake-is-rejected' } as const;
        return [{ code: 'old-tls-accepted', expected, actual: facts.protocol, details: { version } }];
      }
      return facts?.trouble === 'timeout' ? inconclusive({ code: 'no-response', trouble: facts.message }) : [];
    },
  }),
};

/** Whether the document states the status of the error response over plain HTTP, assumed or not. */
const statesStatus = ({ insecure, insecureStated }: Contract) => insecure.documented || insecureStated;

const and = (one: true | string, other: true | string): true | string => (one === true ? other : one);

const isClientError = (status: number) => status >= 400 && status < 500;

const unanswered = notApplicable({ code: 'plain-http-closed' });

/** The parts of a response that could distinguish two credentials, by place. */
function appearance(reply: Reply, steady: (reply: Reply) => string | undefined): { readonly [place: string]: string } {
  const names = reply.headers.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase());
  return {
    $statusCode: String(reply.status),
    '$response.header': [...new Set(names)].toSorted().join(', '),
    '$response.body': steady(reply) ?? '',
  };
}

/** Whether a call was rejected because of plain HTTP. */
function isRejected(call: Evidence, { contract }: CheckContext): boolean {
  const { status } = replyOf(call);
  return isClientError(status) && (status !== 401 || contract.insecure.status === 401);
}

/** A closed port rejects every request, unless the port is only a guess. */
function closedPort(trouble: Trouble, { settings }: CheckContext): Undecided | undefined {
  const needs = { what: 'the address at which the target accepts plain HTTP', key: 'httpTarget' };
  if (trouble.kind !== 'refused' && trouble.kind !== 'closed') {
    return inconclusive({ code: 'plain-http-unanswered', trouble: trouble.message }, needs);
  }
  const { port, protocol } = new URL(settings.target);
  const usualPort = protocol === 'https:' && port === '';
  if (settings.httpTargetGiven || usualPort) return undefined;
  return blocked({ code: 'plain-http-address-unknown', address: settings.httpTarget }, needs);
}

/** Why there is no error response over plain HTTP to check. */
function notRejected(call: Evidence): Undecided | undefined {
  if (call.trouble) return unanswered;
  const { status } = replyOf(call);
  return isClientError(status) ? undefined : inconclusive({ code: 'plain-http-not-rejected', status });
}
