import type { Call } from '../../http/target.ts';
import { simplestOperation } from '../../http/request.ts';
import { principalNamed, missingPrincipalFor, operationOf, type Scenario } from '../../engine/scenario.ts';

/** Origins that no API has reason to trust; a lookalike begins with the API's own host. */
const strangers: { readonly [name: string]: (host: string) => string } = {
  foreign: () => 'https://attacker.example',
  null: () => 'null',
  lookalike: (host) => `https://${host}.attacker.example`,
};

const asking = {
  request: (call: Call, origin: string): Call => ({ ...call, headers: [...call.headers, 'Origin', origin] }),
  preflight: ({ target, channel, level, method }: Call, origin: string): Call => ({
    method: 'OPTIONS',
    target,
    channel,
    level,
    headers: ['Origin', origin, 'Access-Control-Request-Method', method, 'Access-Control-Request-Headers', 'authorization'],
  }),
} as const;

/** Variants: the origin, and `preflight` where a browser would ask first. */
export const corsOrigins: Scenario = {
  name: 'cors-origins',
  description: 'Calls one operation, and asks as a browser would ask first, on behalf of pages of foreign origins.',
  cases: ({ contract, principals }) => {
    const operation = simplestOperation(contract);
    if (!operation) return [];
    const principal = principals.able(operation)[0];
    return Object.keys(strangers).flatMap((name) =>
      [name, `${name} preflight`].map((variant) => ({
        operation: operation.id,
        variant,
        cost: 1,
        ...(principal ? { principal: principal.name } : { blocked: missingPrincipalFor(operation)! }),
      })),
    );
  },
  async play(context, cases) {
    const host = new URL(context.settings.target).hostname.replace(/^\[|\]$/g, '').replaceAll(':', '-');
    for (const testCase of cases) {
      const operation = operationOf(context.contract, testCase.operation);
      const caller = context.principals.caller(principalNamed(context.principals, testCase.principal), operation);
      const [name = '', preflight] = testCase.variant!.split(' ');
      const origin = strangers[name]!(host);
      const alter = (call: Call) => asking[preflight === undefined ? 'request' : 'preflight'](call, origin);
      const probe = await context.send(operation, { alter, ...(preflight === undefined && { caller }) });
      context.observe(testCase, { controls: [], probes: [probe], facts: { origin } });
    }
  },
};
