import type { Json } from '../../../spec/contract.ts';
import { headerValue } from '../../../spec/message.ts';
import type { MockResponse } from '../../engine/request.ts';
import { onRejection, withBody, withMembers, type GateName } from '../edits.ts';
import type { Faults } from '../fault.ts';

const isProblem = ({ headers }: MockResponse) => headerValue(headers, 'Content-Type')?.startsWith('application/problem+json') === true;

/** Changes members of the problem details that a gate rejects a request with. */
const problems = (gate: GateName, change: (name: string, member: Json, response: MockResponse) => Json) =>
  onRejection(gate, (response) =>
    isProblem(response) ? withMembers(response, (name, member) => change(name, member, response)) : response,
  );

export const errorsProblemsFaults = {
  'sends-wrong-problem-status': {
    breaks: ['errors/problem-status'],
    description: 'The problem details of a 404 response have the status 400.',
    apply: problems('existence', (name, member) => (name === 'status' ? 400 : member)),
  },
  'sends-problem-as-array': {
    breaks: ['errors/problem-members'],
    also: ['errors/shape'],
    description: 'The problem details of a 404 response are an array with one entry.',
    apply: onRejection('existence', (response) => (isProblem(response) ? withBody(response, `[${response.body}]`) : response)),
  },
  'sends-phrase-as-problem-type': {
    breaks: ['errors/problem-members'],
    description: 'The type of a problem is a phrase instead of a URI reference.',
    apply: problems('existence', (name, member) => (name === 'type' ? 'not found' : member)),
  },
  'sends-array-as-problem-detail': {
    breaks: ['errors/problem-members'],
    also: ['errors/shape'],
    description: 'The detail member of the problem for an invalid request body is an array.',
    apply: problems('validation', (name, member) => (name === 'detail' ? [member] : member)),
  },
} as const satisfies Faults;
