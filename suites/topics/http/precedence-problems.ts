import type { Operation } from '../../../spec/contract.ts';
import { withoutHeader } from '../../../spec/message.ts';
import type { Principal } from '../../engine/settings.ts';
import { outsiders } from '../address/blocked-address.ts';
import { mistakes, type Mistake } from '../errors/request-errors.ts';
import { simplestFor, type PlanningContext } from '../../engine/scenario.ts';

interface Problem {
  /** Its column or row in the table. */
  readonly name: string;
  /** What it means, for `explain`. */
  readonly words: string;
  /** The statuses of its error responses. */
  readonly statuses: readonly number[];
}

/** Problems with the request itself. */
export const requestProblems = {
  'no-such-path': { ...mistakes['no-such-path'], name: 'unknown path', statuses: [404] },
  'undeclared-method': { ...mistakes['undeclared-method'], name: 'undeclared method', statuses: [404, 405, 501] },
  'no-such-object': { ...mistakes['no-such-object'], name: 'unknown object', statuses: [404, 410] },
  'malformed-body': { ...mistakes['malformed-body'], name: 'malformed JSON', statuses: [400, 422] },
  'wrong-media-type': {
    name: 'wrong media type',
    words: 'a body of a media type that is not accepted',
    statuses: [400, 415, 422],
    operation: mistakes['malformed-body'].operation,
    alter: (call) => ({ ...call, headers: [...withoutHeader(call.headers, 'content-type'), 'Content-Type', 'image/png'], body: 'none' }),
  },
} as const satisfies { readonly [kind: string]: Mistake & Problem };

interface CallerProblem extends Problem {
  /** A principal that has it. */
  readonly principal: (planning: PlanningContext, operation: Operation) => Principal | undefined;
}

/** Problems with the caller. */
export const callerProblems = {
  'bad-credential': {
    name: 'unknown credential',
    words: 'a credential that was never issued',
    statuses: [401, 403],
    principal: ({ principals }, operation) => principals.able(operation)[0],
  },
  'missing-scope': {
    name: 'missing scope',
    words: 'a principal without the scope',
    statuses: [403],
    principal: ({ principals }, operation) =>
      principals.active.find((principal) => principals.concerns(principal, operation) && !principals.allows(principal, operation)),
  },
  'blocked-address': {
    name: 'unlisted address',
    words: 'a principal at an address that is not on its allowlist',
    statuses: [403],
    principal: (planning, operation) => outsiders(planning, operation)[0],
  },
  'spent-quota': {
    name: 'spent quota',
    words: 'a principal whose quota is spent',
    statuses: [429],
    principal: (planning, operation) => spendable(planning).find((principal) => planning.principals.concerns(principal, operation)),
  },
} as const satisfies { readonly [kind: string]: CallerProblem };

export type RequestProblemKind = keyof typeof requestProblems;
export type CallerProblemKind = keyof typeof callerProblems;

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the table
export const requestProblemKinds = Object.keys(requestProblems) as readonly RequestProblemKind[];
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the table
export const callerProblemKinds = Object.keys(callerProblems) as readonly CallerProblemKind[];

/** No larger quota is spent only for the table. */
const mostRequests = 20;

/** Expendable principals with a small quota. */
const spendable = (planning: PlanningContext): readonly Principal[] =>
  planning.principals.all.filter(
    (principal) =>
      principal.expendable &&
      principal.state === 'active' &&
      principal.from === undefined &&
      planning.principals.freedom(principal) <= mostRequests &&
      simplestFor(planning, principal) !== undefined,
  );
