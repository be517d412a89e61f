import type { Json } from '../../../spec/contract.ts';
import { isList, isObject, member, members } from '../../../spec/json/json.ts';
import { below } from '../../../spec/json/pointer.ts';
import type { Mismatch } from '../../engine/check.ts';
import type { Evidence } from '../../engine/evidence.ts';
import { excerpt, replyOf } from '../../expectations/response.ts';
import { jsonOf } from '../../expectations/quota.ts';
import type { Expectation } from '../../result/expectation.ts';

/** A place at which a value lacks what an example has there. */
interface Difference {
  readonly pointer: string;
  readonly expected: Expectation;
  readonly actual?: Json;
}

/** The body has every member of the example, each of the same type. */
export function expectShape(evidence: Evidence, example: Json): readonly Mismatch[] {
  const reply = replyOf(evidence);
  const body = jsonOf(reply);
  const mismatch = { code: 'error-shape-differs', exchange: evidence.id, details: { status: reply.status } } as const;
  if (body === undefined) {
    return [{ ...mismatch, at: '$response.body', expected: typeOf(example), actual: excerpt(reply.body) }];
  }
  return differences(body, example, '').map(({ pointer, expected, actual }) => ({
    ...mismatch,
    at: pointer === '' ? '$response.body' : `$response.body#${pointer}`,
    expected,
    ...(actual !== undefined && { actual: excerpt(JSON.stringify(actual)) }),
  }));
}

function differences(value: Json | undefined, example: Json, pointer: string): readonly Difference[] {
  if (isObject(example) && isObject(value)) {
    return members(example).flatMap(([name, part]) => differences(member(value, name), part, below(pointer, name)));
  }
  if (!isObject(example) && typeof value === typeof example) return [];
  return [{ pointer, expected: typeOf(example), ...(value !== undefined && { actual: value }) }];
}

function typeOf(example: Json): Expectation {
  if (isObject(example)) return { kind: 'form', form: 'json-object' };
  if (typeof example === 'string') return { kind: 'form', form: 'json-string' };
  if (typeof example === 'number') return { kind: 'form', form: 'json-number' };
  if (typeof example === 'boolean') return { kind: 'one-of', values: [true, false] };
  return isList(example) ? { kind: 'form', form: 'json-list' } : { kind: 'equals', value: null };
}
