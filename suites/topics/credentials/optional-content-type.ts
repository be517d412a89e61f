import { withoutHeader } from '../../../spec/message.ts';
import type { Call } from '../../http/target.ts';
import { actorOf, nobodyFor, operationOf, type PlannedShot, type Scene } from '../../engine/scenario.ts';

const withType = (call: Call): Call => ({
  ...call,
  headers: [...withoutHeader(call.headers, 'content-type'), 'Content-Type', 'application/json'],
});
const withoutType = (call: Call): Call => ({ ...call, headers: withoutHeader(call.headers, 'content-type') });

/** Probes: the request with a Content-Type field, and the one without. */
export const variations: Scene = {
  name: 'optional-content-type',
  says: 'Calls each safe operation that needs no object with and without a Content-Type field.',
  shots: ({ contract, roster }) =>
    contract.operations
      .filter(({ safe, path, body, public: open }) => safe && !open && body === undefined && !path.includes('{'))
      .map((operation): PlannedShot => {
        const actor = roster.able(operation)[0];
        return { operation: operation.id, cost: 2, ...(actor ? { principal: actor.name } : { blocked: nobodyFor(operation)! }) };
      }),
  async play(stage, shots) {
    for (const shot of shots) {
      const operation = operationOf(stage.contract, shot.operation);
      const caller = stage.roster.caller(actorOf(stage.roster, shot.principal), operation);
      const typed = await stage.send(operation, { caller, alter: withType });
      const untyped = await stage.send(operation, { caller, alter: withoutType });
      stage.take(shot, { controls: [], probes: [typed, untyped] });
    }
  },
};
