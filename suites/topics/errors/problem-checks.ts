import type { errorsProblemsRequirements as rows } from '../../../spec/catalogue/errors/problems.ts';
import type { Contract, Json } from '../../../spec/contract.ts';
import { isObject } from '../../../spec/json/json.ts';
import { excerpt, mediaTypeOf, replyOf } from '../../expectations/response.ts';
import type { Evidence } from '../../engine/evidence.ts';
import { jsonOf } from '../../expectations/quota.ts';
import { check, notApplicable, type AnyCheck, type Mismatch } from '../../engine/check.ts';
import { passive } from '../../engine/scenario.ts';
import type { Expectation } from '../../result/expectation.ts';

const problemType = 'application/problem+json';
/** The most mismatches of one scenario that are kept. */
const most = 5;

function declared({ operations, insecure, ipBlocked }: Contract): true | string {
  const responses = [...operations.flatMap((operation) => operation.responses), insecure, ipBlocked];
  const has = responses.some((response) => response.documented && response.content.some(({ type }) => type === problemType));
  return has || 'the document has no problem details';
}

/** Judges the problem details of a scenario, where it has any. */
const details = (judge: (evidence: Evidence, body: Json | undefined) => readonly Mismatch[]): AnyCheck =>
  check(passive, {
    tolerates: ['trouble', '429', '5xx', 'control'],
    applies: declared,
    judge: ({ probes }) => {
      const having = probes.filter(({ reply, request }) => reply && request.method !== 'HEAD' && mediaTypeOf(reply) === problemType);
      if (having.length === 0) return notApplicable({ code: 'nothing-to-check', what: 'response with problem details' });
      return having.flatMap((evidence) => judge(evidence, jsonOf(replyOf(evidence)))).slice(0, most);
    },
  });

/** The expectation that a present member violates; undefined if there is none. */
type Form = (value: Json) => Expectation | undefined;

const reference = /^(?:[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*$/;

const isString: Form = (value) => (typeof value === 'string' ? undefined : { kind: 'form', form: 'json-string' });
const isReference: Form = (value) =>
  typeof value === 'string' && reference.test(value) ? undefined : { kind: 'form', form: 'uri-reference' };
const isStatus: Form = (value) => {
  if (typeof value !== 'number') return { kind: 'form', form: 'json-number' };
  if (!Number.isInteger(value)) return { kind: 'form', form: 'whole-number' };
  return value >= 100 && value <= 599 ? undefined : { kind: 'range', least: 100, most: 599 };
};

const forms: { readonly [member: string]: Form } = {
  type: isReference,
  title: isString,
  status: isStatus,
  detail: isString,
  instance: isReference,
};

export const errorsProblemsChecks: { readonly [id in keyof typeof rows]: AnyCheck } = {
  'errors/problem-status': details((evidence, body) => {
    const stated = isObject(body) ? body['status'] : undefined;
    const { status } = replyOf(evidence);
    if (typeof stated !== 'number' || stated === status) return [];
    return [
      {
        code: 'problem-status-differs',
        at: '$response.body#/status',
        expected: { kind: 'equals', value: status },
        actual: stated,
        exchange: evidence.id,
        details: { operation: evidence.operation ?? '' },
      },
    ];
  }),
  'errors/problem-members': details((evidence, body) => {
    const { id: exchange, operation = '' } = evidence;
    if (!isObject(body)) {
      const expected = { kind: 'form', form: 'json-object' } as const;
      const actual = excerpt(replyOf(evidence).body);
      return [{ code: 'problem-not-an-object', at: '$response.body', expected, actual, exchange, details: { operation } }];
    }
    return Object.entries(forms).flatMap(([member, form]): readonly Mismatch[] => {
      const value = body[member];
      const expected = value === undefined ? undefined : form(value);
      if (expected === undefined) return [];
      const actual = excerpt(JSON.stringify(value));
      const at = `$response.body#/${member}`;
      return [{ code: 'problem-member-malformed', at, expected, actual, exchange, details: { operation, member } }];
    });
  }),
};
