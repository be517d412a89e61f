import type { Key } from '../state/key.ts';
import { decodeJwt, signed, type DecodedJwt } from '../state/jwt.ts';
import type { RequestContext } from '../engine/request-context.ts';
import { beforeGate } from './edits.ts';
import type { Faults } from './fault.ts';

/** Accepts an unknown token that satisfies the condition: its `jti` claim selects the key. */
const acceptToken = (trusted: (decoded: DecodedJwt, token: string, context: RequestContext) => boolean) =>
  beforeGate('credentials', (context) => {
    const { store } = context.environment;
    const named = (token: string): Key | undefined => {
      const decoded = decodeJwt(token);
      const id = decoded?.claims['jti'];
      if (decoded === undefined || typeof id !== 'string' || !trusted(decoded, token, context)) return undefined;
      return store.keys().find(({ secret }) => decodeJwt(secret)?.claims['jti'] === id);
    };
    return {
      ...context,
      environment: { ...context.environment, store: { ...store, key: (secret) => store.key(secret) ?? named(secret) } },
    };
  });

const algorithm = ({ header }: DecodedJwt) => (typeof header['alg'] === 'string' ? header['alg'] : '');

/** Whether a token names an algorithm that the mock signs with. */
const signsWith = (decoded: DecodedJwt) => ['HS256', 'ES256'].includes(algorithm(decoded));

export const jwtFaults = {
  'accepts-alg-none': {
    breaks: ['jwt/unsigned'],
    description: 'The server accepts a token with the algorithm none unverified.',
    apply: acceptToken((decoded) => algorithm(decoded) === 'none'),
  },
  'accepts-alg-none-mixed-case': {
    breaks: ['jwt/unsigned'],
    description: 'The server rejects the algorithm none, but accepts it in another letter case.',
    apply: acceptToken((decoded) => algorithm(decoded) !== 'none' && algorithm(decoded).toLowerCase() === 'none'),
  },
  'accepts-empty-signature': {
    breaks: ['jwt/unsigned'],
    description: 'The server does not verify a token whose signature is empty.',
    apply: acceptToken((decoded, token) => signsWith(decoded) && decoded.signature === '' && token.endsWith('.')),
  },
  'accepts-any-signature': {
    breaks: ['jwt/tampered'],
    also: ['credentials/unknown', 'jwt/foreign-key'],
    description: 'The server accepts a token with any signature that is not empty.',
    apply: acceptToken((decoded) => signsWith(decoded) && decoded.signature !== ''),
  },
  'verifies-signature-without-audience': {
    breaks: ['jwt/tampered'],
    description: 'The server leaves the audience out when it verifies the signature of a token.',
    apply: acceptToken(({ claims, signature }, _, { environment }) =>
      environment.store.keys().some(({ secret }) => {
        const decoded = decodeJwt(secret);
        return decoded?.signature === signature && JSON.stringify({ ...decoded.claims, aud: claims['aud'] }) === JSON.stringify(claims);
      }),
    ),
  },
  'accepts-tutorial-secret': {
    breaks: ['jwt/foreign-key'],
    description: 'The server also accepts tokens signed with the word secret.',
    apply: acceptToken(({ claims, signature }) => decodeJwt(signed(claims, 'secret'))?.signature === signature),
  },
  'trusts-key-in-jwt-header': {
    breaks: ['jwt/foreign-key'],
    description: 'The server verifies a token with the key that the token includes.',
    apply: acceptToken(({ header }) => header['jwk'] !== undefined),
  },
  'ignores-jwt-expiry': {
    breaks: ['jwt/expired'],
    also: ['credentials/expired'],
    description: 'The server does not check whether a token has expired.',
    apply: beforeGate('credentials', (context) => {
      const { store } = context.environment;
      const alive = (key: Key | undefined): Key | undefined => (key?.state === 'expired' ? { ...key, state: 'active' } : key);
      return { ...context, environment: { ...context.environment, store: { ...store, key: (secret) => alive(store.key(secret)) } } };
    }),
  },
} as const satisfies Faults;
