import type { HeaderList } from '../../../spec/message.ts';
import { calledFrom, claimed, knowsLists, outside } from '../../principals/origin.ts';
import { simplestOperation } from '../../http/request.ts';
import { noOutsiderFor, outsiders } from './blocked-address.ts';
import { actorOf, operationOf, type PlannedShot, type Scene } from '../../engine/scenario.ts';

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
export const forwarded: Scene = {
  name: 'forwarded-address',
  says: 'Calls from an address that the principal’s list does not hold and says in eight forwarding fields that it is one that the list holds.',
  shots: (plot) => {
    const simplest = simplestOperation(plot.contract);
    if (knowsLists(plot.contract) !== true || !simplest) return [];
    const outsider = outsiders(plot, simplest)[0];
    const blocked = plot.roster.able(simplest).length === 0 || !outsider ? noOutsiderFor(simplest) : undefined;
    return Object.keys(forwardingFields).map((variant, index): PlannedShot => ({
      operation: simplest.id,
      variant,
      cost: index === 0 ? 3 : 1,
      ...(blocked ? { blocked } : { principal: outsider!.name }),
    }));
  },
  async play(stage, shots) {
    const operation = operationOf(stage.contract, shots[0]?.operation);
    const actor = actorOf(stage.roster, shots[0]?.principal);
    const companion = stage.roster.able(operation)[0]!;
    const caller = stage.roster.caller(actor, operation);
    const alter = calledFrom(outside(actor, stage.settings.origin)!);
    const look = () => stage.send(operation, { role: 'control', caller: stage.roster.caller(companion, operation) });
    const plain = await stage.send(operation, { caller, alter });
    let control = await look();
    for (const shot of shots) {
      const headers = forwardingFields[shot.variant!]!(claimed(actor));
      const probe = await stage.send(operation, { caller, alter, headers });
      // Silence may be the refusal, or the end of the target.
      if (probe.trouble) control = await look();
      stage.take(shot, { controls: [control], probes: [plain, probe] });
    }
  },
};
