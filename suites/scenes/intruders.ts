import { intrude } from './intrusion.ts';
import { nobodyFor, type Scene } from './scene.ts';

/** The two ways of having no credential that a server could tell apart. */
const variants = ['missing', 'unknown'] as const;

export const intruders: Scene = {
  name: 'intruders',
  says: 'Calls every secured operation without a credential and with an unknown one, and then with a good one.',
  shots: ({ contract, roster }) =>
    contract.operations
      .filter((operation) => !operation.public)
      .flatMap((operation) => {
        const blocked = roster.able(operation).length === 0 ? nobodyFor(operation) : undefined;
        return variants.map((variant) => ({
          operation: operation.id,
          variant,
          cost: operation.safe ? 2 : 3,
          ...(!operation.safe && { permission: 'writes' as const }),
          ...(blocked && { blocked }),
        }));
      }),
  async play(stage, shots) {
    await intrude(stage, shots);
  },
};
