import type { Evidence, Case } from '../engine/evidence.ts';
import { isSuccess, type ScenarioContext } from '../engine/scenario-context.ts';
import { unknownSecret, withSecret } from '../principals/credentials.ts';
import type { Operation } from '../../spec/contract.ts';
import type { Caller } from '../principals/principals.ts';
import { collectionOf, createTestResources } from '../principals/test-resources.ts';
import { principalNamed, operationOf } from '../engine/scenario.ts';

/**
 * Makes each shot's request as an intruder and then, on the same object, as somebody who may: the object was there, and the operation works.
 */
export async function intrude(context: ScenarioContext, cases: readonly Case[]): Promise<void> {
  const things = createTestResources(context);
  const controls = new Map<string, Evidence>();
  for (const testCase of cases) {
    const operation = operationOf(context.contract, testCase.operation);
    const principal = principalNamed(context.principals, context.principals.able(operation)[0]?.name);
    const caller = context.principals.caller(principal, operation);
    const collection = collectionOf(context.contract, operation);
    const thing = collection && (await (operation.safe ? things.shared : things.fresh)(collection, principal.account));
    if (collection && !thing) {
      context.observe(testCase, {
        controls: [],
        probes: [],
        undecided: { why: `no object of ${collection.path} could be made`, outcome: 'blocked', needs: 'a principal that may create one' },
      });
      continue;
    }
    const bindings = thing?.bindings ?? {};
    const intruder = intruderOf(context, testCase, caller, operation);
    const probe = await context.send(operation, { bindings, ...(intruder && { caller: intruder }) });
    things.notice(operation, principal.account, probe, thing);
    const earlier = controls.get(operation.id);
    // What was served may have taken the object away, and the control needs another.
    const still = collection && !operation.safe && isSuccess(probe) ? await things.fresh(collection, principal.account) : thing;
    const good = { role: 'control', caller, bindings: still?.bindings ?? {} } as const;
    const sent = (operation.safe && earlier) || (await things.call(operation, good, still));
    // What can be made only once was made by the control before.
    const control = sent.reply?.status === 409 && earlier && isSuccess(earlier) ? earlier : sent;
    controls.set(operation.id, control);
    context.observe(testCase, { controls: [control], probes: [probe] });
  }
}

/** Who makes a shot's request; undefined for nobody. */
function intruderOf(context: ScenarioContext, { principal, variant }: Case, good: Caller, operation: Operation): Caller | undefined {
  if (principal !== undefined) return context.principals.caller(principalNamed(context.principals, principal), operation);
  return variant === 'unknown' ? withSecret(good, 'unknown', (_, scheme) => unknownSecret(scheme)) : undefined;
}
