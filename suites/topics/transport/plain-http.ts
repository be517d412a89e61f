import { simplestOperation } from '../../http/request.ts';
import { operationOf, type Scene } from '../../engine/scenario.ts';

/** No credential is ever sent: a server is right to revoke one that came over plain HTTP. */
export const plainHttp: Scene = {
  name: 'plain-http',
  says: 'Calls every operation over plain HTTP, without a credential.',
  shots: ({ contract }) =>
    contract.secureOnly ? contract.operations.map(({ id }, index) => ({ operation: id, cost: index === 0 ? 2 : 1 })) : [],
  async play(stage, shots) {
    const simplest = simplestOperation(stage.contract);
    const actor = simplest && stage.roster.able(simplest)[0];
    const control = simplest && actor && (await stage.send(simplest, { role: 'control', caller: stage.roster.caller(actor, simplest) }));
    let silence: Awaited<ReturnType<typeof stage.send>> | undefined;
    for (const shot of shots) {
      const probe = silence ?? (await stage.send(operationOf(stage.contract, shot.operation), { channel: 'plain' }));
      if (probe.trouble) silence = probe;
      stage.take(shot, { controls: control ? [control] : [], probes: [probe] });
    }
  },
};
