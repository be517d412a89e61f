import { unknownSecret, withSecret } from '../../principals/credentials.ts';
import { isSuccess } from '../../engine/scenario-context.ts';
import { principalNamed, operationOf, simplestFor, type PlannedCase, type Scenario } from '../../engine/scenario.ts';

/** Probes over plain HTTP: an unknown credential, twice, to see what changes by itself, and a good one. A server does right to revoke what comes so: hence the permission. */
export const plainHttpCredentials: Scenario = {
  name: 'plain-http-credentials',
  description: 'Sends a good credential that is expendable over plain HTTP, and an unknown one.',
  cases: (planning) => {
    if (!planning.contract.secureOnly) return [];
    const planned: PlannedCase = { cost: 5, permissions: ['destructive'] };
    const candidates = planning.principals.all.filter(
      ({ state, expendable, from }) => state === 'active' && expendable && from === undefined,
    );
    const principal = candidates.toSorted((one, other) => planning.principals.freedom(other) - planning.principals.freedom(one))[0];
    const operation = principal && simplestFor(planning, principal);
    if (principal && operation) return [{ ...planned, operation: operation.id, principal: principal.name }];
    if (candidates.length > 0) return [{ ...planned, absent: 'no expendable principal can call a safe operation alone' }];
    const why = 'there is no expendable principal';
    return [{ ...planned, blocked: { why, needs: 'a live principal with expendable: true (principals)' } }];
  },
  async play(context, cases) {
    for (const testCase of cases) {
      const operation = operationOf(context.contract, testCase.operation);
      const principal = principalNamed(context.principals, testCase.principal);
      const caller = context.principals.caller(principal, operation);
      // Its quota may have been spent on purpose before.
      await context.reset(principal);
      const unknown = withSecret(caller, 'unknown', (_, scheme) => unknownSecret(scheme));
      const control = await context.send(operation, { role: 'control', caller });
      const plainly = (who: typeof caller) => context.send(operation, { caller: who, channel: 'plain', unpaced: true });
      const probes = [await plainly(unknown), await plainly(unknown), await plainly(caller)];
      const after = await context.send(operation, { role: 'preparation', caller });
      const says = isSuccess(after) ? 'goes on working' : 'no longer works';
      if (probes[2]!.reply && after.reply) context.note('transport', `a credential that came over plain HTTP ${says}`, [probes[2]!, after]);
      context.observe(testCase, { controls: [control], probes });
    }
  },
};
