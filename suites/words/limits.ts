import { ofOperation, type Details, type Words } from './word.ts';

/** How a time is written, and the words for it. */
const writtenTimes = {
  'delta-seconds': 'a number of seconds',
  'epoch-seconds': 'a time in seconds since 1970',
  'epoch-milliseconds': 'a time in milliseconds since 1970',
  'delta-milliseconds': 'a number of milliseconds',
  'delta-decimal': 'a number of seconds with a fraction',
  'epoch-decimal': 'a time in seconds since 1970 with a fraction',
  'iso-8601': 'an ISO 8601 date',
  duration: 'a length of time with units',
  'iso-duration': 'an ISO 8601 duration',
  'http-date': 'an HTTP date',
  other: 'not a time',
} as const;

export type WrittenTime = keyof typeof writtenTimes;

/** The required values of parameters in structured rate limit headers. */
const parameterForms = {
  'whole-number': 'a whole number',
  'positive-number': 'a whole number from 1',
  'byte-sequence': 'a byte sequence',
  string: 'a string',
} as const;

export type ParameterForm = keyof typeof parameterForms;

const wordsOf = (words: { readonly [name: string]: string }, name: string | number | undefined) => words[String(name)] ?? String(name);
const writtenAs = ({ form }: Details) => wordsOf(writtenTimes, form);

/** Mismatches of the topic limits. */
export const limitsMismatches = {
  'operation-not-limited': ofOperation('served although the window is used up'),
  'rate-limit-header-missing': 'a rate limit header is missing',
  'rate-limit-header-repeated': 'a rate limit header is repeated',
  'not-a-whole-number': 'not a whole number',
  'limit-not-in-plan': ({ plan = '' }) => `no window of the plan ${plan} has this limit`,
  'remaining-exceeds-limit': 'the remaining count exceeds the limit',
  'current-request-not-counted': 'the remaining count does not include the current request',
  'wrong-decrement': ({ before = '', after = '' }) => `one request changed the remaining count from ${before} to ${after}`,
  'wrong-reset-form': (details) => `the reset is ${writtenAs(details)}`,
  'reset-in-the-past': ({ seconds = '' }) => `the reset is ${seconds} s in the past`,
  'reset-too-late': ({ seconds = '' }) => `the reset is ${seconds} s ahead`,
  'remaining-of-other-window': 'limit and remaining count belong to different windows',
  'reset-of-other-window': 'limit and reset belong to different windows',
  'window-changes': ({ limits = '' }) => `the headers describe different windows in turn (limits ${limits})`,
  'rejection-charged': ({ before = '', after = '' }) =>
    `rejected requests were charged: the remaining count went from ${before} to ${after}`,
  'requests-not-counted': ({ requests = '', before = '', after = '' }) =>
    `${requests} requests were not counted together: the remaining count went from ${before} to ${after}`,
  'limit-not-enforced': 'more requests are served than the window allows',
  'parallel-requests-exceed-limit': 'parallel requests are served beyond the limit',
  'rejected-too-early': 'requests are rejected before the limit is reached',
  'undocumented-429': ofOperation('rejected with 429 within the known limits, and its 429 is not documented'),
  'retry-at-once': 'the 429 asks to retry at once',
  'announced-limit-exceeded': ({ limit = '' }) => `more requests are served than the ${limit} that the headers report`,
  'rejected-before-announced-limit': ({ left = '' }) => `a request is rejected although the headers report ${left} remaining`,
  'retry-time-missing': 'the retry time is missing',
  'wrong-retry-form': (details) => `the retry time is ${writtenAs(details)}`,
  'wrong-retry-after': ({ seconds = '', window = '' }) => `a wait of ${seconds} s does not fit the window ${window}`,
  'wait-not-shorter': ({ before = '', after = '', passed = '' }) =>
    `the wait does not get shorter: ${before} s, and ${after} s when asked ${passed} s later`,
  'retry-times-differ': ({ place = '' }) => `the retry time differs from ${place}`,
  'other-window-described': ({ window = '' }) => `the 429 describes a window other than ${window}`,
  'remaining-in-429': 'the 429 reports that requests remain',
  'reset-differs-from-retry': ({ reset = '', wait = '' }) => `the reset is ${reset} s ahead and the retry time is ${wait} s`,
  'rejected-after-wait': ({ seconds = '' }) => `still rejected ${seconds} s later, after the announced wait`,
  'other-account-limited': ({ principal = '' }) => `a principal of a different account, ${principal}, is rejected too`,
  'forwarding-headers-evade-limit': 'forwarding headers evade the limit',
  'not-a-structured-list': 'the header is not a structured list of strings',
  'rate-limit-parameter-missing': ({ item = '', parameter = '' }) => `"${item}" has no parameter ${parameter}`,
  'wrong-rate-limit-parameter': ({ item = '', parameter = '', form = '' }) =>
    `${parameter} of "${item}" is not ${wordsOf(parameterForms, form)}`,
  'unknown-policy': ({ item = '', policies = '' }) => `"${item}" is not a policy of RateLimit-Policy (${policies})`,
  'policy-not-in-plan': ({ policy = '', plan = '', windows = '' }) => `the policy ${policy} is no window of the plan ${plan} (${windows})`,
  'remaining-differs': ({ remaining = '' }) => `the remaining count differs from ${remaining} in the other header`,
  'retry-before-reset': ({ wait = '', reset = '' }) => `the retry time of ${wait} s ends before the window resets, in ${reset} s`,
} as const satisfies Words;

