import type { httpMethodsRequirements as rows } from '../../../spec/catalogue/http/methods.ts';
import type { Contract, Json } from '../../../spec/contract.ts';
import { headerValue, headerValues } from '../../../spec/message.ts';
import { excerpt, mediaTypeOf, replyOf } from '../../expectations/answer.ts';
import type { Observation } from '../../engine/evidence.ts';
import { jsonOf } from '../../expectations/quota.ts';
import { declaredAt, readers } from '../reading.ts';
import { mark } from './trace-requests.ts';
import { isSuccess } from '../../engine/scenario-context.ts';
import { anySecured, inconclusive, notApplicable, operationIn, type Check, type Judgement, type CheckContext } from '../../engine/check.ts';
import { headRequests } from './head-requests.ts';
import { methodOverrides } from './method-overrides.ts';
import { optionsRequests } from './options-requests.ts';
import { traceRequests } from './trace-requests.ts';
import { undeclaredMethods } from './undeclared-methods.ts';

const anyRead = (contract: Contract) => readers(contract).length > 0 || 'no secured operation of the document is read with GET';
const where = '$statusCode';

/** Statuses of a server that does not have the method at all. */
const without: ReadonlySet<number> = new Set([405, 501]);

const ofLive: NonNullable<Check['of']> = ({ variant }) => variant === 'live';

const unanswered = notApplicable('the connection was closed: there is no status to judge');

/** Judges the answer to a method that was not declared. */
const refusing =
  (closed: Judgement, judge: (observation: Observation, context: CheckContext, status: number) => Judgement): Check['judge'] =>
  (take, law) => {
    const { trouble, reply } = take.probes[0]!;
    if (trouble) return trouble.kind === 'closed' ? closed : inconclusive(`no answer: ${trouble.says}`);
    if (reply!.status === 401) return inconclusive('answered with 401: the credential was not accepted');
    if (reply!.status >= 500 && reply!.status !== 501) return inconclusive(`contaminated by a server error (${reply!.status})`);
    return judge(take, law, reply!.status);
  };

