import { headerValues, headerValue } from '../../../spec/message.ts';
import {
  type Mismatch,
  anySecured,
  check,
  inconclusive,
  notApplicable,
  operationIn,
  type AnyCheck,
  type Undecided,
  type Judgement,
} from '../../engine/check.ts';
import type { Evidence } from '../../engine/evidence.ts';
import { replyOf, excerpt, expectStatus, mediaTypeOf, headerPlaces } from '../../expectations/response.ts';
import type { Expectation } from '../../result/expectation.ts';
import type { MismatchCode } from '../../words/words.ts';
import type { httpMethodsRequirements as rows } from '../../../spec/catalogue/http/methods.ts';
import type { Contract, Json } from '../../../spec/contract.ts';
import { jsonOf } from '../../expectations/quota.ts';
import { declaredAt, readers } from '../reading.ts';
import { isSuccess } from '../../engine/scenario-context.ts';
import { headRequests } from './head-requests.ts';
import { methodOverrides } from './method-overrides.ts';
import { optionsRequests } from './options-requests.ts';
import { mark, traceRequests } from './trace-requests.ts';
import { undeclaredMethods } from './undeclared-methods.ts';

const anyRead = (contract: Contract) => readers(contract).length > 0 || 'no secured operation of the document is read with GET';

/** Why a call with an undeclared method has no status to check. */
function undecidedBy({ trouble, reply }: Evidence): Undecided | undefined {
  if (trouble) {
    return trouble.kind === 'closed'
      ? notApplicable({ code: 'connection-closed' })
      : inconclusive({ code: 'no-response', trouble: trouble.message });
  }
  if (reply!.status === 401) return inconclusive({ code: 'credential-not-accepted' });
  return undefined;
}

const isFailure = (status: number) => status >= 500 && status !== 501;

export const httpMethodsChecks: { readonly [id in keyof typeof rows]: AnyCheck } = {
  'http/head-authentication': check(headRequests, {
    applies: anyRead,
    of: ({ kind }) => kind === 'missing',
    control: 'required',
    tolerates: ['5xx'],
    judge: ({ probes: { head, get } }) => {
      const [status, wanted] = [replyOf(head).status, replyOf(get).status];
      if (wanted < 400) return inconclusive({ code: 'get-not-rejected', status: wanted });
      if (status >= 400) return [];
      const expected = { kind: 'same-as', exchange: get.id, value: wanted } as const;
      return [{ code: 'head-served', at: '$statusCode', expected, actual: status, exchange: head.id }];
    },
  }),
  'http/head-content': check(headRequests, {
    applies: anyRead,
    tolerates: ['control', '5xx'],
    judge: ({ probes: { head } }) => {
      const { body } = replyOf(head);
      if (body === '') return [];
      return [{ code: 'content-with-head', at: '$response.body', expected: { kind: 'absent' }, actual: excerpt(body), exchange: head.id }];
    },
  }),
  'http/head-consistency': check(headRequests, {
    applies: anyRead,
    of: ({ kind }) => kind === 'live',
    control: 'required',
    tolerates: ['5xx'],
    judge: ({ probes: { head, get } }) => expectSameAsGet(head, get),
  }),
  'http/options-data': check(optionsRequests, {
    applies: anyRead,
    control: 'required',
    tolerates: ['5xx'],
    judge: ({ probes: { options }, controls: [control], case: testCase }, { contract, validate }) => {
      const [reply, served] = [replyOf(options), replyOf(control)];
      if (!isSuccess({ reply }) || reply.body === '') return [];
      const schema = operationIn(contract, testCase)!.success.content.find(({ type }) => type === mediaTypeOf(reply))?.schema;
      const body = jsonOf(reply);
      const allows = (value: Json) => schema !== undefined && validate(schema, value).length === 0;
      // A schema that allows an empty object or a list of methods identifies no data.
      const isData = body !== undefined && allows(body) && !allows({}) && !allows(['GET']);
      if (reply.body !== served.body && !isData) return [];
      const expected = { kind: 'excludes', items: [reply.body.trim().slice(0, 12)] } as const;
      return [{ code: 'data-on-options', at: '$response.body', expected, actual: excerpt(reply.body), exchange: options.id }];
    },
  }),
  'http/trace-echo': check(traceRequests, {
    applies: anySecured,
    tolerates: ['trouble', '5xx'],
    judge: ({ probes: { call } }) => {
      const { id, reply, trouble } = call;
      if (!reply) return trouble?.kind === 'closed' ? [] : inconclusive({ code: 'no-response', trouble: trouble?.message ?? '' });
      const values = [['$response.body', reply.body] as const, ...headerPlaces(reply.headers)];
      const expected = { kind: 'excludes', items: [mark] } as const;
      const echo = values.find(([, text]) => text.includes(mark));
      return echo ? [{ code: 'request-echoed', at: echo[0], expected, actual: excerpt(echo[1]), exchange: id }] : [];
    },
  }),
  'http/undeclared-method': check(undeclaredMethods, {
    applies: anyRead,
    tolerates: ['trouble', '5xx'],
    judge: ({ probes: { call }, case: testCase }, { contract }) => {
      if (call.trouble?.kind === 'closed') return [];
      const undecided = undecidedBy(call);
      if (undecided) return undecided;
      const { status } = replyOf(call);
      if (isFailure(status)) return inconclusive({ code: 'server-error', status });
      if (status >= 300) return [];
      const declared = [...declaredAt(contract, operationIn(contract, testCase)!.path)].join(', ');
      return [
        {
          code: 'undeclared-method-served',
          at: '$statusCode',
          expected: { kind: 'status-class', classes: ['4xx', '5xx'] },
          actual: status,
          exchange: call.id,
          details: { method: testCase.method, declared },
        },
      ];
    },
  }),
  'http/405-allow': check(undeclaredMethods, {
    applies: anyRead,
    tolerates: ['trouble', '5xx'],
    judge: ({ probes: { call }, case: testCase }, { contract }) => {
      const undecided = undecidedBy(call);
      if (undecided) return undecided;
      const { status } = replyOf(call);
      if (isFailure(status)) return inconclusive({ code: 'server-error', status });
      if (status !== 405) return notApplicable({ code: 'other-status', status, wanted: 405 });
      const { path } = operationIn(contract, testCase)!;
      const declared = contract.operations.filter((operation) => operation.path === path && !operation.assumed).map(({ method }) => method);
      return expectAllow(call, declared);
    },
  }),
  'http/unknown-method': check(undeclaredMethods, {
    applies: anyRead,
    of: ({ invented }) => invented,
    tolerates: ['trouble', '5xx'],
    judge: ({ probes: { call, declared } }) => {
      const undecided = undecidedBy(call);
      if (undecided) return undecided;
      if (declared?.reply?.status === 403)
        return inconclusive({ code: 'control-failed', operation: declared.operation ?? '', result: 'got 403' });
      return expectStatus(call, [501, 405]);
    },
  }),
  'http/method-override': check(methodOverrides, {
    applies: (contract) =>
      contract.collections.some(({ read, remove }) => read !== undefined && remove !== undefined) ||
      'the document has no objects that can be read and deleted',
    control: 'required',
    tolerates: ['5xx'],
    judge: ({ probes: { after }, controls: [before], case: { override } }) => {
      const [value, status] = [replyOf(before).status, replyOf(after).status];
      if (status >= 500) return inconclusive({ code: 'server-error', status });
      if (status === value) return [];
      const expected = { kind: 'same-as', exchange: before!.id, value } as const;
      const by = 'header' in override ? override.header : override.parameter;
      return [{ code: 'method-overridden', at: '$statusCode', expected, actual: status, exchange: after.id, details: { by } }];
    },
  }),
};

