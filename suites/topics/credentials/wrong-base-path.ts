import { simplestOperation } from '../../http/request.ts';
import { actorOf, nobodyFor, operationOf, type Scene } from '../../engine/scenario.ts';

export const wrongBase: Scene = {
  name: 'wrong-base-path',
  says: 'Calls an operation without the base path that the target has.',
  shots: ({ contract, roster }) => {
    const operation = simplestOperation(contract);
    if (!operation) return [];
    const actor = roster.able(operation)[0];
    return [{ operation: operation.id, cost: 2, ...(actor ? { principal: actor.name } : { blocked: nobodyFor(operation)! }) }];
  },
  async play(stage, shots) {
    for (const shot of shots) {
      const operation = operationOf(stage.contract, shot.operation);
      const caller = stage.roster.caller(actorOf(stage.roster, shot.principal), operation);
      const control = await stage.send(operation, { role: 'control', caller });
      const probe = await stage.send(operation, {
        caller,
        alter: (call) => ({ ...call, target: call.target.slice(stage.basePath.length) }),
      });
      stage.take(shot, { controls: [control], probes: [probe] });
    }
  },
};
