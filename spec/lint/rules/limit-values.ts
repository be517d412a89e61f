import type { Plan, ResponsePlace } from '../../quotas.ts';
import { everyWindow } from '../../plan.ts';
import { below, valueAt } from '../../json/pointer.ts';
import { bodyExamples, describedResponses, headersNamed, statedNumber, shownAt } from '../quota.ts';
import { examplesOf } from './examples.ts';
import { type LintRule, together } from '../rule.ts';
import { describedErrorResponses } from '../secured.ts';
import { listed } from '../words.ts';

/** Contradictions between the numbers of rate limits. */
export const limitValuesRules: readonly LintRule[] = [
  {
    id: 'lint/limit-example-without-plan',
    topic: 'limits',
    section: 'mistakes',
    severity: 'error',
    statement: 'Every example of a limit is the limit of a window of a plan.',
    why: 'A client that relies on the example expects a limit that no plan has.',
    meanwhile: 'The mock reports the limit of the caller’s plan, and the suites accept no other.',
    find: (contract) => {
      const known = contract.plans.flatMap((plan) => everyWindow(plan).map(({ limit }) => limit));
      if (known.length === 0) return [];
      const places: readonly ResponsePlace[] = [...contract.rateLimit.limit, ...(contract.whoami?.limit ? [contract.whoami.limit] : [])];
      const wrong = places
        .flatMap((place) => shownAt(contract, describedResponses(contract), place))
        .flatMap(({ at, value }) => {
          const limit = statedNumber(value);
          return limit === undefined || known.includes(limit) ? [] : [{ at, limit }];
        });
      return together(
        wrong.map(({ at }) => at),
        {
          message: `an example has a limit of ${listed(wrong.map(({ limit }) => String(limit)))}, but the plans have windows of ${listed(known.map(String), 8)}`,
          fix: 'Use the limit of a plan.',
          yaml: `example: ${known[0]}`,
        },
      );
    },
  },
  {
    id: 'lint/window-never-reached',
    topic: 'limits',
    section: 'mistakes',
    severity: 'warning',
    statement: 'Every window of a plan allows fewer requests than its longer windows.',
    why: 'Otherwise the longer window is exhausted first, and the shorter one never applies. One of the two numbers is probably wrong.',
    find: ({ plans }) => plans.flatMap(outOfReach),
  },
  {
    id: 'lint/cost-above-limit',
    topic: 'limits',
    section: 'mistakes',
    severity: 'error',
    statement: 'No operation takes more units than a window of the plan has.',
    why: 'Such an operation is never served.',
    meanwhile: 'The mock rejects every request of the operation.',
    find: ({ plans }) =>
      plans.flatMap(({ name, windows, costs, place }) =>
        Object.entries(costs).flatMap(([operation, units]) => {
          const small = windows.find(({ limit }) => limit < units);
          return small
            ? together([below(place.pointer, 'costs', operation)], {
                message: `${operation} takes ${units} units, and ${small.label} of the plan ${name} has ${small.limit}`,
                fix: 'Correct the cost or the window.',
              })
            : [];
        }),
      ),
  },
  {
    id: 'lint/retry-after-only-in-body',
    topic: 'limits',
    section: 'mistakes',
    severity: 'warning',
    statement: 'A 429 with a retry time in its body also has Retry-After.',
    why: 'Clients, libraries and proxies read the header (RFC 9110 §10.2.3), but not a member of the body.',
    meanwhile: 'The mock sends the retry time, and the suites check it, only where it is documented.',
    find: (contract) => {
      const body = contract.rateLimit.retryAfter.find(({ pointer }) => pointer !== undefined)?.pointer;
      if (body === undefined) return [];
      const silent = describedErrorResponses(contract, 'limited').filter(
        ({ response }) => !response.headers.some(({ name }) => name.toLowerCase() === 'retry-after'),
      );
      return together(
        silent.map(({ response }) => response.place.pointer),
        {
          message: `the retry time is in the body, at ${body}, but in no header of the 429 of ${listed(silent.map(({ operation }) => operation.id))}`,
          fix: 'Add the header, with the same value.',
          yaml: 'headers:\n  Retry-After:\n    required: true\n    schema: { type: integer, minimum: 1 }\n    example: 60',
        },
      );
    },
  },
  {
    id: 'lint/retry-examples-disagree',
    topic: 'limits',
    section: 'mistakes',
    severity: 'error',
    statement: 'The examples of a 429 have the same retry time.',
    why: 'A client that uses the shorter time is rejected again.',
    find: (contract) => {
      const place = contract.rateLimit.retryAfter.find(({ pointer }) => pointer !== undefined);
      const body = place?.pointer;
      const unit = (place?.form ?? contract.rateLimit.retryAfterForm) === 'delta-milliseconds' ? 1000 : 1;
      const responses = [
        ...new Map(describedErrorResponses(contract, 'limited').map(({ response }) => [response.place.pointer, response])).values(),
      ];
      if (body === undefined) return [];
      return responses.flatMap((response) => {
        const header = headersNamed(contract, [response], 'Retry-After').flatMap(examplesOf);
        const inBody = bodyExamples(contract, response).map(({ at, value }) => ({ at: at + body, value: valueAt(value, body) }));
        const [headerSeconds, bodySeconds] = [header, inBody].map(
          (examples, index) =>
            new Set(
              examples.flatMap(({ value }) => {
                const number = value === undefined ? undefined : statedNumber(value);
                return number === undefined ? [] : [index === 0 ? number : Math.ceil(number / unit)];
              }),
            ),
        );
        const clash = headerSeconds!.size > 0 && bodySeconds!.size > 0 && ![...headerSeconds!].some((seconds) => bodySeconds!.has(seconds));
        return clash
          ? together(
              [...inBody.filter(({ value }) => value !== undefined), ...header].map(({ at }) => at),
              {
                message: `the example of Retry-After is ${[...headerSeconds!].join(', ')}, but the example of ${body} is ${[...bodySeconds!].join(', ')}`,
                fix: 'Use the same number of seconds in both.',
              },
            )
          : [];
      });
    },
  },
];

function outOfReach({ windows, name, place }: Plan) {
  return windows.flatMap((short, index) => {
    const long = windows.find(({ limit, seconds }) => seconds > short.seconds && limit <= short.limit);
    return long
      ? together([below(place.pointer, 'limits', index)], {
          message: `${short.label} of the plan ${name} never applies, because ${long.label} is exhausted first`,
          fix: 'Give the longer window a higher limit than the shorter one.',
        })
      : [];
  });
}
