import type { Evidence } from '../../engine/evidence.ts';
import { createThings } from '../../principals/test-resources.ts';
import { byMethod, declaredAt, readers, readingOf } from '../reading.ts';
import { nobodyFor, operationOf, type PlannedShot, type Scene } from '../../engine/scenario.ts';

/** Variants: `missing`, without a credential; `live`, with a good one. Probes: HEAD, then GET. The control of `live` is a GET before. */
export const heads: Scene = {
  name: 'head-requests',
  says: 'Sends HEAD to every secured operation that is read with GET, without a credential and with a good one, and GET alike.',
  shots: ({ contract, roster }) =>
    readers(contract)
      .filter(({ path }) => !declaredAt(contract, path).has('HEAD'))
      .flatMap((operation): readonly PlannedShot[] => {
        const blocked = roster.able(operation).length === 0 && { blocked: nobodyFor(operation)! };
        return [
          { operation: operation.id, variant: 'missing', cost: 3, ...blocked },
          { operation: operation.id, variant: 'live', cost: 2, ...blocked },
        ];
      }),
  async play(stage, shots) {
    const things = createThings(stage);
    const controls = new Map<string, Evidence>();
    for (const shot of shots) {
      const operation = operationOf(stage.contract, shot.operation);
      const { caller, bindings } = await readingOf(stage, things, operation);
      const control = controls.get(operation.id) ?? (await stage.send(operation, { role: 'control', caller, bindings }));
      controls.set(operation.id, control);
      const as = shot.variant === 'live' ? { caller, bindings } : { bindings };
      const head = await stage.send(operation, { ...as, alter: (call) => byMethod(call, 'HEAD', 'raw') });
      const get = await stage.send(operation, as);
      stage.take(shot, { controls: [control], probes: [head, get] });
    }
  },
};