/** Causes of undecided checks in the topic limits. */
export const limitsCauses = {
  'plan-unknown': ({ principal = '' }) => `the plan of ${principal} is not known`,
  'value-not-reported': ({ value = '' }) => `the response does not report the ${value}`,
  'remaining-not-comparable': 'the remaining counts cannot be compared',
  'not-a-success': ({ status = '' }) => `the status is ${status}, not a success`,
  'caller-not-identified': ({ status = '' }) => `the status is ${status}: the server did not identify the caller`,
  'quota-shared': 'other requests use the same quota',
  'other-reset-form': 'the reset is not in the documented form',
  'limit-of-no-window': 'the reported limit belongs to no window of the plan',
  'remaining-never-falls': ({ requirement = '' }) => `the remaining count does not fall without the header either: see ${requirement}`,
  'window-ended': 'a window ended between the requests',
  'quota-refilled': 'too much of the quota was given back between the requests',
  'no-readable-header': ({ headers = '' }) => `no response has ${headers} in a readable form`,
  'no-documented-quota': 'the document names no headers that report the limit and the reset',
  'no-structured-header': 'no response has RateLimit or RateLimit-Policy',
  'no-429': 'the server sent no 429',
  'no-times': 'the 429 does not have both times',
  'window-not-exhausted': 'the window was not used up',
  'other-window-exhausted': ({ window = '' }) => `the window ${window} was used up before this one`,
  'window-outlasted': ({ requests = '' }) => `nothing was rejected, but ${requests} requests took longer than the window`,
  'too-few-requests': ({ requests = '' }) => `only ${requests} requests were sent`,
  'earlier-use-unknown': 'how much of the quota was used before the run is not known',
  'nothing-rejected': 'nothing was rejected',
  'nothing-served': 'nothing was served: the quota was used up before',
  'no-retry-time': 'there is no retry time to check',
  'single-retry-time': 'there are no two retry times to compare',
  'wait-not-over': ({ seconds = '' }) => `the run did not wait for the announced ${seconds} s`,
  'no-other-account': 'there is no principal of a different account',
  'other-account-undecided': ({ status = '' }) => `the status for the other account is ${status}`,
  'window-may-have-ended': 'the window may have ended before the last request',
  'budget-too-small': ({ window = '', requests = '', left = '' }) =>
    `using up ${window} takes about ${requests} requests, and the budget has ${left} left`,
} as const satisfies Words;
