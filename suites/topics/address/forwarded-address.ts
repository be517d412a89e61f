import type { HeaderList } from '../../../spec/message.ts';
import { calledFrom, claimed, knowsLists, outside } from '../../principals/origin.ts';
import { simplestOperation } from '../../http/request.ts';
import { noOutsiderFor, outsiders } from './blocked-address.ts';
import { principalNamed, operationOf, type PlannedCase, type Scenario } from '../../engine/scenario.ts';

/** The fields in which somebody on the way may say where a request came from, as they would say it. @see RFC 7239 §4, §6 */
export const forwardingFields: { readonly [variant: string]: (address: string) => HeaderList } = {
  'x-forwarded-for': (address) => ['X-Forwarded-For', `${address}, ${address}`],
  forwarded: (address) => ['Forwarded', `for=${address.includes(':') ? `"[${address}]"` : address}`],
  'x-real-ip': (address) => ['X-Real-IP', address],
  'true-client-ip': (address) => ['True-Client-IP', address],
  'x-client-ip': (address) => ['X-Client-IP', address],
  'cf-connecting-ip': (address) => ['CF-Connecting-IP', address],
  'x-originating-ip': (address) => ['X-Originating-IP', address],
  mapped: (address) => ['X-Forwarded-For', address.includes(':') ? address : `::ffff:${address}`],
};

/** Probes: the request as it is, and the same with the field. */
export const forwardedAddress: Scenario = {
  name: 'forwarded-address',
  description:
    'Calls from an address that the principal’s list does not hold and says in eight forwarding fields that it is one that the list holds.',
  cases: (planning) => {
    const simplest = simplestOperation(planning.contract);
    if (knowsLists(planning.contract) !== true || !simplest) return [];
    const outsider = outsiders(planning, simplest)[0];
    const blocked = planning.principals.able(simplest).length === 0 || !outsider ? noOutsiderFor(simplest) : undefined;
    return Object.keys(forwardingFields).map((variant, index): PlannedCase => ({
      operation: simplest.id,
      variant,
      cost: index === 0 ? 3 : 1,
      ...(blocked ? { blocked } : { principal: outsider!.name }),
    }));
  },
  async play(context, cases) {
    const operation = operationOf(context.contract, cases[0]?.operation);
    const principal = principalNamed(context.principals, cases[0]?.principal);
    const companion = context.principals.able(operation)[0]!;
    const caller = context.principals.caller(principal, operation);
    const alter = calledFrom(outside(principal, context.settings.origin)!);
    const look = () => context.send(operation, { role: 'control', caller: context.principals.caller(companion, operation) });
    const plain = await context.send(operation, { caller, alter });
    let control = await look();
    for (const testCase of cases) {
      const headers = forwardingFields[testCase.variant!]!(claimed(principal));
      const probe = await context.send(operation, { caller, alter, headers });
      // Silence may be the refusal, or the end of the target.
      if (probe.trouble) control = await look();
      context.observe(testCase, { controls: [control], probes: [plain, probe] });
    }
  },
};
