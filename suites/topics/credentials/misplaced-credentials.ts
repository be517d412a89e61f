import { withoutHeader } from '../../../spec/message.ts';
import type { Contract } from '../../../spec/contract.ts';
import { requestFor } from '../../http/request.ts';
import type { Call } from '../../http/target.ts';
import type { CallProbes, Case } from '../../engine/evidence.ts';
import { kindsOf } from '../../engine/kinds.ts';
import { holderOf, missingPrincipalFor, operationOf, takes, type Scenario } from '../../engine/scenario.ts';

interface Place {
  /** The kind of scheme that would declare it. */
  readonly scheme: 'query' | 'header' | 'cookie';
  readonly name: string;
  readonly words: string;
  readonly put: (call: Call, secret: string) => Call;
}

const inQuery = (name: string): Place => ({
  scheme: 'query',
  name,
  words: `in the query parameter ${name}`,
  put: (call, secret) => ({
    ...call,
    target: `${call.target}${call.target.includes('?') ? '&' : '?'}${name}=${encodeURIComponent(secret)}`,
  }),
});
const inHeader = (name: string): Place => ({
  scheme: 'header',
  name,
  words: `in the header ${name}`,
  put: (call, secret) => ({ ...call, headers: [...call.headers, name, secret] }),
});
const inCookie: Place = {
  scheme: 'cookie',
  name: 'api_key',
  words: 'in the cookie api_key',
  put: (call, secret) => ({ ...call, headers: [...call.headers, 'Cookie', `api_key=${secret}`] }),
};
const inBody: Place = {
  scheme: 'query',
  name: 'body',
  words: 'in a form in the request body',
  put: (call, secret) => ({
    ...call,
    headers: [...withoutHeader(call.headers, 'content-type'), 'Content-Type', 'application/x-www-form-urlencoded'],
    body: `access_token=${encodeURIComponent(secret)}`,
  }),
};

/** Where other products expect credentials. */
const places = {
  'query-api_key': inQuery('api_key'),
  'query-api-key': inQuery('api-key'),
  'query-access_token': inQuery('access_token'),
  'query-key': inQuery('key'),
  'header-x-api-key': inHeader('X-API-Key'),
  'header-api-key': inHeader('Api-Key'),
  cookie: inCookie,
  body: inBody,
} as const satisfies { readonly [kind: string]: Place };

export interface MisplacedCase extends Case {
  readonly kind: keyof typeof places;
  /** Whether the credential is in the URL. */
  readonly inUrl: boolean;
}

/** The schemes whose credentials are texts. */
const texts = ['bearer', 'basic', 'named', 'header', 'query', 'cookie'] as const;

/** Only a valid credential can show it, and a URL with one ends up in logs: this needs a permission. */
export const misplacedCredentials: Scenario<MisplacedCase, CallProbes> = {
  name: 'misplaced-credentials',
  together: 'exposure',
  description: 'Sends a valid credential in places that the document does not declare, and none in the declared place.',
  cases: ({ contract, principals }) => {
    const operation = principals.probe;
    if (!operation || !takes(contract, operation, texts)) return [];
    const blocked = holderOf(principals, operation, texts) ? undefined : missingPrincipalFor(operation);
    return kindsOf(places)
      .filter((kind) => !isDeclared(contract, places[kind]))
      .map((kind) => ({
        operation: operation.id,
        kind,
        inUrl: places[kind].scheme === 'query' && kind !== 'body',
        label: kind,
        words: places[kind].words,
        cost: 1,
        permissions: ['destructive'] as const,
        ...(blocked && { blocked }),
      }));
  },
  async play(context, cases) {
    const operation = operationOf(context.contract, cases[0]?.operation);
    const { caller, credential } = holderOf(context.principals, operation, texts)!;
    const control = await context.send(operation, { role: 'control', caller });
    const bare = requestFor(context.settings, operation);
    for (const testCase of cases) {
      const moved = places[testCase.kind].put(bare, credential.secret);
      const call = await context.send(operation, { caller, alter: () => moved });
      context.observe(testCase, { controls: [control], probes: { call } });
    }
  },
};

function isDeclared(contract: Contract, place: Place): boolean {
  return contract.schemes.some(({ kind, parameter }) => kind === place.scheme && parameter.toLowerCase() === place.name.toLowerCase());
}
