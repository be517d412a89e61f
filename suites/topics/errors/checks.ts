import type { errorsRequirements as rows } from '../../../spec/catalogue/errors/errors.ts';
import type { Contract, DocumentedResponse, Json } from '../../../spec/contract.ts';
import { excerpt, isJsonType, mediaTypeOf, replyOf, isOverPlainHttp } from '../../expectations/response.ts';
import type { Evidence } from '../../engine/evidence.ts';
import { isJsonText } from '../../../spec/json/json.ts';
import { jsonOf } from '../../expectations/quota.ts';
import { anySecured, check, notApplicable, operationIn, type AnyCheck, type CheckContext, type Mismatch } from '../../engine/check.ts';
import { passive } from '../../engine/scenario.ts';
import { requestErrors } from './request-errors.ts';
import { expectShape } from './shape.ts';

/** An example of the documented error response whose shape the others should have. */
const errorExample = ({ unauthorized, forbidden }: Contract): Json | undefined =>
  [unauthorized, forbidden].find(({ documented }) => documented)?.content.find(({ type }) => isJsonType(type))?.example;

const hasErrorExample = (contract: Contract): true | string =>
  errorExample(contract) !== undefined || 'the document does not describe the body of an error response';

const tolerates = ['trouble', '429', '5xx', 'control'] as const;
/** The most mismatches of one scenario that are kept. */
const most = 5;

export const errorsChecks: { readonly [id in keyof typeof rows]: AnyCheck } = {
  'errors/media-type': check(passive, {
    tolerates,
    applies: anySecured,
    judge: ({ probes }, context) =>
      probes
        .filter((evidence) => !isOverPlainHttp(evidence, context))
        .flatMap(expectMediaType)
        .slice(0, most),
  }),
  'errors/status': check(passive, {
    tolerates,
    applies: hasErrorExample,
    judge: ({ probes }, context) => probes.flatMap((evidence) => expectErrorStatus(evidence, context)).slice(0, most),
  }),
  'errors/shape': check(requestErrors, {
    applies: hasErrorExample,
    judge: ({ probes: { call }, case: testCase }, { contract }) => {
      const { status } = replyOf(call);
      if (status < 400) return notApplicable({ code: 'not-an-error', status });
      const described = operationIn(contract, testCase)?.responses.some(
        (response) => response.status === status && response.content.length > 0,
      );
      return described ? notApplicable({ code: 'error-described', status }) : expectShape(call, errorExample(contract)!);
    },
  }),
  'errors/server-error': check(passive, {
    tolerates,
    applies: () => true,
    judge: ({ probes }, { contract }) =>
      probes
        .filter(({ reply, request }) => reply && reply.status >= 500 && !isNotImplemented(contract, request.method, reply.status))
        .slice(0, most)
        .map((evidence) => ({
          code: 'server-error',
          at: '$statusCode',
          expected: { kind: 'range', most: 499 },
          actual: replyOf(evidence).status,
          exchange: evidence.id,
          details: { operation: evidence.operation ?? '' },
        })),
  }),
};

/** A method that no path of the document has may be answered with 501. @see RFC 9110 §15.6.2 */
const isNotImplemented = ({ operations }: Contract, method: string, status: number) =>
  status === 501 && !operations.some((operation) => operation.method === method);

/** Content has a media type, and what is declared as JSON is JSON. */
function expectMediaType({ id, reply, request, operation = '' }: Evidence): readonly Mismatch[] {
  if (!reply || reply.body === '' || request.method === 'HEAD') return [];
  const type = mediaTypeOf(reply);
  const details = { operation };
  if (type === undefined) {
    const expected = { kind: 'form', form: 'media-type' } as const;
    return [{ code: 'media-type-missing', at: '$response.header.Content-Type', expected, exchange: id, details }];
  }
  if (!isJsonType(type) || isJsonText(reply.body)) return [];
  const expected = { kind: 'form', form: 'json' } as const;
  return [{ code: 'body-not-json', at: '$response.body', expected, actual: excerpt(reply.body), exchange: id, details }];
}

/** A body with the shape of the documented error, and of no documented success, has the status of an error. */
function expectErrorStatus(evidence: Evidence, context: CheckContext): readonly Mismatch[] {
  const { reply } = evidence;
  if (!reply || reply.status >= 400 || !isJsonType(mediaTypeOf(reply) ?? '')) return [];
  const body = jsonOf(reply);
  const operation = operationIn(context.contract, { operation: evidence.operation ?? '' });
  if (body === undefined || expectShape(evidence, errorExample(context.contract)!).length > 0) return [];
  if (operation && isAllowedBy(context, operation.success, body)) return [];
  return [
    {
      code: 'error-as-success',
      at: '$statusCode',
      expected: { kind: 'status-class', classes: ['4xx', '5xx'] },
      actual: reply.status,
      exchange: evidence.id,
      details: { operation: evidence.operation ?? '' },
    },
  ];
}

function isAllowedBy({ validate }: CheckContext, success: DocumentedResponse, body: Json): boolean {
  return success.content.some(({ schema }) => schema !== undefined && validate(schema, body).length === 0);
}
