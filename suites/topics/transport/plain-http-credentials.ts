import { rejectsPlainHttp } from './https-only.ts';
import type { Case, Evidence, NamedProbes } from '../../engine/evidence.ts';
import { unknownSecret, withSecret } from '../../principals/credentials.ts';
import { isSuccess } from '../../engine/scenario-context.ts';
import { holderOf, principalNamed, operationOf, simplestFor, type PlannedCase, type Scenario } from '../../engine/scenario.ts';

/** Over plain HTTP. */
interface PlainHttpCredentialsProbes extends NamedProbes {
  readonly unknown: Evidence;
  /** The same, to see what changes by itself. */
  readonly unknownAgain: Evidence;
  readonly valid: Evidence;
}

/** The schemes whose credentials are in the request; a certificate belongs to a TLS connection. */
const inRequests = ['bearer', 'basic', 'named', 'header', 'query', 'cookie'] as const;

/** A server may revoke a credential that came over plain HTTP: hence the permission. */
export const plainHttpCredentials: Scenario<Case, PlainHttpCredentialsProbes> = {
  name: 'plain-http-credentials',
  together: 'exposure',
  description: 'Sends a valid, expendable credential and an unknown one over plain HTTP.',
  // Afterwards its quota is used up on purpose.
  waits: 1,
  cases: (planning) => {
    if (rejectsPlainHttp(planning.contract, planning.settings) !== true) return [];
    if (planning.contract.operations.every((operation) => operation.public)) return [];
    const planned: PlannedCase = { cost: 5, permissions: ['destructive'] };
    const candidates = planning.principals.all.filter(
      ({ state, expendable, from }) => state === 'active' && expendable && from === undefined,
    );
    const principal = candidates.toSorted((one, other) => planning.principals.freedom(other) - planning.principals.freedom(one))[0];
    const operation = principal && simplestFor(planning, principal);
    if (operation && !holderOf(planning.principals, operation, inRequests))
      return [{ ...planned, absent: 'a client certificate needs TLS' }];
    if (principal && operation) return [{ ...planned, operation: operation.id, principal: principal.name }];
    if (candidates.length > 0) return [{ ...planned, absent: 'no expendable principal can call a safe operation alone' }];
    const why = 'no principal is expendable';
    return [{ ...planned, blocked: { why, needs: { what: 'a live principal with expendable: true', key: 'principals' } } }];
  },
  async play(context, cases) {
    for (const testCase of cases) {
      const operation = operationOf(context.contract, testCase.operation);
      const principal = principalNamed(context.principals, testCase.principal);
      const caller = context.principals.caller(principal, operation);
      // Its quota may have been spent on purpose before.
      await context.reset(principal);
      const unknown = withSecret(caller, 'unknown', (secret, scheme) => unknownSecret(scheme, secret));
      const control = await context.send(operation, { role: 'control', caller });
      const plainly = (who: typeof caller) => context.send(operation, { caller: who, channel: 'plain', unpaced: true });
      const probes = { unknown: await plainly(unknown), unknownAgain: await plainly(unknown), valid: await plainly(caller) };
      const after = await context.send(operation, { role: 'preparation', caller });
      const result = isSuccess(after) ? 'still works' : 'no longer works';
      if (probes.valid.reply && after.reply) {
        context.note('transport', `a credential that was sent over plain HTTP ${result}`, [probes.valid, after]);
      }
      context.observe(testCase, { controls: [control], probes });
    }
  },
};
