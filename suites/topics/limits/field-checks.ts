import type { limitsFieldsRequirements as rows } from '../../../spec/catalogue/limits/fields.ts';
import type { Contract } from '../../../spec/contract.ts';
import { windowsFor } from '../../../spec/plan.ts';
import { headerValues } from '../../../spec/message.ts';
import { isEarlierDraft, structuredRateFields, type RateDraft } from '../../../spec/rate-fields.ts';
import { replyOf } from '../../expectations/response.ts';
import { planOf } from '../../expectations/rate-fields.ts';
import {
  fieldAt,
  itemPattern,
  malformedItems,
  numericParameter,
  policyField,
  rateItems,
  serviceField,
} from '../../expectations/structured.ts';
import type { Evidence } from '../../engine/evidence.ts';
import { reportedQuota, retrySeconds } from '../../expectations/quota.ts';
import type { Reply } from '../../http/target.ts';
import {
  blocked,
  check,
  inconclusive,
  notApplicable,
  type AnyCheck,
  type Check,
  type Judgement,
  type Mismatch,
} from '../../engine/check.ts';
import { passive } from '../../engine/scenario.ts';
import { both, planned } from './declared.ts';
import { rateLimitHeaders } from './rate-limit-headers.ts';
import { windowExhaustion } from './window-exhaustion.ts';

/** How many mismatches a check reports. */
const most = 5;

const declares =
  (...fields: readonly ('policy' | 'service')[]) =>
  (contract: Contract): true | string => {
    const declared = structuredRateFields(contract);
    const names = { policy: policyField, service: serviceField };
    const missing = fields.find((field) => declared[field] === undefined || declared[field] === 'draft-7');
    return missing === undefined || `the document does not declare ${names[missing]} in the format of draft 8 or later`;
  };
const either = (contract: Contract): true | string =>
  declares('policy')(contract) === true ||
  declares('service')(contract) === true ||
  'the document declares no structured rate limit headers';

const everything = { tolerates: ['trouble', '429', '5xx', 'control'] } as const;

/** Judges every response with both headers. */
const withBoth =
  (judge: (exchange: string, reply: Reply, contract: Contract) => readonly Mismatch[]): Check['judge'] =>
  ({ probes }, { contract }): Judgement => {
    const complete = probes.flatMap(({ id, reply }) =>
      reply && rateItems(reply, policyField) && rateItems(reply, serviceField) ? [{ id, reply }] : [],
    );
    if (complete.length === 0) return notApplicable({ code: 'no-readable-header', headers: `${policyField} and ${serviceField}` });
    return complete.flatMap(({ id, reply }) => judge(id, reply, contract)).slice(0, most);
  };

const hasField = ({ reply }: Evidence) =>
  reply?.headers.some((name, index) => index % 2 === 0 && /^ratelimit(?:-policy)?$/i.test(name)) === true;

/** Whether a header has the format of an earlier draft, and the document does not exclude it. */
function isOfEarlierDraft({ reply }: Evidence, field: string, draft: RateDraft | undefined): boolean {
  return draft !== 'draft-8' && headerValues(reply?.headers ?? [], field).every(isEarlierDraft);
}

/** So that a number in a pattern is a whole one. */
const exactly = (value: number | undefined) => String.raw`${value ?? ''}(?![\d.])`;

