import type { Evidence } from '../../engine/evidence.ts';
import { groupBy } from '../../engine/group.ts';
import { reportedQuota } from '../../expectations/quota.ts';
import type { ScenarioContext } from '../../engine/scenario-context.ts';
import { principalNamed, operationOf, simplestFor, type PlannedCase, type Scenario } from '../../engine/scenario.ts';

/** Probes: a call with each of two credentials of one account. Observes whether they spend one quota. */
export const sameAccount: Scenario = {
  name: 'same-account',
  description: 'Calls with two credentials of one account in turn.',
  cases: (planning) => {
    const accounts = [...groupBy(planning.principals.active, ({ account }) => account).entries()];
    const [account, members = []] = accounts.find(([, mates]) => mates.filter((mate) => simplestFor(planning, mate)).length > 1) ?? [];
    const pair = members.filter((mate) => simplestFor(planning, mate)).slice(0, 2);
    if (account === undefined)
      return [
        {
          cost: 0,
          blocked: { why: 'no account has two live principals that may read', needs: 'two principals of one account (principals)' },
        },
      ];
    return [{ principal: pair.map(({ name }) => name).join('+'), cost: 3 } satisfies PlannedCase];
  },
  async play(context, cases) {
    for (const testCase of cases) {
      const probes: Evidence[] = [];
      for (const name of testCase.principal!.split('+')) {
        const principal = principalNamed(context.principals, name);
        const operation = operationOf(context.contract, simplestFor(context, principal)?.id);
        probes.push(await context.send(operation, { caller: context.principals.caller(principal, operation) }));
      }
      observePartition(context, probes);
      context.observe(testCase, { controls: [], probes });
    }
  },
};

/** Whether the second call found what the first one had spent. */
function observePartition(context: ScenarioContext, probes: readonly Evidence[]): void {
  const [first, second] = probes.map(({ reply }) => (reply ? reportedQuota(context.contract, reply) : {}));
  if (first?.remaining === undefined || second?.remaining === undefined || first.limit !== second.limit) return;
  const shared = second.remaining === first.remaining - 1;
  context.note(
    'limits',
    shared ? 'two credentials of one account spend one quota' : 'two credentials of one account each have a quota of their own',
    probes,
  );
}
