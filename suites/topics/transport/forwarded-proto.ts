import type { HeaderList } from '../../../spec/message.ts';
import { simplestOperation } from '../../http/request.ts';
import type { Scenario } from '../../engine/scenario.ts';
import { operationOf } from '../../engine/scenario.ts';

/** The fields in which a proxy says that a request came to it over HTTPS. @see RFC 7239 §5.4 */
const fields: { readonly [variant: string]: HeaderList } = {
  'x-forwarded-proto': ['X-Forwarded-Proto', 'https'],
  forwarded: ['Forwarded', 'proto=https'],
  'x-forwarded-ssl': ['X-Forwarded-Ssl', 'on'],
  'front-end-https': ['Front-End-Https', 'on'],
};

/** Probes: the request as it is, and the same with the field. No credential is ever sent. */
export const forwardedProto: Scenario = {
  name: 'forwarded-proto',
  description: 'Calls over plain HTTP, without a credential, and says in a forwarding field that it came over HTTPS.',
  cases: ({ contract }) => {
    const operation = contract.secureOnly ? simplestOperation(contract) : undefined;
    return operation ? Object.keys(fields).map((variant, index) => ({ operation: operation.id, variant, cost: index === 0 ? 2 : 1 })) : [];
  },
  async play(context, cases) {
    const operation = operationOf(context.contract, cases[0]?.operation);
    const plain = await context.send(operation, { channel: 'plain' });
    for (const testCase of cases) {
      const probe = plain.trouble ? plain : await context.send(operation, { channel: 'plain', headers: fields[testCase.variant!]! });
      context.observe(testCase, { controls: [], probes: [plain, probe] });
    }
  },
};
