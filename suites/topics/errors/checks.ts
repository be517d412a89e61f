import type { errorsRequirements as rows } from '../../../spec/catalogue/errors/errors.ts';
import type { Contract, DocumentedResponse, Json } from '../../../spec/contract.ts';
import { isObject, member, members } from '../../../spec/json/json.ts';
import { excerpt, isJsonType, mediaTypeOf, replyOf } from '../../expectations/answer.ts';
import { isBeside } from '../../expectations/beside.ts';
import type { Evidence } from '../../engine/evidence.ts';
import { jsonOf } from '../../expectations/quota.ts';
import {
  anySecured,
  inconclusive,
  notApplicable,
  operationIn,
  type Check,
  type CheckContext,
  type AnyMismatch,
} from '../../engine/check.ts';
import { passive } from '../../engine/scenario.ts';
import { requestErrors } from './request-errors.ts';

/** An example of the documented error whose shape the others should have. */
const envelopeOf = ({ unauthorized, forbidden }: Contract): Json | undefined =>
  [unauthorized, forbidden].find(({ documented }) => documented)?.content.find(({ type }) => isJsonType(type))?.example;

const everything = { scenario: passive, tolerates: ['trouble', '429', '5xx', 'control'] } as const;
const most = 5;

export const errorsChecks: { readonly [id in keyof typeof rows]: Check } = {
  'errors/media-type': {
    ...everything,
    applies: anySecured,
    judge: ({ probes }, context) =>
      probes
        .filter((probe) => !isBeside(probe, context))
        .flatMap(mistyped)
        .slice(0, most),
  },
  'errors/status': {
    ...everything,
    applies: (contract) => envelopeOf(contract) !== undefined || 'the document does not describe the body of an error',
    judge: ({ probes }, context) => probes.flatMap((probe) => disguised(probe, context)).slice(0, most),
  },
  'errors/shape': {
    scenario: requestErrors,
    applies: (contract) => envelopeOf(contract) !== undefined || 'the document does not describe the body of an error',
    judge: ({ probes: [probe], case: testCase }, { contract }) => {
      const reply = replyOf(probe);
      if (reply.status < 400) return notApplicable(`answered with ${reply.status}, which is no error`);
      const described = operationIn(contract, testCase)?.responses.some(
        ({ status, content }) => status === reply.status && content.length > 0,
      );
      if (described) return notApplicable(`the document describes this ${reply.status} itself`);
      const shape = envelopeOf(contract)!;
      if (fits(jsonOf(reply), shape)) return [];
      return [
        {
          reason: `the ${reply.status} has another shape`,
          where: '$response.body',
          expected: excerpt(JSON.stringify(shape)),
          actual: excerpt(reply.body),
        },
      ];
    },
  },
  'errors/server-error': {
    ...everything,
    applies: () => true,
    judge: ({ probes }, { contract }) => {
      const failed = probes.filter(
        ({ reply, request }) => reply && reply.status >= 500 && !isMeant(contract, request.method, reply.status),
      );
      if (failed.length > 0 && failed.every(({ reply }) => reply?.status === 503)) return inconclusive('answered with 503: it may be busy');
      return failed
        .filter(({ reply }) => reply?.status !== 503)
        .slice(0, most)
        .map((probe) => ({
          reason: `server error on ${probe.operation}`,
          where: '$statusCode',
          expected: 'a status below 500',
          actual: String(probe.reply!.status),
        }));
    },
  },
};

/** No mistake: what no path of the document has is not implemented. @see RFC 9110 §15.6.2 */
const isMeant = ({ operations }: Contract, method: string, status: number) =>
  status === 501 && !operations.some((operation) => operation.method === method);

/** Content without a media type, or JSON that is none. */
function mistyped({ reply, request, operation }: Evidence): readonly AnyMismatch[] {
  if (!reply || reply.body === '' || request.method === 'HEAD') return [];
  const type = mediaTypeOf(reply);
  if (type === undefined)
    return [
      {
        reason: `${operation}: content without a media type`,
        where: '$response.header.Content-Type',
        expected: 'a media type',
        actual: 'none',
      },
    ];
  if (!isJsonType(type) || jsonOf(reply) !== undefined) return [];
  return [{ reason: `${operation}: JSON that is none`, where: '$response.body', expected: type, actual: excerpt(reply.body) }];
}

/** A success whose body is that of a documented error and of no documented success. */
function disguised(probe: Evidence, context: CheckContext): readonly AnyMismatch[] {
  const { reply } = probe;
  if (!reply || reply.status >= 400 || !isJsonType(mediaTypeOf(reply) ?? '')) return [];
  const body = jsonOf(reply);
  const shape = envelopeOf(context.contract)!;
  const operation = operationIn(context.contract, { operation: probe.operation ?? '' });
  if (body === undefined || !fits(body, shape) || (operation && allowedBy(context, operation.success, body))) return [];
  return [
    {
      reason: `${probe.operation}: an error with the status of a success`,
      where: '$statusCode',
      expected: '400 or more',
      actual: String(reply.status),
    },
  ];
}

function allowedBy({ validate }: CheckContext, success: DocumentedResponse, body: Json): boolean {
  return success.content.some(({ schema }) => schema !== undefined && validate(schema, body).length === 0);
}

/** Whether a value has every member of the example, each of the same type. */
function fits(value: Json | undefined, example: Json): boolean {
  if (!isObject(example)) return typeof value === typeof example;
  return isObject(value) && members(example).every(([name, part]) => fits(member(value, name), part));
}
