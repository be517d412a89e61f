import { headerValue, headerValues, withoutHeader } from '../../spec/message.ts';
import { schemeMethods } from '../../spec/schemes/schemes.ts';
import type { RequestContext } from '../engine/request-context.ts';
import { beforeGate, headerOf } from './edits.ts';
import type { Faults } from './fault.ts';

/** Moves a credential to the place of its scheme. */
function withCredential(context: RequestContext, credential: string | undefined): RequestContext {
  if (credential === undefined) return context;
  const { compiled, store } = context.environment;
  const { schemes } = compiled.contract;
  const scheme = schemes.find(({ name }) => name === store.key(credential)?.scheme) ?? schemes[0];
  if (scheme === undefined) return context;
  const carrier = schemeMethods[scheme.kind].put(scheme, context.request, credential);
  return { ...context, request: { ...context.request, ...carrier } };
}

const queryNames = /^(?:access_token|api_?key|key|token)$/i;

function credentialInQuery({ query, environment }: RequestContext): string | undefined {
  const pair = query.split('&').find((candidate) => queryNames.test(candidate.split('=', 1)[0]!)) ?? '';
  const secret = pair.slice(pair.indexOf('=') + 1);
  return environment.store.keys().find((key) => encodeURIComponent(key.secret) === secret)?.secret;
}

/** Accepts a key inside Basic credentials in the Authorization header. */
const withKeyInBasic = (keyOf: (text: string) => string | undefined) =>
  beforeGate('credentials', (context) => {
    const [, encoded] = /^Basic +([A-Za-z0-9+/]+=*)$/i.exec(headerValue(context.request.headers, 'Authorization') ?? '') ?? [];
    const key = encoded === undefined ? undefined : keyOf(Buffer.from(encoded, 'base64').toString());
    return key !== undefined && context.environment.store.key(key) !== undefined ? withCredential(context, key) : context;
  });

/** Faults that find credentials where the document does not declare them. */
export const placesFaults = {
  'accepts-any-scheme': {
    breaks: ['credentials/undeclared-scheme'],
    description: 'The server accepts a key after any common scheme name, or after none.',
    apply: beforeGate('credentials', (context) => {
      const fields = headerValues(context.request.headers, 'Authorization');
      const [, credential = ''] = /^(?:(?:Basic|Bearer|Token|ApiKey|Digest) +)?([^\s]+)$/i.exec(fields[0] ?? '') ?? [];
      return fields.length === 1 && context.environment.store.key(credential) !== undefined ? withCredential(context, credential) : context;
    }),
  },
  'accepts-key-in-query': {
    breaks: ['credentials/in-query'],
    also: ['credentials/undocumented-place'],
    description: 'The server accepts a key in the query, where it ends up in logs.',
    apply: beforeGate('credentials', (context) => withCredential(context, credentialInQuery(context))),
  },
  'accepts-key-in-cookie': {
    breaks: ['credentials/undocumented-place'],
    description: 'The server accepts a key in a cookie, which browsers send on behalf of any page.',
    apply: beforeGate('credentials', (context) => {
      const [, credential] = /(?:^|; )api_key=([^;]+)/.exec(headerValue(context.request.headers, 'Cookie') ?? '') ?? [];
      return withCredential(context, credential);
    }),
  },
  'uses-first-of-two-keys': {
    breaks: ['credentials/ambiguous'],
    description: 'The server uses the first of two credential headers and ignores the other.',
    apply: beforeGate('credentials', (context) => {
      const { headers } = context.request;
      const field = headerOf(context);
      const first = headerValue(headers, field);
      const single = first === undefined ? headers : [...withoutHeader(headers, field), field, first];
      return { ...context, request: { ...context.request, headers: single } };
    }),
  },
  'accepts-key-as-basic-user': {
    breaks: ['credentials/undeclared-scheme'],
    description: 'The server accepts a key as the user of Basic credentials with an empty password.',
    apply: withKeyInBasic((text) => /^(.+):$/.exec(text)?.[1]),
  },
  'accepts-key-as-basic-password': {
    breaks: ['credentials/undeclared-scheme'],
    description: 'The server accepts a key as the password of Basic credentials with any user.',
    apply: withKeyInBasic((text) => /^[^:]*:(.+)$/.exec(text)?.[1]),
  },
} as const satisfies Faults;
