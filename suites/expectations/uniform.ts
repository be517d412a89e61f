import type { Json } from '../../spec/contract.ts';
import { parseJson } from '../../spec/json/json.ts';
import { type Recorded, inconclusive, notApplicable, type Judgement, type CheckContext } from '../engine/check.ts';
import type { Observation } from '../engine/evidence.ts';
import { jsonOf } from './quota.ts';
import type { Reply } from '../http/target.ts';
import { excerpt, replyOf } from './answer.ts';
import { steadyPart } from './steady.ts';

/** Members that change between answers, if not between any two: they tell requests apart, not credentials. */
export const passing = /^(?:request_?id|trace_?id|correlation_?id|span_?id|instance|id|timestamp|time|date)$/i;

/** The statuses of a refusal whose body may tell. That it is the right one of them is another requirement's matter. */
const refusing = new Set([401, 403]);

/** The refusal of a bad credential has the body of the refusal of none. */
export function uniform(observation: Observation, _: CheckContext, record: Recorded): Judgement {
  const [missing, again = missing] = record.observations.find(({ case: testCase }) => testCase.variant === 'missing')?.probes ?? [];
  if (!missing?.reply || !again?.reply) return inconclusive('there is no refusal of a missing credential to compare with');
  const [one, other] = [missing.reply, replyOf(observation.probes[0])];
  if (one.status !== other.status || !refusing.has(one.status))
    return inconclusive(`answered with ${one.status} and ${other.status}: there are no two refusals of a credential to compare`);
  if (one.body === '' && other.body === '') return notApplicable('a refusal without content tells nothing');
  const steady = steadyPart(one, again.reply);
  if (!steady) return inconclusive('no two refusals of a missing credential have the same body');
  const [expected, actual] = [comparable(one, steady), comparable(other, steady)];
  return expected === actual ? [] : told(observation, expected, actual);
}

const told = (observation: Observation, expected: string, actual: string): Judgement => [
  {
    reason: `${observation.case.variant} and missing are told apart`,
    where: '$response.body',
    expected: excerpt(expected),
    actual: excerpt(actual),
  },
];

function comparable(reply: Reply, steady: (reply: Reply) => string): string {
  const text = steady(reply);
  if (jsonOf(reply) === undefined) return text;
  return JSON.stringify(parseJson(text), (name, value: Json) => (passing.test(name) ? undefined : value));
}
