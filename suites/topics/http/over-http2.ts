import { unknownSecret, withSecret } from '../../principals/credentials.ts';
import type { Call } from '../../http/target.ts';
import { createThings } from '../../principals/test-resources.ts';
import { readers, readingOf } from '../reading.ts';
import { nobodyFor, operationOf, type Scene } from '../../engine/scenario.ts';

const overHttp2 = (call: Call): Call => ({ ...call, level: 'http2' });

/** Probes: the request over HTTP/1.1, and the same over HTTP/2. The control is the operation over HTTP/2 with a good credential. */
export const http2: Scene = {
  name: 'over-http2',
  says: 'Calls every secured operation that is read with GET over HTTP/2, without a credential, with an unknown and with a good one.',
  shots: ({ contract, roster }) =>
    readers(contract).flatMap((operation) =>
      ['missing', 'unknown'].map((variant) => ({
        operation: operation.id,
        variant,
        cost: 3,
        ...(roster.able(operation).length === 0 && { blocked: nobodyFor(operation)! }),
      })),
    ),
  async play(stage, shots) {
    const { wire } = stage.target;
    const why = wire ? ((await wire.speaksHttp2()) ? undefined : 'the target does not take HTTP/2') : 'there is no wire to this target';
    const things = createThings(stage);
    for (const shot of shots) {
      if (why !== undefined) {
        stage.take(shot, { controls: [], probes: [], undecided: { why, outcome: 'not-applicable' } });
        continue;
      }
      const operation = operationOf(stage.contract, shot.operation);
      const { caller: good, bindings } = await readingOf(stage, things, operation);
      const caller = shot.variant === 'unknown' ? withSecret(good, 'unknown', (_, scheme) => unknownSecret(scheme)) : undefined;
      const as = { bindings, ...(caller && { caller }) };
      const usual = await stage.send(operation, as);
      const probe = await stage.send(operation, { ...as, alter: overHttp2 });
      const control = await stage.send(operation, { role: 'control', caller: good, bindings, alter: overHttp2 });
      stage.take(shot, { controls: [control], probes: [usual, probe] });
    }
  },
};
