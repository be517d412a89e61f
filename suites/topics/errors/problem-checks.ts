import type { errorsProblemsRequirements as rows } from '../../../spec/catalogue/errors/problems.ts';
import type { Contract, Json, JsonObject } from '../../../spec/contract.ts';
import { isObject } from '../../../spec/json/json.ts';
import { excerpt, mediaTypeOf } from '../../expectations/answer.ts';
import type { Evidence } from '../../engine/evidence.ts';
import { jsonOf } from '../../expectations/quota.ts';
import type { Reply } from '../../http/target.ts';
import { notApplicable, type Check, type AnyMismatch } from '../../engine/check.ts';
import { passive } from '../../engine/scenario.ts';

const problemType = 'application/problem+json';
const most = 5;

function declared({ operations, insecure, ipBlocked }: Contract): true | string {
  const responses = [...operations.flatMap((operation) => operation.responses), insecure, ipBlocked];
  const has = responses.some((response) => response.documented && response.content.some(({ type }) => type === problemType));
  return has || 'the document has no problem details';
}

/** Judges the problem details of a scene, where it has any. */
const details = (judge: (reply: Reply, evidence: Evidence) => readonly AnyMismatch[]): Check => ({
  scenario: passive,
  tolerates: ['trouble', '429', '5xx', 'control'],
  applies: declared,
  judge: ({ probes }) => {
    const having = probes.filter(({ reply, request }) => reply && request.method !== 'HEAD' && mediaTypeOf(reply) === problemType);
    if (having.length === 0) return notApplicable('no answer has problem details');
    return having.flatMap((evidence) => judge(evidence.reply!, evidence)).slice(0, most);
  },
});

interface Form {
  readonly says: string;
  readonly fits: (value: Json) => boolean;
}

const string: Form = { says: 'a string', fits: (value) => typeof value === 'string' };
const reference: Form = {
  says: 'a URI reference',
  fits: (value) => typeof value === 'string' && /^(?:[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*$/.test(value),
};
const status: Form = {
  says: 'a number from 100 to 599',
  fits: (value) => typeof value === 'number' && Number.isInteger(value) && value >= 100 && value <= 599,
};
const forms: { readonly [member: string]: Form } = { type: reference, title: string, status, detail: string, instance: reference };

export const errorsProblemsChecks: { readonly [id in keyof typeof rows]: Check } = {
  'errors/problem-status': details((reply, { operation }) => {
    const body = jsonOf(reply);
    const told = isObject(body) ? body['status'] : undefined;
    if (typeof told !== 'number' || told === reply.status) return [];
    const where = '$response.body#/status';
    return [{ reason: `${operation}: another status in the body`, where, expected: String(reply.status), actual: String(told) }];
  }),
  'errors/problem-members': details((reply, { operation }) => {
    const body = jsonOf(reply);
    if (!isObject(body))
      return [{ reason: `${operation}: no object`, where: '$response.body', expected: 'a JSON object', actual: excerpt(reply.body) }];
    return Object.entries(forms).flatMap(([member, { says, fits }]) => misfit(body, member, fits, says, operation));
  }),
};

function misfit(body: JsonObject, member: string, fits: Form['fits'], says: string, operation: string | undefined): readonly AnyMismatch[] {
  const value = body[member];
  if (value === undefined || fits(value)) return [];
  const where = `$response.body#/${member}`;
  return [{ reason: `${operation}: ${member} is of another type`, where, expected: says, actual: excerpt(JSON.stringify(value)) }];
}
