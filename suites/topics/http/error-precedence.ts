import type { Contract, Operation } from '../../../spec/contract.ts';
import { withoutHeader } from '../../../spec/message.ts';
import type { Principal, Permission } from '../../engine/settings.ts';
import { outsiders } from '../address/blocked-address.ts';
import { mistakes, type Mistake, isDrastic, unknownObject } from '../errors/request-errors.ts';
import { simplestFor, type PlanningContext, principalNamed, operationOf, type Planned, type Scenario } from '../../engine/scenario.ts';
import { unknownSecret, withSecret } from '../../principals/credentials.ts';
import type { CallProbes, Case, Evidence } from '../../engine/evidence.ts';
import { kindsOf } from '../../engine/kinds.ts';
import { calledFrom, outside } from '../../principals/origin.ts';
import type { NoteTable } from '../../result/result.ts';
import type { SendingContext } from '../../engine/scenario-context.ts';
import { drastic } from '../../principals/test-resources.ts';
import { isOverLimit } from '../../expectations/limiter.ts';
import { planOf } from '../../expectations/rate-fields.ts';
import { spendingOperations } from '../limits/spending.ts';

interface Problem {
  /** Its column or row in the table. */
  readonly name: string;
  /** What it means, for `explain`. */
  readonly words: string;
  /** The statuses of its error responses. */
  readonly statuses: readonly number[];
}

/** Problems with the request itself. */
const requestProblems = {
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
const callerProblems = {
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
type CallerProblemKind = keyof typeof callerProblems;

/** No larger quota is spent only for the table. */
const mostRequests = 20;

/** The operation that uses up the quota of a principal. */
function spenderFor(planning: Pick<PlanningContext, 'contract' | 'principals' | 'settings'>, principal: Principal): Operation | undefined {
  const plan = planOf(planning, { principal: principal.name });
  return plan && spendingOperations(planning, plan, principal)[0];
}

/** Expendable principals with a small quota. */
const spendable = (planning: PlanningContext): readonly Principal[] =>
  planning.principals.all.filter(
    (principal) =>
      principal.expendable &&
      principal.state === 'active' &&
      principal.from === undefined &&
      planning.principals.freedom(principal) <= mostRequests &&
      spenderFor(planning, principal) !== undefined,
  );

interface ProblemPair {
  readonly caller: CallerProblemKind;
  readonly request: RequestProblemKind;
}

interface PrecedenceCase extends Case, ProblemPair {}

export const errorPrecedence: Scenario<PrecedenceCase, CallProbes> = {
  name: 'error-precedence',
  description: 'Sends requests with two problems, one with the caller and one with the request, and notes which error wins.',
  cases: (planning) =>
    kindsOf(callerProblems).flatMap((caller) =>
      kindsOf(requestProblems).flatMap((request, index): readonly Planned<PrecedenceCase>[] => {
        const operation = requestProblems[request].operation(planning);
        const principal = operation?.public === false ? callerProblems[caller].principal(planning, operation) : undefined;
        if (!operation || !principal) return [];
        const spends = caller === 'spent-quota';
        const permissions: readonly Permission[] = [
          ...(isDrastic(planning.contract, operation) ? drastic : []),
          ...(spends ? (['burn'] as const) : []),
        ];
        return [
          {
            operation: operation.id,
            ...(caller !== 'bad-credential' && { principal: principal.name }),
            label: `${caller}-and-${request}`,
            words: `${callerProblems[caller].words}, and ${requestProblems[request].words}`,
            caller,
            request,
            cost: spends && index === 0 ? planning.principals.freedom(principal) + 2 : 1,
            ...(permissions.length > 0 && { permissions }),
          },
        ];
      }),
    ),
  async play(context, cases) {
    const spent = new Set<string>();
    const sent: SentPair[] = [];
    for (const testCase of cases) {
      const { caller: problem, request } = testCase;
      const operation = operationOf(context.contract, testCase.operation);
      const principal = principalNamed(context.principals, testCase.principal ?? context.principals.able(operation)[0]?.name);
      if (problem === 'spent-quota' && !spent.has(principal.name)) await spend(context, principal);
      spent.add(principal.name);
      const address = problem === 'blocked-address' ? outside(principal, context.settings.origin)! : undefined;
      const caller = context.principals.caller(principal, operation);
      const call = await context.send(operation, {
        caller: problem === 'bad-credential' ? withSecret(caller, 'unknown', (secret, scheme) => unknownSecret(scheme, secret)) : caller,
        unpaced: problem === 'spent-quota',
        bindings: unknownObject(context.contract, operation),
        alter: (plain) => {
          const altered = requestProblems[request].alter(plain);
          return address ? calledFrom(address)(altered) : altered;
        },
      });
      if (address && call.trouble) await callFromElsewhere(context);
      if (call.trouble?.kind !== 'not-sent') sent.push({ caller: problem, request, call });
      context.observe(testCase, { controls: [], probes: { call } });
    }
    context.note(
      'precedence',
      'which error wins when a request has two problems: columns are problems with the caller, rows are problems with the request',
      sent.map(({ call }) => call),
      { table: tableOf(sent, context.contract) },
    );
  },
};

interface SentPair extends ProblemPair {
  readonly call: Evidence;
}

/** Each cell has the status, and which of the two problems it is about. */
function tableOf(sent: readonly SentPair[], contract: Contract): NoteTable {
  const columns = kindsOf(callerProblems).filter((kind) => sent.some(({ caller }) => caller === kind));
  const rows = kindsOf(requestProblems).filter((kind) => sent.some(({ request }) => request === kind));
  const cell = (caller: CallerProblemKind, request: RequestProblemKind) => {
    const pair = sent.find((candidate) => candidate.caller === caller && candidate.request === request);
    return pair ? winnerOf(pair, contract) : '–';
  };
  return {
    header: ['', ...columns.map((caller) => callerProblems[caller].name)],
    rows: rows.map((request) => [requestProblems[request].name, ...columns.map((caller) => cell(caller, request))]),
  };
}

function winnerOf({ caller, request, call: { reply, trouble } }: SentPair, contract: Contract): string {
  if (!reply) return trouble?.kind ?? '–';
  const { status } = reply;
  if (caller === 'spent-quota' && isOverLimit(contract, reply)) return `${status} caller`;
  const isOf = ({ statuses }: { readonly statuses: readonly number[] }) => statuses.includes(status);
  if (isOf(callerProblems[caller])) return `${status} caller`;
  return isOf(requestProblems[request]) ? `${status} request` : String(status);
}

/** No response may mean a blocked address, or that the target is down: a call from another address shows which. */
async function callFromElsewhere(context: SendingContext): Promise<void> {
  const principal = context.principals.active.find((candidate) => simplestFor(context, candidate));
  const operation = principal && simplestFor(context, principal);
  if (operation) await context.send(operation, { role: 'control', caller: context.principals.caller(principal, operation) });
}

/** Calls until a request is rejected. */
async function spend(context: SendingContext, principal: Principal): Promise<void> {
  const operation = spenderFor(context, principal)!;
  await context.burst(operation, context.principals.caller(principal, operation), context.principals.freedom(principal) * 2 + 1, 4);
}
