import { standard } from '../requirement.ts';

/** Requirements on problem details, for documents that use them. */
export const errorsProblemsRequirements = {
  'errors/problem-status': standard('errors', 'MUST', {
    title: 'The problem status matches the response status',
    demand: 'The status member of problem details MUST equal the status of the response.',
    reference: 'RFC 9457 §3.1.2',
    why: 'Logs and queues keep the body and lose the status line. If the two differ, the log shows the wrong error.',
    checked: 'In every response of type application/problem+json, the status member, if present, equals the status of the response.',
    fair: 'Problem details without the member pass.',
    failure: 'The problem was written for one status and is sent with a different one, or a proxy changed the status line.',
    fix: 'Write the member where the status line is written, from the same variable.',
  }),
  'errors/problem-members': standard('errors', 'MUST', {
    title: 'Problem details have the RFC 9457 types',
    demand: 'Problem details MUST be a JSON object whose members have the types that RFC 9457 defines.',
    reference: 'RFC 9457 §3.1',
    why: 'Generic clients read type, title, status, detail and instance without knowing the API. They have to ignore members of the wrong type.',
    checked:
      'Every application/problem+json body is an object. Its type and instance are URI references, title and detail are strings, and status is a number from 100 to 599.',
    fair: 'Missing members pass, and so do additional members of any type.',
    failure: 'A list of errors is in detail or title, status is a string, or type is a phrase.',
    fix: 'Keep the five members to their types, and put everything else into additional members.',
    references: ['RFC 9457 §3.2', 'RFC 3986 §4.1'],
  }),
} as const;
