/**
 * The library API behind `oidc-provider`, a certified authorization server.
 *
 * @module
 */
import { generateKeyPairSync } from 'node:crypto';
import type { Context, Provider, Token } from 'oidc-provider';
import { serve, speaking, type Conduct, type Served } from '../../support/servers.ts';
import { library } from './library.ts';
import { readers, type Reader } from './readers.ts';

export interface OidcOracle extends Served {
  /** The next authorization of this client ends as if the person had said no. */
  deny(clientId: string): void;
  /** Moves the time of this process, which is the only one that it knows, until it is closed. */
  advance(seconds: number): void;
}

/** Starts it; everybody is signed in as `ann` and consents at once, or else is asked on its own pages. */
export async function startOidcProvider(changes: object = {}, asks = false): Promise<OidcOracle> {
  let conduct: Conduct = (socket) => void socket.destroy();
  const served = await serve((socket) => conduct(socket));
  const denied = new Set<string>();
  const provider = await createProvider(served.https, asks, { ...(!asks && (await silent(denied))), ...changes });
  const session = new provider.Session({ accountId: 'ann', loginTs: Math.floor(Date.now() / 1000) });
  await session.save(86_400);
  const authorize = provider.callback();
  const answer = library(async (value) => {
    const token = (await provider.AccessToken.find(value)) ?? (await provider.ClientCredentials.find(value));
    return token?.isValid === true ? { user: token.accountId ?? token.clientId, scopes: scopesOf(token) } : undefined;
  });
  conduct = speaking((request, response) => {
    if (!('encrypted' in request.socket)) return void response.writeHead(403).end();
    if (request.url!.startsWith('/v1/')) return void answer(request, response);
    // A person who is signed in: her browser sends the cookie of her session.
    if (!asks && request.url!.startsWith('/oauth/authorize')) request.headers.cookie = `_session=${session.id}`;
    // Its pages would like a font from elsewhere.
    if (asks) response.setHeader('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'");
    return void authorize(request, response);
  });
  const realNow = Date.now;
  let ahead = 0;
  return {
    ...served,
    deny: (clientId) => void denied.add(clientId),
    advance(seconds) {
      ahead += seconds * 1000;
      Date.now = () => realNow() + ahead;
    },
    close: async () => {
      Date.now = realNow;
      await served.close();
    },
  };
}

function scopesOf({ scope = '' }: Token): readonly string[] {
  return scope.split(' ').filter((name) => name !== '');
}

/** Nobody is asked for anything; whoever is among the denied is taken to have said no, once. */
async function silent(denied: Set<string>): Promise<object> {
  const { interactionPolicy, errors } = await quietly(() => import('oidc-provider'));
  const { Prompt, Check } = interactionPolicy;
  const refuse = ({ oidc }: Context) => {
    if (denied.delete(oidc.client.clientId)) throw new errors.AccessDenied('she said no');
    return false;
  };
  return {
    async loadExistingGrant({ oidc }: Context) {
      const grant = new oidc.provider.Grant({ accountId: oidc.account.accountId, clientId: oidc.client.clientId });
      grant.addOIDCScope(oidc.requestParamOIDCScopes);
      await grant.save();
      return grant;
    },
    interactions: {
      policy: [new Prompt({ name: 'decision' }, new Check('denied', 'she said no', 'access_denied', refuse))],
      url: () => '/nobody-is-asked',
    },
  };
}

function createProvider(issuer: string, asks: boolean, changes: object): Promise<Provider> {
  return quietly(async () => {
    const { default: Constructor } = await import('oidc-provider');
    return new Constructor(issuer, {
      clients: Object.values<Reader>(readers).map(({ clientId, clientSecret, redirectUri, scopes, method }) => ({
        client_id: clientId,
        ...(clientSecret !== undefined && { client_secret: clientSecret }),
        redirect_uris: [redirectUri],
        response_types: ['code'],
        grant_types: ['authorization_code', 'refresh_token', ...(method === 'none' ? [] : ['client_credentials'])],
        token_endpoint_auth_method: method,
        scope: scopes.join(' '),
      })),
      clientDefaults: { id_token_signed_response_alg: 'ES256' },
      clientBasedCORS: () => false,
      renderError: (context: Context, { error }: { readonly error: string }) => void (context.body = error),
      scopes: ['read', 'write', 'remove'],
      clientAuthMethods: ['client_secret_post', 'client_secret_basic', 'none'],
      pkce: { required: () => false },
      rotateRefreshToken: true,
      issueRefreshToken: (_: Context, client: Context['oidc']['client']) => client.grantTypeAllowed('refresh_token'),
      expiresWithSession: () => false,
      findAccount: (_: Context, accountId: string) => ({ accountId, claims: () => ({ sub: accountId }) }),
      allowOmittingSingleRegisteredRedirectUri: false,
      cookies: { keys: ['of a test'], names: { session: '_session' }, long: { signed: false } },
      jwks: { keys: [generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' })] },
      responseTypes: ['code'],
      ttl: {
        AccessToken: 3600,
        AuthorizationCode: 60,
        ClientCredentials: 3600,
        Grant: 86_400,
        Interaction: 600,
        RefreshToken: 86_400,
        Session: 86_400,
      },
      features: {
        devInteractions: { enabled: asks },
        userinfo: { enabled: false },
        rpInitiatedLogout: { enabled: false },
        clientCredentials: { enabled: true },
        revocation: {
          enabled: true,
          allowedPolicy: (_: Context, client: { clientId: string }, token: Token) => client.clientId === token.clientId,
        },
        introspection: { enabled: true, allowedPolicy: () => true },
      },
      routes: {
        authorization: '/oauth/authorize',
        token: '/oauth/token',
        revocation: '/oauth/revoke',
        introspection: '/oauth/introspect',
        jwks: '/oauth/jwks',
      },
      ...changes,
    });
  });
}

/** Keeps to itself what is said of a Node that is too old and of an adapter that forgets. */
async function quietly<Value>(make: () => Promise<Value>): Promise<Value> {
  const { info, warn } = console;
  Object.assign(console, { info: () => {}, warn: () => {} });
  try {
    return await make();
  } finally {
    Object.assign(console, { info, warn });
  }
}
