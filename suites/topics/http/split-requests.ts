import { unknownSecret, withSecret } from '../../principals/credentials.ts';
import { simplestOperation } from '../../http/request.ts';
import { actorOf, nobodyFor, operationOf, type Scene } from '../../engine/scenario.ts';

/** Each with the number of pieces: more than there are bytes is a byte at a time. */
const cuts: { readonly [variant: string]: { readonly pieces: number; readonly known: boolean } } = {
  'two-pieces': { pieces: 2, known: true },
  'single-bytes': { pieces: 100_000, known: true },
  'unknown-in-two-pieces': { pieces: 2, known: false },
};

export const inPieces: Scene = {
  name: 'split-requests',
  says: 'Writes a request to the connection in two pieces and byte by byte, with a good credential and with an unknown one.',
  shots: ({ contract, roster }) => {
    const operation = simplestOperation(contract);
    if (!operation) return [];
    const blocked = roster.able(operation).length === 0 && { blocked: nobodyFor(operation)! };
    return Object.keys(cuts).map((variant) => ({ operation: operation.id, variant, cost: 1, ...blocked }));
  },
  async play(stage, shots) {
    const operation = operationOf(stage.contract, shots[0]?.operation);
    const good = stage.roster.caller(actorOf(stage.roster, stage.roster.able(operation)[0]?.name), operation);
    if (!stage.target.wire) {
      const why = 'there is no wire to this target';
      for (const shot of shots) stage.take(shot, { controls: [], probes: [], undecided: { why, outcome: 'not-applicable' } });
      return;
    }
    const control = await stage.send(operation, { role: 'control', caller: good });
    for (const shot of shots) {
      const { pieces, known } = cuts[shot.variant!]!;
      const caller = known ? good : withSecret(good, 'unknown', (_, scheme) => unknownSecret(scheme));
      const probe = await stage.send(operation, { caller, alter: (call) => ({ ...call, level: 'raw', pieces }) });
      stage.take(shot, { controls: [control], probes: [probe] });
    }
  },
};
