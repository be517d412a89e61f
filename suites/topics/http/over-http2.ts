import { unknownSecret, withSecret } from '../../principals/credentials.ts';
import type { Call } from '../../http/target.ts';
import { createTestResources } from '../../principals/test-resources.ts';
import { readers, readingOf } from '../reading.ts';
import { missingPrincipalFor, operationOf, type Scenario } from '../../engine/scenario.ts';

const sentOverHttp2 = (call: Call): Call => ({ ...call, level: 'http2' });

/** Probes: the request over HTTP/1.1, and the same over HTTP/2. The control is the operation over HTTP/2 with a good credential. */
export const overHttp2: Scenario = {
  name: 'over-http2',
  description:
    'Calls every secured operation that is read with GET over HTTP/2, without a credential, with an unknown and with a good one.',
  cases: ({ contract, principals }) =>
    readers(contract).flatMap((operation) =>
      ['missing', 'unknown'].map((variant) => ({
        operation: operation.id,
        variant,
        cost: 3,
        ...(principals.able(operation).length === 0 && { blocked: missingPrincipalFor(operation)! }),
      })),
    ),
  async play(context, cases) {
    const { wire } = context.target;
    const why = wire ? ((await wire.speaksHttp2()) ? undefined : 'the target does not take HTTP/2') : 'there is no wire to this target';
    const things = createTestResources(context);
    for (const testCase of cases) {
      if (why !== undefined) {
        context.observe(testCase, { controls: [], probes: [], undecided: { why, outcome: 'not-applicable' } });
        continue;
      }
      const operation = operationOf(context.contract, testCase.operation);
      const { caller: good, bindings } = await readingOf(context, things, operation);
      const caller = testCase.variant === 'unknown' ? withSecret(good, 'unknown', (_, scheme) => unknownSecret(scheme)) : undefined;
      const as = { bindings, ...(caller && { caller }) };
      const usual = await context.send(operation, as);
      const probe = await context.send(operation, { ...as, alter: sentOverHttp2 });
      const control = await context.send(operation, { role: 'control', caller: good, bindings, alter: sentOverHttp2 });
      context.observe(testCase, { controls: [control], probes: [usual, probe] });
    }
  },
};
