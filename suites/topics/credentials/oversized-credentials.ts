import { withSecret } from '../../principals/credentials.ts';
import { simplestOperation } from '../../http/request.ts';
import { holderOf, nobodyFor, operationOf, takes, type Scene } from '../../engine/scenario.ts';

/** What travels in a field. */
const inFields = ['bearer', 'basic', 'header'] as const;

/** Lengths of a credential, in bytes. */
const lengths: { readonly [variant: string]: number } = { '8-kib': 8_192, '16-kib': 16_384, '64-kib': 65_536 };

export const oversized: Scene = {
  name: 'oversized-credentials',
  says: 'Sends credentials that are far longer than any.',
  shots: ({ contract, roster }) => {
    const operation = simplestOperation(contract);
    if (!operation || !takes(contract, operation, inFields)) return [];
    const blocked = !holderOf(roster, operation, inFields) && { blocked: nobodyFor(operation)! };
    return Object.keys(lengths).map((variant) => ({ operation: operation.id, variant, cost: 1, ...blocked }));
  },
  async play(stage, shots) {
    const operation = operationOf(stage.contract, shots[0]?.operation);
    const { caller: good } = holderOf(stage.roster, operation, inFields)!;
    const control = await stage.send(operation, { role: 'control', caller: good });
    for (const shot of shots) {
      const length = lengths[shot.variant!]!;
      const caller = withSecret(good, 'unknown', (_, { kind }) => (kind === 'basic' ? 'long:' : '') + 'long'.repeat(length / 4));
      const probe = await stage.send(operation, { caller, alter: (call) => ({ ...call, level: 'raw' }) });
      stage.take(shot, { controls: [control], probes: [probe] });
    }
  },
};
