import type { Json } from '../../../spec/contract.ts';
import { headerValue } from '../../../spec/message.ts';
import type { MockResponse } from '../../engine/arrival.ts';
import { refused, withBody, withMembers, type GateName } from '../bend.ts';
import type { Faults } from '../fault.ts';

const isProblem = ({ headers }: MockResponse) => headerValue(headers, 'Content-Type')?.startsWith('application/problem+json') === true;

/** Changes members of the problem details that a gate rejects a request with. */
const problems = (gate: GateName, change: (name: string, member: Json, answer: MockResponse) => Json) =>
  refused(gate, (answer) => (isProblem(answer) ? withMembers(answer, (name, member) => change(name, member, answer)) : answer));

export const errorsProblemsFaults = {
  'problem-of-another-status': {
    breaks: ['envelope/problem-status-is-that-of-the-answer'],
    description: 'The problem details of a 404 response have the status 400.',
    apply: problems('existence', (name, member) => (name === 'status' ? 400 : member)),
  },
  'problem-is-a-list': {
    breaks: ['envelope/problem-members-are-of-their-types'],
    also: ['envelope/other-errors-share-the-shape'],
    description: 'The problem details of a 404 response are an array with one entry.',
    apply: refused('existence', (answer) => (isProblem(answer) ? withBody(answer, `[${answer.body}]`) : answer)),
  },
  'problem-type-is-a-phrase': {
    breaks: ['envelope/problem-members-are-of-their-types'],
    description: 'The type of a problem is a phrase instead of a URI reference.',
    apply: problems('existence', (name, member) => (name === 'type' ? 'not found' : member)),
  },
  'problem-detail-is-a-list': {
    breaks: ['envelope/problem-members-are-of-their-types'],
    also: ['envelope/other-errors-share-the-shape'],
    description: 'The detail member of the problem for an invalid request body is an array.',
    apply: problems('validation', (name, member) => (name === 'detail' ? [member] : member)),
  },
} as const satisfies Faults;
