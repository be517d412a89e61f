/**
 * The OAuth clients that both authorization servers know.
 *
 * @module
 */
import type { OAuthClient } from '../../../suites/engine/settings.ts';

/** A client, and how it is registered to authenticate. */
export type Reader = OAuthClient & { readonly method: 'client_secret_post' | 'client_secret_basic' | 'none' };

const confidential = (name: string, method: Reader['method'], scopes: readonly string[]): Reader => ({
  name,
  clientId: `${name}-client`,
  clientSecret: `secret-of-${name}:50%+more/of.it~with-32-or-more`,
  redirectUri: `https://${name}.example/callback`,
  account: 'ann',
  scopes,
  public: false,
  consent: { kind: 'automatic' },
  method,
});
const { clientSecret: _, ...page } = confidential('page', 'none', ['read', 'write', 'remove']);

/** Two that put their secret into the body, one that uses Basic and may only read, and one without a secret. */
export const readers = {
  app: confidential('app', 'client_secret_post', ['read', 'write', 'remove']),
  other: confidential('other', 'client_secret_post', ['read', 'write', 'remove']),
  basic: confidential('basic', 'client_secret_basic', ['read']),
  page: { ...page, public: true },
} as const satisfies { readonly [name: string]: Reader };
