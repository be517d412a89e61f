import type { Plan, ResponsePlace } from '../../contract.ts';
import { below, valueAt } from '../../json/pointer.ts';
import { bodyExamples, describedResponses, headersNamed, statedNumber, shownAt } from '../quota.ts';
import { examplesOf } from './examples.ts';
import { type LintRule, together } from '../rule.ts';
import { describedErrorResponses } from '../secured.ts';
import { listed } from '../words.ts';

/** Where the figures of limits contradict each other. */
export const limitValuesRules: readonly LintRule[] = [
  {
    id: 'lint/limit-example-of-no-plan',
    topic: 'limits',
    section: 'mistakes',
    severity: 'error',
    says: 'Every example of a limit is the limit of a window of one of the plans.',
    why: 'Readers take the example at its word: a client that is built on it counts on a limit that nobody has.',
    meanwhile: 'The mock tells the limit of the caller’s plan, and the suites fail any other.',
    find: (contract) => {
      const known = contract.plans.flatMap(({ windows }) => windows.map(({ limit }) => limit));
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
          says: `an example shows a limit of ${listed(wrong.map(({ limit }) => String(limit)))}, and the plans have windows of ${listed(known.map(String), 8)}`,
          fix: 'Show the limit of a plan.',
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
    says: 'No window of a plan is out of reach because a longer one allows no more.',
    why: 'Such a window promises a limit that nobody can ever meet; one of the two numbers is a slip.',
    find: ({ plans }) => plans.flatMap(outOfReach),
  },
  {
    id: 'lint/retry-after-in-body-alone',
    topic: 'limits',
    section: 'mistakes',
    severity: 'warning',
    says: 'A 429 whose body tells the retry time tells it in Retry-After too.',
    why: 'Clients, libraries and proxies look for the header (RFC 9110 §10.2.3); the member of a body is known to nobody but you.',
    meanwhile: 'The retry time is checked, and sent by the mock, where it is documented.',
    find: (contract) => {
      const body = contract.rateLimit.retryAfter.find(({ pointer }) => pointer !== undefined)?.pointer;
      if (body === undefined) return [];
      const silent = describedErrorResponses(contract, 'limited').filter(
        ({ response }) => !response.headers.some(({ name }) => name.toLowerCase() === 'retry-after'),
      );
      return together(
        silent.map(({ response }) => response.place.pointer),
        {
          says: `the retry time stands in the body, at ${body}, and in no header of the 429 of ${listed(silent.map(({ operation }) => operation.id))}`,
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
    says: 'The examples of a 429 tell one retry time.',
    why: 'A client that goes by the shorter one is refused again.',
    find: (contract) => {
      const body = contract.rateLimit.retryAfter.find(({ pointer }) => pointer !== undefined)?.pointer;
      const responses = [
        ...new Map(describedErrorResponses(contract, 'limited').map(({ response }) => [response.place.pointer, response])).values(),
      ];
      if (body === undefined) return [];
      return responses.flatMap((response) => {
        const told = headersNamed(contract, [response], 'Retry-After').flatMap(examplesOf);
        const shown = bodyExamples(contract, response).map(({ at, value }) => ({ at: at + body, value: valueAt(value, body) }));
        const [header, inBody] = [told, shown].map(
          (examples) => new Set(examples.flatMap(({ value }) => (value === undefined ? [] : (statedNumber(value) ?? [])))),
        );
        const clash = header!.size > 0 && inBody!.size > 0 && ![...header!].some((seconds) => inBody!.has(seconds));
        return clash
          ? together(
              [...shown.filter(({ value }) => value !== undefined), ...told].map(({ at }) => at),
              {
                says: `the example of Retry-After is ${[...header!].join(', ')}, that of ${body} is ${[...inBody!].join(', ')}`,
                fix: 'Show the same number of seconds in both.',
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
          says: `${short.label} of the plan ${name} is never reached, for ${long.label} is exhausted first`,
          fix: 'Let the longer window allow more than the shorter one.',
        })
      : [];
  });
}
