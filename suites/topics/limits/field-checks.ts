import type { limitsFieldsRequirements as rows } from '../../../spec/catalogue/limits/fields.ts';
import type { Contract } from '../../../spec/contract.ts';
import { structuredRateFields } from '../../../spec/rate-fields.ts';
import { replyOf } from '../../expectations/answer.ts';
import { planOf } from '../../expectations/rate-fields.ts';
import { malformedItems, numberOf, policyField, rateItems, serviceField } from '../../expectations/structured.ts';
import type { Evidence } from '../../engine/evidence.ts';
import { reportedQuota, retrySeconds } from '../../expectations/quota.ts';
import type { Reply } from '../../http/target.ts';
import { blocked, inconclusive, notApplicable, type Check, type Judgement, type AnyMismatch } from '../../engine/check.ts';
import { passive } from '../../engine/scenario.ts';
import { rateLimitHeaders } from './rate-limit-headers.ts';
import { windowExhaustion } from './window-exhaustion.ts';

const most = 5;
const declares =
  (...fields: readonly ('policy' | 'service')[]) =>
  (contract: Contract): true | string => {
    const declared = structuredRateFields(contract);
    const names = { policy: policyField, service: serviceField };
    const missing = fields.find((field) => !declared[field]);
    return missing === undefined || `the document does not declare ${names[missing]}`;
  };
const either = (contract: Contract): true | string =>
  declares('policy')(contract) === true ||
  declares('service')(contract) === true ||
  'the document declares no structured rate-limit fields';
const planned = (contract: Contract) => contract.plans.length > 0 || 'the document states no plans with limits';

const everything = { scenario: passive, tolerates: ['trouble', '429', '5xx', 'control'] } as const;

/** Judges every answer that has these fields. */
const wherever =
  (fields: readonly string[], judge: (reply: Reply, contract: Contract) => readonly AnyMismatch[]): Check['judge'] =>
  ({ probes }, { contract }): Judgement => {
    const having = probes.flatMap(({ reply }) => (reply && fields.every((field) => rateItems(reply, field) !== undefined) ? [reply] : []));
    if (having.length === 0) return notApplicable(`no answer has ${fields.join(' and ')} in a form that can be read`);
    return having.flatMap((reply) => judge(reply, contract)).slice(0, most);
  };

const hasField = ({ reply }: Evidence) =>
  reply?.headers.some((name, index) => index % 2 === 0 && /^ratelimit(?:-policy)?$/i.test(name)) === true;

export const limitsFieldsChecks: { readonly [id in keyof typeof rows]: Check } = {
  'limits/ratelimit-syntax': {
    ...everything,
    applies: either,
    judge: ({ probes }) => {
      const having = probes.filter(hasField);
      if (having.length === 0) return notApplicable('no answer has one of the fields');
      return having
        .flatMap((probe) => [policyField, serviceField].flatMap((field) => malformedItems(replyOf(probe), field)))
        .slice(0, most);
    },
  },
  'limits/ratelimit-policy-name': {
    ...everything,
    applies: declares('policy', 'service'),
    judge: wherever([policyField, serviceField], (reply) => {
      const known = rateItems(reply, policyField)!.map(({ name }) => name);
      const stray = rateItems(reply, serviceField)!.find(({ name }) => !known.includes(name));
      if (!stray) return [];
      return [
        {
          reason: 'of no policy',
          where: `$response.header.${serviceField}`,
          expected: known.map((name) => `"${name}"`).join(' or '),
          actual: `"${stray.name}"`,
        },
      ];
    }),
  },
  'limits/ratelimit-policy-windows': {
    scenario: rateLimitHeaders,
    applies: (contract) => (planned(contract) === true ? declares('policy')(contract) : planned(contract)),
    of: ({ variant }) => variant === 'success',
    judge: ({ probes: [probe], case: testCase }, context) => {
      const plan = planOf(context, testCase);
      if (!plan) return blocked(`the plan of ${testCase.principal} is not known`, `principals.${testCase.principal}.plan`);
      const items = rateItems(replyOf(probe), policyField);
      if (items === undefined) return inconclusive(`the answer has no ${policyField} that can be read`);
      const counted = items.filter((item) => (item.parameters.get('qu') ?? 'requests') === 'requests' && item.parameters.has('w'));
      const odd = counted.find(
        (item) => !plan.windows.some(({ limit, seconds }) => limit === numberOf(item, 'q') && seconds === numberOf(item, 'w')),
      );
      if (!odd) return [];
      const expected = plan.windows.map(({ limit, seconds }) => `q=${limit};w=${seconds}`).join(' or ');
      const actual = `q=${numberOf(odd, 'q')};w=${numberOf(odd, 'w')}`;
      return [{ reason: `a policy of no window of the plan ${plan.name}`, where: `$response.header.${policyField}`, expected, actual }];
    },
  },
  'limits/ratelimit-consistency': {
    ...everything,
    applies: (contract) => {
      const { limit, remaining } = contract.rateLimit;
      const both = limit.length > 0 && remaining.length > 0;
      return both ? declares('policy', 'service')(contract) : 'the document declares no other fields for the limit and what remains of it';
    },
    judge: wherever([policyField, serviceField], (reply, contract) => {
      const { limit, remaining } = reportedQuota(contract, reply);
      const same = rateItems(reply, policyField)!.filter((item) => numberOf(item, 'q') === limit);
      const service = rateItems(reply, serviceField)!.find(({ name }) => same.length === 1 && name === same[0]!.name);
      if (!service || remaining === undefined || numberOf(service, 'r') === remaining) return [];
      const where = `$response.header.${serviceField}`;
      return [
        { reason: 'the fields differ', where, expected: `r=${remaining}, as the other field`, actual: `r=${numberOf(service, 'r')}` },
      ];
    }),
  },
  'limits/ratelimit-retry-after': {
    scenario: windowExhaustion,
    tolerates: ['429'],
    applies: (contract) => (planned(contract) === true ? declares('service')(contract) : planned(contract)),
    judge: ({ probes: [refusal] }, { contract }) => {
      if (refusal?.reply?.status !== 429) return inconclusive('no 429 was to be had');
      const spent = (rateItems(refusal.reply, serviceField) ?? []).filter((item) => numberOf(item, 'r') === 0);
      const effective = Math.max(...spent.flatMap((item) => numberOf(item, 't') ?? []));
      const wait = retrySeconds(contract, refusal.reply);
      if (!Number.isFinite(effective) || wait === undefined) return notApplicable('the 429 does not have both times');
      if (wait >= effective - 1) return [];
      const where = '$response.header.Retry-After';
      return [{ reason: 'over before the effective window', where, expected: `at least ${effective} s`, actual: `${wait} s` }];
    },
  },
};
