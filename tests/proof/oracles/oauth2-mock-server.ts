/**
 * The library API behind `oauth2-mock-server`, which gives a token to whoever asks for one.
 *
 * @module
 */
import { OAuth2Issuer, OAuth2Service } from 'oauth2-mock-server';
import { serve, speaking, type Conduct, type Served } from '../../support/servers.ts';
import { library } from './library.ts';

/** Starts it, at the URLs of the library's document. */
export async function startOauth2MockServer(): Promise<Served> {
  let conduct: Conduct = (socket) => void socket.destroy();
  const served = await serve((socket) => conduct(socket));
  const issuer = new OAuth2Issuer();
  issuer.url = served.https;
  await issuer.keys.generate('RS256');
  const service = new OAuth2Service(issuer, {
    wellKnownDocument: '/.well-known/oauth-authorization-server',
    authorize: '/oauth/authorize',
    token: '/oauth/token',
    revoke: '/oauth/revoke',
    introspect: '/oauth/introspect',
  });
  const given = new Map<string, readonly string[]>();
  service.on('beforeResponse', ({ body }) => {
    if (typeof body === 'object' && typeof body['access_token'] === 'string')
      given.set(body['access_token'], String(body['scope']).split(' '));
  });
  const answer = library(async (token) => {
    const scopes = given.get(token);
    return scopes && { user: 'johndoe', scopes };
  });
  conduct = speaking((request, response) => {
    if (request.url!.startsWith('/v1/')) return void answer(request, response);
    return service.requestHandler(request, response);
  });
  return served;
}
