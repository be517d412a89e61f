import type { CallProbes, Case } from '../../engine/evidence.ts';
import type { Call } from '../../http/target.ts';
import { principalNamed, missingPrincipalFor, operationOf, type Planned, type Scenario } from '../../engine/scenario.ts';

interface CorsCase extends Case {
  readonly origin: string;
  /** Whether it is the request that a browser sends first. */
  readonly preflight: boolean;
}

/** Origins that no API has reason to trust. */
const foreignOrigins = (host: string) => [
  { label: 'foreign', page: 'a page of another host', origin: 'https://attacker.example' },
  { label: 'null', page: 'a page of the origin null', origin: 'null' },
  {
    label: 'lookalike',
    page: 'a page of a host that begins with the API’s own',
    origin: `https://${host}.attacker.example`,
  },
];

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

export const corsOrigins: Scenario<CorsCase, CallProbes> = {
  name: 'cors-origins',
  description: 'Calls one operation, and sends the preflight request of a browser, on behalf of pages of foreign origins.',
  cases: ({ principals, settings }) => {
    const operation = principals.probe;
    if (!operation) return [];
    const principal = principals.able(operation)[0];
    const planned = {
      operation: operation.id,
      cost: 1,
      ...(principal ? { principal: principal.name } : { blocked: missingPrincipalFor(operation)! }),
    };
    const host = new URL(settings.target).hostname.replace(/^\[|\]$/g, '').replaceAll(':', '-');
    return foreignOrigins(host).flatMap(({ label, page, origin }): readonly Planned<CorsCase>[] => [
      { ...planned, label, words: `on behalf of ${page}`, origin, preflight: false },
      { ...planned, label: `${label} preflight`, words: `the preflight request of a browser, for ${page}`, origin, preflight: true },
    ]);
  },
  async play(context, cases) {
    for (const testCase of cases) {
      const operation = operationOf(context.contract, testCase.operation);
      const caller = context.principals.caller(principalNamed(context.principals, testCase.principal), operation);
      const { preflight, origin } = testCase;
      const alter = (request: Call) => asking[preflight ? 'preflight' : 'request'](request, origin);
      const call = await context.send(operation, { alter, ...(!preflight && { caller }) });
      context.observe(testCase, { controls: [], probes: { call } });
    }
  },
};
