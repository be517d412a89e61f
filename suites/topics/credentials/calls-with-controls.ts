import type { CallProbes, Evidence } from '../../engine/evidence.ts';
import { isSuccess, type ScenarioContext } from '../../engine/scenario-context.ts';
import { unknownSecret, withSecret } from '../../principals/credentials.ts';
import type { Operation } from '../../../spec/contract.ts';
import type { Caller } from '../../principals/principals.ts';
import { collectionOf, createTestResources } from '../../principals/test-resources.ts';
import { principalNamed, operationOf } from '../../engine/scenario.ts';
import type { MissingCase } from './missing-credentials.ts';

/**
 * Sends the request of each case, and then the control on the same object: the object was there, and the operation works.
 */
export async function callWithControls(context: ScenarioContext<MissingCase, CallProbes>, cases: readonly MissingCase[]): Promise<void> {
  const resources = createTestResources(context);
  const controls = new Map<string, Evidence>();
  for (const testCase of cases) {
    const operation = operationOf(context.contract, testCase.operation);
    const principal = principalNamed(context.principals, context.principals.able(operation)[0]?.name);
    const caller = context.principals.caller(principal, operation);
    const collection = collectionOf(context.contract, operation);
    const resource = collection && (await (operation.safe ? resources.shared : resources.fresh)(collection, principal.account));
    if (collection && !resource) {
      const cause = { code: 'object-not-made', path: collection.path } as const;
      context.undecided(testCase, { outcome: 'blocked', cause, needs: 'a principal that may create one (principals)' });
      continue;
    }
    const bindings = resource?.bindings ?? {};
    const invalid = invalidCaller(context, testCase, caller, operation);
    const call = await context.send(operation, { bindings, ...(invalid && { caller: invalid }) });
    resources.notice(operation, principal.account, call, resource);
    const earlier = controls.get(operation.id);
    // If the call was served it may have removed the object: the control needs a new one.
    const current = collection && !operation.safe && isSuccess(call) ? await resources.fresh(collection, principal.account) : resource;
    const valid = { role: 'control', caller, bindings: current?.bindings ?? {} } as const;
    const sent = (operation.safe && earlier) || (await resources.call(operation, valid, current));
    // What can be created only once was created by the previous control.
    const control = sent.reply?.status === 409 && earlier && isSuccess(earlier) ? earlier : sent;
    controls.set(operation.id, control);
    context.observe(testCase, { controls: [control], probes: { call } });
  }
}

/** Who sends the request of a case; undefined if it has no credential. */
function invalidCaller(
  { principals }: Pick<ScenarioContext, 'principals'>,
  { principal, kind }: MissingCase,
  valid: Caller,
  operation: Operation,
): Caller | undefined {
  if (principal !== undefined) return principals.caller(principalNamed(principals, principal), operation);
  return kind === 'unknown' ? withSecret(valid, 'unknown', (_, scheme) => unknownSecret(scheme)) : undefined;
}