/** HEAD has the status of GET, and its headers where it has them. */
function expectSameAsGet(head: Evidence, get: Evidence): Judgement {
  const [reply, wanted] = [replyOf(head), replyOf(get)];
  if (wanted.status >= 500) return inconclusive({ code: 'server-error', status: wanted.status });
  const mismatch = (at: string, actual: string | number, value: string | number | undefined): Judgement => [
    {
      code: 'head-differs',
      at,
      expected: { kind: 'same-as', exchange: get.id, ...(value !== undefined && { value }) },
      actual,
      exchange: head.id,
    },
  ];
  if (reply.status !== wanted.status) return mismatch('$statusCode', reply.status, wanted.status);
  const type = mediaTypeOf(reply);
  if (type !== undefined && type !== mediaTypeOf(wanted)) return mismatch('$response.header.Content-Type', type, mediaTypeOf(wanted));
  const [length, whole] = [reply, wanted].map(({ headers }) => headerValue(headers, 'content-length'));
  if (length !== '0' || whole === undefined || whole === '0') return [];
  return mismatch('$response.header.Content-Length', length, whole);
}

/** The Allow header of a 405 lists the declared methods, and not the rejected one. @see RFC 9110 §15.5.6 */
function expectAllow(evidence: Evidence, declared: readonly string[]): readonly Mismatch[] {
  const lines = headerValues(replyOf(evidence).headers, 'allow');
  const allowed = lines.flatMap((line) => line.split(',')).map((method) => method.trim());
  const { method: rejected } = evidence.request;
  const mismatch = (code: MismatchCode, expected: Expectation): readonly Mismatch[] => [
    {
      code,
      at: '$response.header.Allow',
      expected,
      ...(lines.length > 0 && { actual: lines.join(', ') }),
      exchange: evidence.id,
      details: { method: rejected },
    },
  ];
  const list: Expectation = declared.length > 0 ? { kind: 'includes', items: declared } : { kind: 'form', form: 'method-list' };
  if (lines.length === 0) return mismatch('allow-missing', list);
  if (allowed.some((method) => method !== '' && !/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(method))) {
    return mismatch('allow-malformed', { kind: 'form', form: 'method-list' });
  }
  const missing = declared.filter((method) => !allowed.includes(method));
  if (missing.length > 0) return mismatch('allow-incomplete', { kind: 'includes', items: missing });
  return allowed.includes(rejected) ? mismatch('rejected-method-allowed', { kind: 'excludes', items: [rejected] }) : [];
}
