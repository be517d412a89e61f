import { withoutHeader } from '../../../spec/message.ts';
import type { Contract } from '../../../spec/contract.ts';
import { requestFor, simplestOperation } from '../../http/request.ts';
import type { Call } from '../../http/target.ts';
import { principalNamed, missingPrincipalFor, operationOf, type Scenario } from '../../engine/scenario.ts';

interface Place {
  readonly kind: 'query' | 'header' | 'cookie' | 'bearer';
  readonly name: string;
  readonly put: (call: Call, secret: string) => Call;
}

const inQuery = (name: string): Place => ({
  kind: 'query',
  name,
  put: (call, secret) => ({
    ...call,
    target: `${call.target}${call.target.includes('?') ? '&' : '?'}${name}=${encodeURIComponent(secret)}`,
  }),
});
const inHeader = (name: string): Place => ({
  kind: 'header',
  name,
  put: (call, secret) => ({ ...call, headers: [...call.headers, name, secret] }),
});

/** Where other products look for credentials. */
const places: { readonly [variant: string]: Place } = {
  'query-api_key': inQuery('api_key'),
  'query-api-key': inQuery('api-key'),
  'query-access_token': inQuery('access_token'),
  'query-key': inQuery('key'),
  'header-x-api-key': inHeader('X-API-Key'),
  'header-api-key': inHeader('Api-Key'),
  bearer: {
    kind: 'bearer',
    name: 'Authorization',
    put: (call, secret) => ({ ...call, headers: [...withoutHeader(call.headers, 'authorization'), 'Authorization', `Bearer ${secret}`] }),
  },
  cookie: {
    kind: 'cookie',
    name: 'api_key',
    put: (call, secret) => ({ ...call, headers: [...call.headers, 'Cookie', `api_key=${secret}`] }),
  },
  body: {
    kind: 'query',
    name: 'body',
    put: (call, secret) => ({
      ...call,
      headers: [...withoutHeader(call.headers, 'content-type'), 'Content-Type', 'application/x-www-form-urlencoded'],
      body: `access_token=${encodeURIComponent(secret)}`,
    }),
  },
};

/** Only a live credential can show it, and in a URL it ends up in logs: hence the permission. */
export const misplacedCredentials: Scenario = {
  name: 'misplaced-credentials',
  description: 'Sends a live credential where the document does not place it, and nothing where it does.',
  cases: ({ contract, principals }) => {
    const operation = simplestOperation(contract);
    if (!operation) return [];
    const blocked = principals.able(operation).length === 0 ? missingPrincipalFor(operation) : undefined;
    return Object.entries(places)
      .filter(([, place]) => !isDeclared(contract, place))
      .map(([variant]) => ({
        operation: operation.id,
        variant,
        cost: 1,
        permissions: ['destructive'] as const,
        ...(blocked && { blocked }),
      }));
  },
  async play(context, cases) {
    const operation = operationOf(context.contract, cases[0]?.operation);
    const caller = context.principals.caller(principalNamed(context.principals, context.principals.able(operation)[0]?.name), operation);
    const control = await context.send(operation, { role: 'control', caller });
    const bare = requestFor(context.basePath, operation);
    for (const testCase of cases) {
      const moved = places[testCase.variant!]!.put(bare, caller.credentials[0]?.secret ?? '');
      const probe = await context.send(operation, { caller, alter: () => moved });
      context.observe(testCase, { controls: [control], probes: [probe] });
    }
  },
};

function isDeclared(contract: Contract, place: Place): boolean {
  return contract.schemes.some(
    ({ kind, parameter }) => kind === place.kind && (kind === 'bearer' || parameter.toLowerCase() === place.name.toLowerCase()),
  );
}
