import type { Case, Evidence, NamedProbes } from '../../engine/evidence.ts';
import { unknownSecret, withSecret } from '../../principals/credentials.ts';
import type { Call } from '../../http/target.ts';
import { createTestResources } from '../../principals/test-resources.ts';
import { readers, prepareReading } from '../reading.ts';
import { missingPrincipalFor, operationOf, type Planned, type Scenario } from '../../engine/scenario.ts';

interface OverHttp2Case extends Case {
  readonly kind: 'missing' | 'unknown';
}

interface OverHttp2Probes extends NamedProbes {
  readonly http1: Evidence;
  readonly http2: Evidence;
}

const sentOverHttp2 = (call: Call): Call => ({ ...call, level: 'http2' });

/** The control is the operation over HTTP/2 with a valid credential. */
export const overHttp2: Scenario<OverHttp2Case, OverHttp2Probes> = {
  name: 'over-http2',
  description:
    'Calls every secured operation that is read with GET over HTTP/2, without a credential, with an unknown one and with a valid one.',
  cases: ({ contract, principals }) =>
    readers(contract).flatMap((operation): readonly Planned<OverHttp2Case>[] => {
      const blocked = principals.able(operation).length === 0 && { blocked: missingPrincipalFor(operation)! };
      return [
        { operation: operation.id, label: 'missing', words: 'no credential', kind: 'missing', cost: 3, ...blocked },
        { operation: operation.id, label: 'unknown', words: 'a credential that was never issued', kind: 'unknown', cost: 3, ...blocked },
      ];
    }),
  async play(context, cases) {
    const { wire } = context.target;
    const obstacle = wire ? ((await wire.speaksHttp2()) ? undefined : 'no-http2') : 'no-raw-connection';
    const resources = createTestResources(context);
    for (const testCase of cases) {
      if (obstacle !== undefined) {
        context.undecided(testCase, { outcome: 'not-applicable', cause: { code: obstacle } });
        continue;
      }
      const operation = operationOf(context.contract, testCase.operation);
      const { caller: valid, bindings } = await prepareReading(context, resources, operation);
      const caller =
        testCase.kind === 'unknown' ? withSecret(valid, 'unknown', (secret, scheme) => unknownSecret(scheme, secret)) : undefined;
      const as = { bindings, ...(caller && { caller }) };
      const http1 = await context.send(operation, as);
      const http2 = await context.send(operation, { ...as, alter: sentOverHttp2 });
      const control = await context.send(operation, { role: 'control', caller: valid, bindings, alter: sentOverHttp2 });
      context.observe(testCase, { controls: [control], probes: { http1, http2 } });
    }
  },
};
