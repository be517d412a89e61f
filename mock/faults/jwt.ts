import type { Key } from '../state/key.ts';
import { saidIn, signed, type Said } from '../state/jwt.ts';
import type { Visit } from '../engine/visit.ts';
import { before } from './bend.ts';
import type { Faults } from './fault.ts';

/** Believes what some tokens say of themselves: their id names the key. */
const believing = (trusted: (said: Said, token: string, visit: Visit) => boolean) =>
  before('credentials', (visit) => {
    const { store } = visit.around;
    const named = (token: string): Key | undefined => {
      const said = saidIn(token);
      const id = said?.claims['jti'];
      if (said === undefined || typeof id !== 'string' || !trusted(said, token, visit)) return undefined;
      return store.keys().find(({ secret }) => saidIn(secret)?.claims['jti'] === id);
    };
    return { ...visit, around: { ...visit.around, store: { ...store, key: (secret) => store.key(secret) ?? named(secret) } } };
  });

const algorithm = ({ header }: Said) => (typeof header['alg'] === 'string' ? header['alg'] : '');

export const jwt = {
  'algorithm-none-is-believed': {
    breaks: ['jwt/unsigned-token-is-refused'],
    says: 'A token that names the algorithm none is taken as it is.',
    bend: believing((said) => algorithm(said) === 'none'),
  },
  'algorithm-none-is-known-in-small-letters-alone': {
    breaks: ['jwt/unsigned-token-is-refused'],
    says: 'Tokens of the algorithm none are refused, but not where the word is written in other letters.',
    bend: believing((said) => algorithm(said) !== 'none' && algorithm(said).toLowerCase() === 'none'),
  },
  'empty-signature-is-not-verified': {
    breaks: ['jwt/unsigned-token-is-refused'],
    says: 'A token whose signature is empty is not verified, as there is nothing to compare.',
    bend: believing((said, token) => algorithm(said) === 'HS256' && said.signature === '' && token.endsWith('.')),
  },
  'signature-is-not-compared': {
    breaks: ['jwt/changed-token-is-refused'],
    also: ['credentials/unknown-credential-is-401', 'jwt/foreign-signature-is-refused'],
    says: 'A token has to have a signature, whatever it says.',
    bend: believing((said) => algorithm(said) === 'HS256' && said.signature !== ''),
  },
  'audience-is-not-signed': {
    breaks: ['jwt/changed-token-is-refused'],
    says: 'The audience of a token is overlooked when its signature is verified.',
    bend: believing(({ claims, signature }, _, { around }) =>
      around.store.keys().some(({ secret }) => {
        const said = saidIn(secret);
        return said?.signature === signature && JSON.stringify({ ...said.claims, aud: claims['aud'] }) === JSON.stringify(claims);
      }),
    ),
  },
  'secret-of-a-tutorial': {
    breaks: ['jwt/foreign-signature-is-refused'],
    says: 'Tokens are verified with the word secret as well.',
    bend: believing(({ claims, signature }) => saidIn(signed(claims, 'secret'))?.signature === signature),
  },
  'key-of-the-header-is-believed': {
    breaks: ['jwt/foreign-signature-is-refused'],
    says: 'A token is verified with the key that it brings along.',
    bend: believing(({ header }) => header['jwk'] !== undefined),
  },
  'end-of-a-token-is-overlooked': {
    breaks: ['jwt/expired-token-is-refused'],
    also: ['credentials/expired-credential-is-401'],
    says: 'Whether a token has ended is not looked at.',
    bend: before('credentials', (visit) => {
      const { store } = visit.around;
      const alive = (key: Key | undefined): Key | undefined => (key?.state === 'expired' ? { ...key, state: 'active' } : key);
      return { ...visit, around: { ...visit.around, store: { ...store, key: (secret) => alive(store.key(secret)) } } };
    }),
  },
} as const satisfies Faults;
