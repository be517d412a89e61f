import type { HeaderList } from '../../../spec/message.ts';
import { rejectsPlainHttp } from './https-only.ts';
import type { Case, Evidence, NamedProbes } from '../../engine/evidence.ts';
import type { Scenario } from '../../engine/scenario.ts';
import { operationOf } from '../../engine/scenario.ts';

interface ForwardedProtoCase extends Case {
  readonly header: HeaderList;
}

interface ForwardedProtoProbes extends NamedProbes {
  /** The request as it is. */
  readonly plain: Evidence;
  readonly withHeader: Evidence;
}

/** Headers in which a proxy states that a request came to it over HTTPS. @see RFC 7239 §5.4 */
const headers: readonly HeaderList[] = [
  ['X-Forwarded-Proto', 'https'],
  ['Forwarded', 'proto=https'],
  ['X-Forwarded-Ssl', 'on'],
  ['Front-End-Https', 'on'],
];

/** No credential is ever sent. */
export const forwardedProto: Scenario<ForwardedProtoCase, ForwardedProtoProbes> = {
  name: 'forwarded-proto',
  description: 'Calls over plain HTTP, without a credential, with a header that claims HTTPS.',
  cases: ({ contract, principals, settings }) => {
    const operation = rejectsPlainHttp(contract, settings) === true ? principals.probe : undefined;
    if (!operation) return [];
    return headers.map((header, index) => ({
      operation: operation.id,
      label: header[0]!.toLowerCase(),
      words: header.join(': '),
      header,
      cost: index === 0 ? 2 : 1,
    }));
  },
  async play(context, cases) {
    const operation = operationOf(context.contract, cases[0]?.operation);
    const plain = await context.send(operation, { channel: 'plain' });
    for (const testCase of cases) {
      const withHeader = plain.trouble ? plain : await context.send(operation, { channel: 'plain', headers: testCase.header });
      context.observe(testCase, { controls: [], probes: { plain, withHeader } });
    }
  },
};
