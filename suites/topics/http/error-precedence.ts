import type { Operation } from '../../../spec/contract.ts';
import { withoutHeader } from '../../../spec/message.ts';
import { unknownSecret, withSecret } from '../../principals/credentials.ts';
import type { Evidence } from '../../engine/evidence.ts';
import { calledFrom, outside } from '../../principals/origin.ts';
import type { NoteTable } from '../../result/result.ts';
import type { Principal, Permission } from '../../engine/settings.ts';
import type { ScenarioContext } from '../../engine/scenario-context.ts';
import { outsiders } from '../address/blocked-address.ts';
import { drastic } from '../../principals/test-resources.ts';
import { isDrastic, mistakes, nowhere, type Blunder } from '../errors/request-errors.ts';
import { principalNamed, operationOf, simplestFor, type PlannedCase, type PlanningContext, type Scenario } from '../../engine/scenario.ts';

interface Fault {
  readonly says: string;
  /** The statuses that tell of it. */
  readonly told: readonly number[];
}

/** What is wrong with the request itself. */
const seconds: { readonly [name: string]: Blunder & Fault } = {
  'no-such-path': { says: 'unknown path', told: [404], ...mistakes['no-such-path'] },
  'undeclared-method': { says: 'undeclared method', told: [404, 405, 501], ...mistakes['undeclared-method'] },
  'no-such-object': { says: 'unknown object', told: [404, 410], ...mistakes['no-such-object'] },
  'malformed-body': { says: 'body that is no JSON', told: [400, 422], ...mistakes['malformed-body'] },
  'wrong-media-type': {
    says: 'foreign media type',
    told: [400, 415, 422],
    cast: mistakes['malformed-body'].cast,
    alter: (call) => ({ ...call, headers: [...withoutHeader(call.headers, 'content-type'), 'Content-Type', 'image/png'], body: 'none' }),
  },
};

/** What is wrong with the caller: who it is. */
const firsts: {
  readonly [name: string]: Fault & { readonly cast: (planning: PlanningContext, operation: Operation) => Principal | undefined };
} = {
  'bad-credential': { says: 'unknown credential', told: [401, 403], cast: ({ principals }, operation) => principals.able(operation)[0] },
  'missing-scope': {
    says: 'missing scope',
    told: [403],
    cast: ({ principals }, operation) =>
      principals.active.find((principal) => principals.concerns(principal, operation) && !principals.allows(principal, operation)),
  },
  'blocked-address': { says: 'unlisted address', told: [403], cast: (planning, operation) => outsiders(planning, operation)[0] },
  'spent-quota': {
    says: 'spent quota',
    told: [429],
    cast: (planning, operation) => burners(planning).find((principal) => planning.principals.concerns(principal, operation)),
  },
};

/** No longer quota is used up only to see what comes first. */
const bearable = 20;

/** Variants: two things that are wrong, `…-and-…`. */
export const errorPrecedence: Scenario = {
  name: 'error-precedence',
  description: 'Sends requests in which two things are wrong, one with the caller and one with the request, and notes which is told.',
  cases: (planning) =>
    Object.entries(firsts).flatMap(([first, { cast }]) =>
      Object.entries(seconds).flatMap(([second, blunder], index): readonly PlannedCase[] => {
        const operation = blunder.cast(planning);
        const principal = operation && cast(planning, operation);
        if (!operation || !principal) return [];
        const spends = first === 'spent-quota';
        const cost = spends && index === 0 ? planning.principals.freedom(principal) + 2 : 1;
        const who = first === 'bad-credential' ? {} : { principal: principal.name };
        const permissions: readonly Permission[] = [
          ...(isDrastic(planning.contract, operation) ? drastic : []),
          ...(spends ? (['burn'] as const) : []),
        ];
        return [
          { operation: operation.id, ...who, variant: `${first}-and-${second}`, cost, ...(permissions.length > 0 && { permissions }) },
        ];
      }),
    ),
  async play(context, cases) {
    const spent = new Set<string>();
    const asked: Pair[] = [];
    for (const testCase of cases) {
      const [first = '', second = ''] = testCase.variant!.split('-and-');
      const operation = operationOf(context.contract, testCase.operation);
      const principal = principalNamed(context.principals, testCase.principal ?? context.principals.able(operation)[0]?.name);
      if (first === 'spent-quota' && !spent.has(principal.name)) await spend(context, principal);
      spent.add(principal.name);
      const place = first === 'blocked-address' ? outside(principal, context.settings.origin)! : undefined;
      const caller = context.principals.caller(principal, operation);
      const probe = await context.send(operation, {
        caller: first === 'bad-credential' ? withSecret(caller, 'unknown', (_, scheme) => unknownSecret(scheme)) : caller,
        unpaced: first === 'spent-quota',
        bindings: nowhere(context.contract, operation),
        alter: (call) => {
          const altered = seconds[second]!.alter(call);
          return place ? calledFrom(place)(altered) : altered;
        },
      });
      if (place && probe.trouble) await callAsSomebody(context);
      if (probe.trouble?.kind !== 'not-sent') asked.push({ first, second, probe });
      context.observe(testCase, { controls: [], probes: [probe] });
    }
    context.note(
      'precedence',
      'what is told of a request in which two things are wrong: one with the caller, by column, and one with the request, by row',
      asked.map(({ probe }) => probe),
      tableOf(asked),
    );
  },
};

interface Pair {
  readonly first: string;
  readonly second: string;
  readonly probe: Evidence;
}

/** The faults of callers by column, those of requests by row, and in the cells what was answered and of which of the two it tells. */
function tableOf(asked: readonly Pair[]): NoteTable {
  const columns = Object.keys(firsts).filter((name) => asked.some(({ first }) => first === name));
  const rows = Object.keys(seconds).filter((name) => asked.some(({ second }) => second === name));
  const cell = (first: string, second: string) => {
    const pair = asked.find((candidate) => candidate.first === first && candidate.second === second);
    return pair ? answerOf(pair) : '–';
  };
  return {
    header: ['', ...columns.map((first) => firsts[first]!.says)],
    rows: rows.map((second) => [seconds[second]!.says, ...columns.map((first) => cell(first, second))]),
  };
}

function answerOf({ first, second, probe: { reply, trouble } }: Pair): string {
  if (!reply) return trouble?.kind ?? '–';
  if (firsts[first]!.told.includes(reply.status)) return `${reply.status} caller`;
  return seconds[second]!.told.includes(reply.status) ? `${reply.status} request` : `${reply.status}`;
}

/** Expendable principals whose quota is used up in a moment. */
const burners = (planning: PlanningContext): readonly Principal[] =>
  planning.principals.all.filter(
    (principal) =>
      principal.expendable &&
      principal.state === 'active' &&
      principal.from === undefined &&
      planning.principals.freedom(principal) <= bearable &&
      simplestFor(planning, principal) !== undefined,
  );

/** Silence may be the refusal of an address, or the end of the target: somebody who is answered tells. */
async function callAsSomebody(context: ScenarioContext): Promise<void> {
  const principal = context.principals.active.find((candidate) => simplestFor(context, candidate));
  const operation = principal && simplestFor(context, principal);
  if (operation) await context.send(operation, { role: 'control', caller: context.principals.caller(principal, operation) });
}

/** Calls until it is refused. */
async function spend(context: ScenarioContext, principal: Principal): Promise<void> {
  const operation = simplestFor(context, principal)!;
  await context.burst(operation, context.principals.caller(principal, operation), context.principals.freedom(principal) * 2 + 1, 4);
}
