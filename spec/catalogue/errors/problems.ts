import { standard } from '../requirement.ts';

/** What is asked of problem details, where the document has them. */
export const envelopeProblems = {
  'envelope/problem-status-is-that-of-the-answer': standard('envelope', 'MUST', {
    says: 'The status in problem details is that of the answer.',
    reference: 'RFC 9457 §3.1.2',
    why: 'Logs and queues keep the body and lose the status line. Where the two differ, what is read there is another error than the one that happened.',
    checked: 'The member status of every answer of type application/problem+json, where it has one, is the status of the answer.',
    fair: 'Problem details without the member.',
    failure: 'The problem was written for one status and is sent with another, or a proxy changed the status line.',
    fix: 'Write the member where the status line is written, from the same variable.',
    references: [],
  }),
  'envelope/problem-members-are-of-their-types': standard('envelope', 'MUST', {
    says: 'Problem details are a JSON object whose members are of the types that RFC 9457 gives them.',
    reference: 'RFC 9457 §3.1',
    why: 'Generic clients read type, title, status, detail and instance without knowing the API. What is of another type they have to ignore.',
    checked:
      'In every answer of type application/problem+json: an object; type and instance are URI references, title and detail strings, status a number from 100 to 599.',
    fair: 'Any members missing, any further ones of any type.',
    failure: 'A list of errors was put into detail or title, the status is a string, or type is a phrase.',
    fix: 'Keep the five members to their types, and put everything else into members of its own.',
    references: ['RFC 9457 §3.2', 'RFC 3986 §4.1'],
  }),
} as const;