export const httpMethodsChecks: { readonly [id in keyof typeof rows]: Check } = {
  'http/head-authentication': {
    scenario: headRequests,
    applies: anyRead,
    of: ({ variant }) => variant === 'missing',
    control: 'required',
    tolerates: ['5xx'],
    judge: ({ probes: [head, get] }) => {
      const [ours, theirs] = [replyOf(head).status, replyOf(get).status];
      if (theirs < 400) return inconclusive(`GET is not refused either (${theirs})`);
      if (ours >= 400) return [];
      return [{ reason: 'HEAD is served where GET is refused', where, expected: `${theirs}, as GET`, actual: String(ours) }];
    },
  },
  'http/head-content': {
    scenario: headRequests,
    applies: anyRead,
    tolerates: ['control', '5xx'],
    judge: ({ probes: [head] }) => {
      const { body } = replyOf(head);
      return body === ''
        ? []
        : [{ reason: 'HEAD is answered with content', where: '$response.body', expected: 'nothing', actual: excerpt(body) }];
    },
  },
  'http/head-consistency': {
    scenario: headRequests,
    applies: anyRead,
    of: ofLive,
    control: 'required',
    tolerates: ['5xx'],
    judge: ({ probes: [head, get] }) => {
      const [ours, theirs] = [replyOf(head), replyOf(get)];
      if (theirs.status >= 500) return inconclusive(`GET met with a server error (${theirs.status})`);
      const reason = 'HEAD is answered otherwise than GET';
      if (ours.status !== theirs.status) return [{ reason, where, expected: String(theirs.status), actual: String(ours.status) }];
      const type = mediaTypeOf(ours);
      if (type !== undefined && type !== mediaTypeOf(theirs)) {
        return [{ reason, where: '$response.header.Content-Type', expected: mediaTypeOf(theirs) ?? 'none', actual: type }];
      }
      const [length, whole] = [ours, theirs].map(({ headers }) => headerValue(headers, 'content-length'));
      if (length !== '0' || whole === undefined || whole === '0') return [];
      return [{ reason, where: '$response.header.Content-Length', expected: whole, actual: length }];
    },
  },
  'http/options-data': {
    scenario: optionsRequests,
    applies: anyRead,
    control: 'required',
    tolerates: ['5xx'],
    judge: ({ probes: [probe], controls: [control], case: testCase }, { contract, validate }) => {
      const [reply, served] = [replyOf(probe), replyOf(control)];
      if (!isSuccess({ reply }) || reply.body === '') return [];
      const schema = operationIn(contract, testCase)!.success.content.find(({ type }) => type === mediaTypeOf(reply))?.schema;
      const body = jsonOf(reply);
      const observations = (value: Json) => schema !== undefined && validate(schema, value).length === 0;
      // What takes an empty object or a list of methods tells no shape.
      const shaped = body !== undefined && observations(body) && !observations({}) && !observations(['GET']);
      if (reply.body !== served.body && !shaped) return [];
      return [{ reason: 'the data of GET', where: '$response.body', expected: 'no data', actual: excerpt(reply.body) }];
    },
  },
  'http/trace-echo': {
    scenario: traceRequests,
    applies: anySecured,
    tolerates: ['trouble', '5xx'],
    judge: ({ probes: [{ reply, trouble } = {}] }) => {
      if (!reply) return trouble?.kind === 'closed' ? [] : inconclusive(`no answer: ${trouble?.says}`);
      const place = [...reply.headers, reply.body].find((text) => text.includes(mark));
      if (place === undefined) return [];
      return [{ reason: 'the request is echoed', where: '$response.body', expected: 'nothing of the request', actual: excerpt(place) }];
    },
  },
  'http/undeclared-method': {
    scenario: undeclaredMethods,
    applies: anyRead,
    tolerates: ['trouble', '5xx'],
    judge: refusing([], ({ case: testCase }, { contract }, status) => {
      const declared = [...declaredAt(contract, operationIn(contract, testCase)!.path)].join(', ');
      if (status >= 300) return [];
      return [{ reason: `${testCase.variant} is served`, where, expected: `a refusal: the path has ${declared}`, actual: String(status) }];
    }),
  },
  'http/405-allow': {
    scenario: undeclaredMethods,
    applies: anyRead,
    tolerates: ['trouble', '5xx'],
    judge: refusing(unanswered, ({ case: testCase, probes: [probe] }, { contract }, status) => {
      if (status !== 405) return notApplicable(`answered with ${status}: there is no 405 to judge`);
      const lines = headerValues(replyOf(probe).headers, 'allow');
      const allowed = lines.flatMap((line) => line.split(',')).map((method) => method.trim());
      const { path } = operationIn(contract, testCase)!;
      const declared = contract.operations.filter((operation) => operation.path === path && !operation.assumed).map(({ method }) => method);
      const told = { where: '$response.header.Allow', actual: lines.join(', ') || (lines.length === 0 ? 'no such field' : 'nothing') };
      if (lines.length === 0) return [{ reason: 'no Allow field', expected: declared.join(', ') || 'a list of methods', ...told }];
      if (allowed.some((method) => method !== '' && !/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(method))) {
        return [{ reason: 'no list of methods', expected: declared.join(', '), ...told }];
      }
      const missing = declared.filter((method) => !allowed.includes(method));
      if (missing.length > 0) return [{ reason: 'a documented method is not allowed', expected: missing.join(', '), ...told }];
      const { method } = probe!.request;
      return allowed.includes(method) ? [{ reason: 'the refused method is allowed', expected: `no ${method}`, ...told }] : [];
    }),
  },
  'http/unknown-method': {
    scenario: undeclaredMethods,
    applies: anyRead,
    of: ({ variant }) => variant === 'invented',
    tolerates: ['trouble', '5xx'],
    judge: ({ probes: [probe] }) => {
      const { trouble } = probe!;
      if (trouble?.kind === 'closed') return unanswered;
      if (trouble) return inconclusive(`no answer: ${trouble.says}`);
      const { status } = replyOf(probe);
      if (status === 401) return inconclusive('answered with 401: the credential was not accepted');
      return without.has(status) ? [] : [{ reason: 'another status', where, expected: '501', actual: String(status) }];
    },
  },
  'http/method-override': {
    scenario: methodOverrides,
    applies: (contract) =>
      contract.collections.some(({ read, remove }) => read !== undefined && remove !== undefined) ||
      'the document has no objects that can be read and deleted',
    control: 'required',
    tolerates: ['5xx'],
    judge: ({ probes, controls: [before], case: testCase }) => {
      const [then, now] = [replyOf(before).status, replyOf(probes.at(-1)).status];
      if (now >= 500) return inconclusive(`contaminated by a server error (${now})`);
      if (now === then) return [];
      return [{ reason: `the object is gone (${testCase.variant})`, where, expected: `${then}, as before`, actual: String(now) }];
    },
  },
};
