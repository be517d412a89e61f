import { pointers } from '../pointers.ts';
import { promised } from '../requirement.ts';

export const limitsHeadersRequirements = {
  'limits/headers': promised('limits', 'MUST', {
    title: 'Rate-limit headers are present',
    demand:
      'The server MUST send each rate-limit header exactly once in every response that declares it, with limit and remaining as whole numbers.',
    pointer: pointers.rateLimit,
    why: 'A client paces its requests by these headers. If they are missing from some responses, it has to guess.',
    checked:
      'Successful responses, a 403 and a 404 each contain every declared header exactly once. Limit and remaining consist of digits.',
    fair: 'The headers may also appear on other responses, such as a 401. If the extension names the headers, every response to an authenticated client declares them, except a 403: it may be decided before requests are counted. Header names may use any case.',
    failure:
      'Often only successful responses have the headers, because the handler writes them. If a header appears twice, both the application and the gateway write it.',
    fix: 'Write the headers in the layer that counts requests, on every response that passes through it, and in no other layer.',
    references: ['OWASP API4:2023'],
  }),
  'limits/headers-every-operation': promised('limits', 'MUST', {
    title: 'Every operation sends rate-limit headers',
    demand:
      'The server MUST send the rate-limit headers on every operation, in each response that declares them or, if the extension names them, in each response to an authenticated client except a 403.',
    pointer: pointers.rateLimit,
    why: 'A client that mostly calls one operation learns nothing from the headers of another.',
    checked:
      'Every declared header appears exactly once in each response to each principal on each operation, except in a 401 or a redirect.',
    fair: 'Operations that the document only implies and the target does not have are not judged.',
    failure:
      'The check names the operation and the status. Often it is a newer service behind the same gateway, or a response without content, such as a 204.',
    fix: 'Write the headers in the layer that counts requests, in front of all services, not in their handlers.',
    references: ['OWASP API4:2023'],
  }),
  'limits/reported-limit': promised('limits', 'MUST', {
    title: 'The reported limit matches the plan',
    demand: 'The server MUST report the limit of one of the windows of the caller’s plan.',
    pointer: pointers.plans,
    why: 'The limit is what the customer pays for. A number from another plan, or from a sample in the documentation, makes clients too fast or too slow.',
    checked: 'For one principal of each account, the reported limit equals the limit of one window of its plan.',
    fair: 'Any window of the plan passes.',
    failure:
      'The server reports a default for all plans, or a sample value. If the number belongs to another plan, first check the principal’s `plan` in the configuration.',
    fix: 'Read the limit from one table of plans, both for enforcement and for the header.',
  }),
  'limits/remaining-within-limit': promised('limits', 'MUST', {
    title: 'Remaining never exceeds the limit',
    demand: 'The server MUST NOT report more remaining requests than the reported limit.',
    pointer: pointers.rateLimit,
    why: 'A client cannot act on a remaining count above its limit.',
    checked: 'The remaining count in each response is at most the limit in the same response.',
    failure: 'The two headers come from different windows or plans.',
    fix: 'Read both values from the same window, and clamp the remaining count at zero.',
  }),
  'limits/remaining-current-request': promised('limits', 'SHOULD', {
    title: 'Remaining already subtracts the current request',
    demand: 'The server SHOULD subtract the current request before it reports the remaining count.',
    pointer: pointers.rateLimit,
    why: 'A client that reads "1" sends one more request. Whether the server accepts that request depends on this detail.',
    checked: 'The remaining count in each response is less than the limit.',
    failure: 'The remaining count equals the limit, so the server reads the quota before it counts the request.',
    fix: 'Count the request first, then report.',
  }),
  'limits/remaining-decrement': promised('limits', 'MUST', {
    title: 'Each request lowers remaining by its cost',
    demand:
      'Each served request MUST lower the remaining count by its cost, which is one unless the document says otherwise, and the count MUST NOT rise unless time could have freed quota.',
    pointer: pointers.rateLimit,
    why: 'Clients cannot plan with a count that stays the same or jumps. It often shows that requests are not counted, or that each server counts separately.',
    checked: 'The remaining counts of several consecutive calls are compared. A rise must fit the time that passed.',
    fair: 'The count may rise by what a sliding window or a token bucket frees in the meantime. It may start anew when the reset time has moved.',
    failure:
      'If the count never falls, the server computes it from the limit. If it is irregular, several servers count separately, or another client uses the same account.',
    fix: 'Count in one store that all servers share, with one atomic operation, and report the value that it returns.',
  }),
  'limits/reset-format': promised('limits', 'MUST', {
    title: 'The reset time has the documented format',
    demand: 'The server MUST report the reset time in the documented format, which is seconds from now unless the document says otherwise.',
    pointer: pointers.rateLimit,
    why: 'Seconds read as milliseconds give a date in 1970, and milliseconds read as seconds a date in fifty thousand years. The client then never waits, or waits forever.',
    checked:
      'The format of the value is the documented one. The check distinguishes seconds since the epoch, seconds from now, milliseconds, fractions, HTTP dates, ISO dates and lengths of time.',
    failure:
      'The report names the format that was found. Milliseconds usually come from a JavaScript or Java clock, seconds from now from a gateway.',
    fix: 'Convert the value once, where the header is written. Or document the format that is sent, for example as `format: unixtime`.',
  }),
  'limits/reset-within-window': promised('limits', 'MUST', {
    title: 'The reset time is within one window',
    demand: 'The reported reset time MUST be between now and one window from now.',
    pointer: pointers.rateLimit,
    why: 'The client resumes at the reset time. If it is in the past, the client resumes at once; if it is too far ahead, the client idles with quota left.',
    checked: 'The reset time is compared with `Date` of the same response. It is not earlier, and at most the plan’s longest window later.',
    fair: 'Two seconds of rounding are allowed either way. The check uses the target’s own clock, so a wrong local clock does not matter.',
    failure:
      'A reset time in the past belongs to a window that has already ended, or the clocks of two servers differ. One too far ahead has another unit or belongs to another window.',
    fix: 'Compute the reset time from the window that counted the request, with the clock that also sets `Date`.',
    references: ['RFC 9110 §6.6.1'],
  }),
  'limits/headers-single-window': promised('limits', 'MUST', {
    title: 'Rate-limit headers describe a single window',
    demand: 'Limit, remaining and reset MUST describe one window, which in responses other than 429 is always the same or the tightest.',
    pointer: pointers.rateLimit,
    why: 'If the limit belongs to the hour and the remaining count to the minute, a client cannot know how fast it may go.',
    checked:
      'Remaining and reset fit the window of the reported limit. Across several calls, that window is always the same, or the one with the least quota left.',
    fair: 'The server may report any window, or always the one that is currently tightest.',
    failure: 'Each header comes from a different limiter, or the limiters alternate. The reported values show which two windows are mixed.',
    fix: 'Choose one window for each response, and write all headers from it.',
  }),
} as const;
