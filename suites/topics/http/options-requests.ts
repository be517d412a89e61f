import { createThings } from '../../principals/test-resources.ts';
import { byMethod, declaredAt, readers, readingOf } from '../reading.ts';
import { nobodyFor, operationOf, type Scene } from '../../engine/scenario.ts';

export const options: Scene = {
  name: 'options-requests',
  says: 'Sends OPTIONS without a credential to every secured operation that is read with GET, and reads it with a good one.',
  shots: ({ contract, roster }) =>
    readers(contract)
      .filter(({ path }) => !declaredAt(contract, path).has('OPTIONS'))
      .map((operation) => ({
        operation: operation.id,
        cost: 2,
        ...(roster.able(operation).length === 0 && { blocked: nobodyFor(operation)! }),
      })),
  async play(stage, shots) {
    const things = createThings(stage);
    for (const shot of shots) {
      const operation = operationOf(stage.contract, shot.operation);
      const { caller, bindings } = await readingOf(stage, things, operation);
      const probe = await stage.send(operation, { bindings, alter: (call) => byMethod(call, 'OPTIONS') });
      const control = await stage.send(operation, { role: 'control', caller, bindings });
      stage.take(shot, { controls: [control], probes: [probe] });
    }
  },
};
