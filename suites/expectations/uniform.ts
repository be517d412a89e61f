import type { Json } from '../../spec/contract.ts';
import { inconclusive, notApplicable, type Judgement, type Law } from '../checks/check.ts';
import type { SceneRecord, Take } from '../evidence.ts';
import { jsonOf } from '../quota.ts';
import { excerpt, replyOf } from './answer.ts';

/** Members that are new in every answer: they tell requests apart, not credentials. */
const passing = /^(?:request_?id|trace_?id|correlation_?id|span_?id|instance|id|timestamp|time|date)$/i;

/** The refusal of a bad credential has the body of the refusal of none. */
export function uniform(take: Take, _: Law, record: SceneRecord): Judgement {
  const missing = record.takes.find(({ shot }) => shot.variant === 'missing')?.probes[0];
  if (!missing?.reply) return inconclusive('there is no refusal of a missing credential to compare with');
  const [one, other] = [missing.reply, replyOf(take.probes[0])];
  if (one.status !== 401 || other.status !== 401)
    return inconclusive(`answered with ${one.status} and ${other.status}: there are no two 401 to compare`);
  const [expected, actual] = [comparable(one), comparable(other)];
  if (expected === undefined || actual === undefined) return notApplicable('a 401 without content tells nothing');
  if (expected === actual) return [];
  return [
    {
      reason: `${take.shot.variant} and missing are told apart`,
      where: '$response.body',
      expected: excerpt(expected),
      actual: excerpt(actual),
    },
  ];
}

function comparable(reply: Parameters<typeof jsonOf>[0]): string | undefined {
  if (reply.body === '') return undefined;
  const json = jsonOf(reply);
  return json === undefined ? reply.body : JSON.stringify(json, (name, value: Json) => (passing.test(name) ? undefined : sorted(value)));
}

function sorted(value: Json): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}
