import type { Case, Evidence, NamedProbes } from '../../engine/evidence.ts';
import { groupBy } from '../../engine/group.ts';
import { reportedQuota } from '../../expectations/quota.ts';
import type { SendingContext } from '../../engine/scenario-context.ts';
import { principalNamed, operationOf, simplestFor, type Scenario } from '../../engine/scenario.ts';

/** Two principals of one account. */
export interface SameAccountCase extends Case {
  readonly holders: readonly string[];
}

/** A call with each of the two credentials. */
export interface SameAccountProbes extends NamedProbes {
  readonly calls: readonly Evidence[];
}

/** Also notes whether the two credentials share one quota. */
export const sameAccount: Scenario<SameAccountCase, SameAccountProbes> = {
  name: 'same-account',
  description: 'Calls with two credentials of one account in turn.',
  cases: (planning) => {
    const accounts = [...groupBy(planning.principals.active, ({ account }) => account).values()];
    const readers = accounts.map((members) => members.filter((member) => simplestFor(planning, member)));
    const holders = readers.find(({ length }) => length > 1)?.slice(0, 2).map(({ name }) => name); // oxfmt-ignore
    if (holders) return [{ principal: holders.join('+'), holders, cost: 3 }];
    if (planning.contract.operations.every((operation) => operation.public || !operation.safe)) {
      return [{ holders: [], cost: 0, absent: 'no safe operation requires a credential' }];
    }
    return [
      {
        holders: [],
        cost: 0,
        blocked: {
          why: 'no account has two active principals that may read',
          needs: { what: 'two principals of one account', key: 'principals' },
        },
      },
    ];
  },
  async play(context, cases) {
    for (const testCase of cases) {
      const calls: Evidence[] = [];
      for (const name of testCase.holders) {
        const principal = principalNamed(context.principals, name);
        const operation = operationOf(context.contract, simplestFor(context, principal)?.id);
        calls.push(await context.send(operation, { caller: context.principals.caller(principal, operation) }));
      }
      noteQuotas(context, calls);
      context.observe(testCase, { controls: [], probes: { calls } });
    }
  },
};

/** Notes whether the first call reduced the quota of the second. */
function noteQuotas(context: SendingContext, calls: readonly Evidence[]): void {
  const [first, second] = calls.map(({ reply }) => (reply ? reportedQuota(context.contract, reply) : {}));
  if (first?.remaining === undefined || second?.remaining === undefined || first.limit !== second.limit) return;
  const shared = second.remaining === first.remaining - 1;
  context.note(
    'limits',
    shared ? 'two credentials of one account share one quota' : 'two credentials of one account have separate quotas',
    calls,
  );
}