export const limitsFieldsChecks: { readonly [id in keyof typeof rows]: AnyCheck } = {
  'limits/ratelimit-syntax': check(passive, {
    ...everything,
    applies: either,
    judge: ({ probes }, { contract }) => {
      const having = probes.filter(hasField);
      if (having.length === 0) return notApplicable({ code: 'no-structured-header' });
      const { policy, service } = structuredRateFields(contract);
      const judged = [
        { field: policyField, draft: policy },
        { field: serviceField, draft: service },
      ];
      return having
        .flatMap((probe) =>
          judged.flatMap(({ field, draft }) => (isOfEarlierDraft(probe, field, draft) ? [] : malformedItems(probe, field))),
        )
        .slice(0, most);
    },
  }),
  'limits/ratelimit-policy-name': check(passive, {
    ...everything,
    applies: declares('policy', 'service'),
    judge: withBoth((exchange, reply) => {
      const known = rateItems(reply, policyField)!.map(({ name }) => name);
      const unknown = rateItems(reply, serviceField)!.find(({ name }) => !known.includes(name));
      if (!unknown) return [];
      return [
        {
          code: 'unknown-policy',
          ...fieldAt(reply, serviceField),
          expected: { kind: 'lacks', pattern: itemPattern(unknown.name) },
          exchange,
          details: { item: unknown.name, policies: known.join(', ') },
        },
      ];
    }),
  }),
  'limits/ratelimit-policy-windows': check(rateLimitHeaders, {
    applies: (contract) => both(planned(contract), declares('policy')(contract)),
    of: ({ kind }) => kind === 'success',
    judge: ({ probes: { calls }, case: testCase }, context) => {
      const { principal = '' } = testCase;
      const plan = planOf(context, testCase);
      if (!plan)
        return blocked({ code: 'plan-unknown', principal }, { what: `the plan of ${principal}`, key: `principals.${principal}.plan` });
      const windows = windowsFor(plan, testCase.operation);
      const reply = replyOf(calls[0]);
      const items = rateItems(reply, policyField);
      if (items === undefined) return inconclusive({ code: 'no-readable-header', headers: policyField });
      const counted = items.filter((item) => (item.parameters.get('qu') ?? 'requests') === 'requests' && item.parameters.has('w'));
      const odd = counted.find(
        (item) => !windows.some(({ limit, seconds }) => limit === numericParameter(item, 'q') && seconds === numericParameter(item, 'w')),
      );
      if (!odd) return [];
      const [limit, seconds] = [numericParameter(odd, 'q'), numericParameter(odd, 'w')];
      return [
        {
          code: 'policy-not-in-plan',
          ...fieldAt(reply, policyField),
          expected: { kind: 'lacks', pattern: itemPattern(odd.name, { q: exactly(limit), w: exactly(seconds) }) },
          exchange: calls[0]!.id,
          details: {
            policy: `q=${limit};w=${seconds}`,
            plan: plan.name,
            windows: windows.map((window) => `q=${window.limit};w=${window.seconds}`).join(', '),
          },
        },
      ];
    },
  }),
  'limits/ratelimit-consistency': check(passive, {
    ...everything,
    applies: (contract) => {
      const { limit, remaining } = contract.rateLimit;
      const others = limit.length > 0 && remaining.length > 0;
      return others
        ? declares('policy', 'service')(contract)
        : 'the document declares no other headers for the limit and the remaining requests';
    },
    judge: withBoth((exchange, reply, contract) => {
      const { limit, remaining } = reportedQuota(contract, reply);
      const same = rateItems(reply, policyField)!.filter((item) => numericParameter(item, 'q') === limit);
      const service = rateItems(reply, serviceField)!.find(({ name }) => same.length === 1 && name === same[0]!.name);
      if (!service || remaining === undefined || numericParameter(service, 'r') === remaining) return [];
      return [
        {
          code: 'remaining-differs',
          ...fieldAt(reply, serviceField),
          expected: { kind: 'matches', pattern: itemPattern(service.name, { r: exactly(remaining) }) },
          exchange,
          details: { remaining },
        },
      ];
    }),
  }),
  'limits/ratelimit-retry-after': check(windowExhaustion, {
    tolerates: ['429'],
    applies: (contract) => both(planned(contract), declares('service')(contract)),
    judge: ({ probes: { last }, facts }, { contract }) => {
      if (!last?.reply || !facts?.isLimit) return inconclusive({ code: 'no-429' });
      const spent = (rateItems(last.reply, serviceField) ?? []).filter((item) => numericParameter(item, 'r') === 0);
      const reset = Math.max(...spent.flatMap((item) => numericParameter(item, 't') ?? []));
      const wait = retrySeconds(contract, last.reply);
      if (!Number.isFinite(reset) || wait === undefined) return notApplicable({ code: 'no-times' });
      if (wait >= reset - 1) return [];
      return [
        {
          code: 'retry-before-reset',
          at: '$response.header.Retry-After',
          expected: { kind: 'range', least: reset, unit: 'seconds' },
          actual: wait,
          exchange: last.id,
          details: { wait, reset },
        },
      ];
    },
  }),
};
