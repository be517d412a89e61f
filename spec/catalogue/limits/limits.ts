import { pointers } from '../pointers.ts';
import { promised, standard } from '../requirement.ts';

export const limitsRequirements = {
  'limits/headers': promised('limits', 'MUST', {
    title: 'Rate-limit headers are present',
    demand:
      'The server MUST send each documented rate-limit header exactly once in every response to an authenticated client, with limit and remaining as whole numbers.',
    pointer: pointers.rateLimit,
    why: 'A client paces its requests by these headers. If they are missing from some responses, it has to guess.',
    checked:
      'Successful responses, a 403 and a 404 each contain every declared header exactly once. Limit and remaining consist of digits.',
    fair: 'The headers may also appear on other responses, such as a 401. Header names may use any case.',
    failure:
      'Often only successful responses have the headers, because the handler writes them. If a header appears twice, both the application and the gateway write it.',
    fix: 'Write the headers in the layer that counts requests, on every response that passes through it, and in no other layer.',
    references: ['OWASP API4:2023'],
  }),
  'limits/headers-every-operation': promised('limits', 'MUST', {
    title: 'Every operation sends rate-limit headers',
    demand:
      'The server MUST send the documented rate-limit headers on every operation, in both successful and error responses to an authenticated client.',
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
    title: 'Each request lowers remaining by one',
    demand: 'Each served request MUST lower the remaining count by one, and the count MUST NOT rise unless time could have freed quota.',
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
    demand:
      'The server MUST report the reset time in the documented format, which is seconds since the epoch unless the document says otherwise.',
    pointer: pointers.rateLimit,
    why: 'Seconds read as milliseconds give a date in 1970, and milliseconds read as seconds a date in fifty thousand years. The client then never waits, or waits forever.',
    checked:
      'The format of the value is the documented one. The check distinguishes seconds since the epoch, seconds from now, milliseconds, HTTP dates and ISO dates.',
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
  'limits/enforcement': promised('limits', 'MUST', {
    title: 'Every window is enforced',
    demand: 'The server MUST reject requests beyond the limit of each window of the plan.',
    pointer: pointers.plans,
    why: 'Rate limits protect the service from one customer’s mistakes and make paid plans meaningful. If a burst window is not enforced, an hour’s quota can be spent in a second.',
    checked:
      'The number of requests served before the first rejection is at most what any fair limiter with these limits could have served.',
    fair: 'Fixed windows with any alignment, sliding windows and token buckets pass, each with one second of rounding.',
    failure:
      'If no request is rejected, the server does not implement the window. If one or a few too many are served, the comparison is off by one, or each of several servers allows the full limit.',
    fix: 'Enforce every window of the plan in one store that all servers share. Reject a request when the count, including this request, exceeds the limit.',
    references: ['OWASP API4:2023', 'ASVS 5.0 2.3.2', 'ASVS 5.0 2.4.1'],
  }),
  'limits/concurrent-requests': promised('limits', 'MUST', {
    title: 'Limits hold for concurrent requests',
    demand: 'When requests arrive concurrently, the server MUST serve them up to the limit and reject the rest.',
    pointer: pointers.plans,
    why: 'An abusive client sends all its requests at once. A limit that holds only for sequential requests does not stop it.',
    checked: 'The number of concurrent requests that were served is at most what any fair limiter with these limits could have served.',
    fair: 'Fixed windows with any alignment, sliding windows and token buckets pass, each with one second of rounding.',
    failure:
      'The server reads and writes the count in two steps, and requests pass between them. Or each of several servers enforces the limit separately.',
    fix: 'Check and count in one atomic operation of a shared store. Use an increment that returns the new value, a script inside the store, or a lock for each account.',
    references: ['OWASP API4:2023', 'ASVS 5.0 2.4.1'],
  }),
  'limits/early-rejection': promised('limits', 'MUST', {
    title: 'No request is rejected early',
    demand: 'The server MUST NOT reject a request that every window of the plan still allows.',
    pointer: pointers.plans,
    why: 'The customer has paid for these requests, and may plan a batch that fills the window exactly.',
    checked:
      'From an unspent quota, the number of requests served before the first rejection is at least what any fair limiter would serve. Without the `reset` hook, earlier use is unknown and the check is undecided.',
    fair: 'The window may have started before the run.',
    failure:
      'One too few usually means that the limit is compared with `>=` after counting. Many too few mean that another client uses the account, or that rejected requests are charged.',
    fix: 'Serve the request while the count, including this request, is at most the limit.',
  }),
  'limits/429-status': promised('limits', 'MUST', {
    title: 'Requests over the limit get 429',
    demand: 'The server MUST answer a request over the limit with 429.',
    pointer: pointers.limited,
    why: 'After a 429, clients wait and retry. After a 403 they give up, after a 503 they raise an alarm, and after a closed connection they retry at once.',
    checked: 'The status of the first rejection after the window was exhausted is 429.',
    failure:
      'A gateway quota usually sends 403 with its own body; a 503 leaves the check undecided. The response headers show which layer rejected the request.',
    fix: 'Set the status where the limit is enforced. Gateways have a setting for it.',
    references: ['RFC 6585 §4', 'OWASP API4:2023'],
  }),
  'limits/429-body': promised('limits', 'MUST', {
    title: 'A 429 has the documented body',
    demand: 'A 429 response MUST have the documented media type and a body that matches its schema.',
    pointer: pointers.limited,
    why: 'The error code in the body distinguishes a plan limit from other reasons to slow down. The body may also contain the retry time.',
    checked: 'The media type and body of the 429 are compared with the media type and schema that the operation documents for it.',
    fair: 'The body may have additional members unless the schema forbids them.',
    failure:
      'The limiter runs in front of the application and answers in plain text. Or the member with the retry time is missing or is a string.',
    fix: 'Configure the limiter with the documented body as a template, with the retry time filled in as a number.',
    references: ['RFC 6585 §4'],
  }),
  'limits/429-headers': promised('limits', 'MUST', {
    title: 'A 429 has the rate-limit headers',
    demand: 'A 429 response MUST contain each documented rate-limit header exactly once, like every other response.',
    pointer: pointers.rateLimit,
    why: 'A client needs these headers most after a 429.',
    checked:
      'Every declared header appears exactly once in the first rejection after a window was exhausted. Limit and remaining consist of digits.',
    fair: 'The headers may describe any window of the plan.',
    failure: 'The layer that rejects requests is not the layer that writes the headers on successful responses.',
    fix: 'Let the limiter itself write the headers, including those of its error responses.',
    references: ['RFC 6585 §4'],
  }),
  'limits/429-message': promised('limits', 'SHOULD', {
    title: 'A 429 has the documented message',
    demand: 'The texts of a 429 response SHOULD match the documented example.',
    pointer: pointers.limited,
    why: 'The message ends up in the customer’s logs and should lead to the documentation.',
    checked:
      'Every text of the documented example that the schema leaves open is compared with the text in the same place of the response.',
    failure: 'The wording has changed on one side. Clients that rely on the code do not break, so this is a warning.',
    fix: 'Use the message from the document, or update the example in the document.',
  }),
  'limits/retry-after-format': promised('limits', 'MUST', {
    title: 'Retry times have the documented format',
    demand:
      'A 429 response MUST contain each documented retry time in its documented format, which is whole seconds unless the document says otherwise.',
    pointer: pointers.limited,
    why: 'Simple clients multiply the value by a thousand and wait. A date becomes "not a number", many timers then fire at once, and the client retries in a loop.',
    checked: 'Each declared place is present: a header in its documented format, a body member as a whole number.',
    failure:
      'The report names the format that was found, or states that the value is missing. A value in seconds since the epoch is the reset time in the wrong place.',
    fix: 'Send whole seconds from now, rounded up, in every documented place.',
    references: ['RFC 9110 §10.2.3', 'RFC 6585 §4'],
  }),
  'limits/retry-after-within-window': promised('limits', 'MUST', {
    title: 'The retry time fits the window',
    demand: 'The retry time MUST be at least one second and at most the exceeded window, and MUST decrease as time passes.',
    pointer: pointers.limited,
    why: 'A retry time that is always the whole window keeps out customers that could be served. A zero makes clients retry without a pause.',
    checked:
      'The retry time of the first rejection is compared with the window. The retry time of a second rejection two seconds later is compared with the first.',
    fair: 'Two seconds of rounding are allowed. If the wait is short, or time cannot be moved, only the range is judged.',
    failure:
      'The server sends a constant, often the sample value of the documentation. Or it sends the length of the window instead of the time left in it.',
    fix: 'Compute the time until the next request fits, rounded up to whole seconds, and at least one.',
    references: ['RFC 9110 §10.2.3'],
  }),
  'limits/retry-after-consistency': promised('limits', 'MUST', {
    title: 'All retry times agree',
    demand: 'All retry times in a 429 response MUST agree.',
    pointer: pointers.limited,
    why: 'One client reads the header, another the body. Both follow the documentation, but one of them retries too early.',
    checked: 'Every documented place with a retry time is compared with the first one.',
    fair: 'A difference of one second is allowed.',
    failure: 'One value is computed and the other is a constant. Or the gateway adds its own header to the body of the application.',
    fix: 'Compute the retry time once for each response, and write that value to every place.',
  }),
  'limits/429-window': promised('limits', 'SHOULD', {
    title: 'A 429 describes the exceeded window',
    demand:
      'The rate-limit headers of a 429 SHOULD describe the exceeded window: zero remaining, and a reset time equal to the retry time.',
    pointer: pointers.limited,
    why: 'A 429 with "4,300 remaining" contradicts itself. The developer looks for a bug in the client, and the client sees no reason to wait.',
    checked: 'Limit, remaining and reset of the 429 are compared with the exceeded window and with the retry time.',
    fair: 'Two seconds of rounding are allowed. Headers that describe another window of the plan are only a warning, because documents rarely specify the window.',
    failure: 'The headers always describe the first window, whichever window was exceeded.',
    fix: 'Let the limiter that rejects the request also write the headers. If several limiters reject it, use the one with the longest wait.',
  }),
  'limits/recovery-after-wait': promised('limits', 'MUST', {
    title: 'Service resumes after the announced wait',
    demand: 'After the announced wait, the server MUST serve the next request.',
    pointer: pointers.limited,
    why: 'A client that waits and is rejected again learns to ignore the wait.',
    checked: 'A request one second after the announced wait succeeds. Longer waits are only tested with the `clock` hook or `--slow`.',
    fair: 'One second more than announced is allowed.',
    failure:
      'Rejected requests extend the wait, the wait belongs to the shorter of two exceeded windows, or the announced time was rounded down.',
    fix: 'Announce the longest wait of all exceeded windows, rounded up. Do not charge rejected requests.',
    references: ['RFC 9110 §10.2.3'],
  }),
  'limits/account-isolation': promised('limits', 'MUST', {
    title: 'Accounts have separate quotas',
    demand: 'The server MUST serve an account while another account is over its limit.',
    pointer: pointers.plans,
    why: 'Otherwise one customer’s runaway script is an outage for all customers, and an attacker with a free account can cause it.',
    checked: 'While the first account is rejected, a call by a principal of another account does not get 429.',
    failure:
      'The server counts the quota by address, by plan or for the whole service. If both accounts call from one address, check that first.',
    fix: 'Count by account or by credential. Set any limit for the whole service far above the total that runs concurrently.',
    references: ['OWASP API4:2023', 'ASVS 5.0 8.4.1'],
  }),
  'limits/401-cost': promised('limits', 'SHOULD', {
    title: 'Requests rejected with 401 are free',
    demand: 'The server SHOULD NOT charge requests that it rejects with 401 to any quota.',
    pointer: pointers.rateLimit,
    why: 'If wrong guesses were charged to an account, an attacker could lock out a customer without knowing a key.',
    checked: 'The remaining counts of a valid call before and one after several rejected ones differ by one.',
    failure:
      'The limiter counts by address or by part of the key, before the credential is verified. Other traffic on the same account looks the same, so check that first.',
    fix: 'Charge an account’s quota only after authentication. Slow down guessing by address, with a separate counter.',
    references: ['OWASP API4:2023'],
  }),
  'limits/forwarding-headers': standard('limits', 'MUST', {
    title: 'Forwarding headers do not affect quotas',
    demand: 'Forwarding headers in a request MUST NOT renew a quota or open another one.',
    critical: true,
    reference: 'RFC 7239 §8.1',
    why: 'If one header line is enough for a fresh quota, there is no limit.',
    checked:
      'Several calls, each with a different address in a forwarding header, are sent between two calls without it. The remaining count falls by the number of calls.',
    fair: 'Any fair limiter passes, including one that frees quota in the meantime. The check is undecided if a window ended between the calls, and not judged if the count does not fall without the header either.',
    failure: 'The limiter counts by the address in the header, or treats each address as a different client.',
    fix: 'Count by account or by credential. If the address must count, take it from the connection or from your own proxies.',
    references: ['ASVS 5.0 4.1.3', 'OWASP API4:2023'],
  }),
  'limits/forwarding-headers-over-limit': standard('limits', 'MUST', {
    title: 'Forwarding headers do not lift a limit',
    demand: 'Forwarding headers in a request MUST NOT let it through while the account is over its limit.',
    critical: true,
    reference: 'RFC 7239 §8.1',
    why: 'A limit that one header line lifts stops only well-behaved clients.',
    checked: 'Right after a window was exhausted, a request with another address in three forwarding headers also gets 429.',
    fair: 'If the same request without the headers is not rejected two seconds later, the window may have ended, and the check is undecided.',
    failure: 'The limiter that rejected the request goes by the client address, and takes it from the request.',
    fix: 'Count by account or by credential. Use forwarding headers only if they come from your own proxies.',
    references: ['ASVS 5.0 4.1.3', 'OWASP API4:2023'],
  }),
} as const;
