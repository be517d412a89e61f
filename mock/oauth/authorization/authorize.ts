/**
 * The authorization endpoint.
 *
 * @module
 * @see RFC 6749 §3.1
 */
import { valueAt, below } from '../../../spec/json/pointer.ts';
import { namedClient, clientPlan, repeats } from '../client.ts';
import { requestParameter, type EndpointContext, type Step } from '../endpoint-context.ts';
import { form } from '../form.ts';
import { bodyText, parseParameters, queryText } from '../parameters.ts';
import type { ClientConsentRequest, AuthorizationGrant } from '../grant.ts';
import { method } from '../method.ts';
import { consentPage, pageLines } from '../page.ts';
import { redirectUri, redirectUriIsSafe } from './redirect-uri.ts';
import { offlineScope } from '../../../spec/schemes/provider.ts';
import type { RealmFlow } from '../realm.ts';
import { page, reject, sendBack } from '../reply.ts';
import { flowFor, scope } from '../scope.ts';
import { issueTokens, newHandle, tokenLifetime } from '../tokens.ts';

/** Lifetime of codes and tickets in milliseconds. @see RFC 6749 §4.1.2 */
export const codeLifetime = 600_000;

/** Reads the query and, of a POST, the form. @see RFC 6749 §3.1, OpenID Connect Core 1.0 §3.1.2.1 */
export const authorizationQuery: Step = {
  name: 'query',
  pass(exchange) {
    const { request } = exchange;
    const query = queryText(request.target);
    const body = request.method === 'POST' ? bodyText(request) : '';
    if (body === '') return { ...exchange, parameters: parseParameters(query) };
    const read = form.pass(exchange);
    return read.ending === undefined ? { ...read, parameters: parseParameters(`${query}&${body}`) } : read;
  },
};

const kinds = { code: 'authorizationCode', token: 'implicit' } as const;

const isResponseType = (text: string): text is keyof typeof kinds => Object.hasOwn(kinds, text);

const responseType: Step = {
  name: 'response-type',
  pass(exchange) {
    const type = requestParameter(exchange, 'response_type');
    if (type === undefined) return reject(exchange, 'invalid_request', 'There is no response_type');
    const flow = isResponseType(type) ? flowFor(exchange, ({ kind }) => kind === kinds[type]) : undefined;
    if (!isResponseType(type) || flow === undefined)
      return reject(exchange, 'unsupported_response_type', 'The response_type is not offered');
    return { ...exchange, flow, responseType: type };
  },
};

/** Reads the code challenge; only `S256` is supported. @see RFC 7636 §4.3, §4.4.1 */
const challenge: Step = {
  name: 'challenge',
  pass(exchange) {
    const sent = requestParameter(exchange, 'code_challenge');
    const transformed = requestParameter(exchange, 'code_challenge_method');
    if (exchange.responseType !== 'code' || (sent === undefined && transformed === undefined)) return exchange;
    if (sent === undefined) return reject(exchange, 'invalid_request', 'There is a code_challenge_method without a code_challenge');
    if (transformed !== 'S256') return reject(exchange, 'invalid_request', 'The code_challenge_method is not S256');
    if (!/^[A-Za-z0-9_-]{43}$/.test(sent)) return reject(exchange, 'invalid_request', 'The code_challenge is no SHA-256 digest');
    return { ...exchange, challenge: sent };
  },
};

const denialOf = (clientId: string) => `denial of ${clientId}`;

/** Denies the next authorization request of a client. */
export function denyNext(store: EndpointContext['environment']['store'], clientId: string): void {
  store.putGrant(denialOf(clientId), { kind: 'denial', due: true });
}

/** Whether this authorization request of the client is denied; resets the denial. */
export function isDenied({ environment, client, namespace }: EndpointContext): boolean {
  const id = client?.clientId ?? '';
  const handle = denialOf(namespace === '' ? id : `${id}.${namespace}`);
  const found = environment.store.grant(handle);
  if (found?.kind !== 'denial' || !found.due) return false;
  environment.store.putGrant(handle, { kind: 'denial', due: false });
  return true;
}

const denial: Step = {
  name: 'denial',
  pass: (exchange) => (isDenied(exchange) ? reject(exchange, 'access_denied', 'The user denied access') : exchange),
};

/** Whether there is a refresh token; a provider of OpenID Connect issues it where it is asked for. @see OpenID Connect Core 1.0 §11 */
function isRefreshable({ kind, refreshUrl, provided }: RealmFlow, scopes: readonly string[]): boolean {
  if (refreshUrl === undefined || kind === 'clientCredentials' || kind === 'implicit') return false;
  return !provided || scopes.includes(offlineScope);
}

/** A new authorization for the client of an exchange. */
export function authorizationOf(exchange: EndpointContext): AuthorizationGrant {
  const { client, namespace, flow, scopes, environment, account } = exchange;
  if (client === undefined || flow === undefined) throw new Error('oauth: there is no client or no flow to authorize');
  return {
    client: client.name,
    namespace,
    account: account === '' ? client.account : account,
    scheme: flow.scheme,
    scopes,
    refreshable: isRefreshable(flow, scopes),
    family: newHandle(environment, 'family'),
  };
}

/** Scopes with their descriptions from the document. */
export function described(exchange: EndpointContext, scopes: readonly string[]) {
  const { compiled, realms } = exchange.environment;
  const places = realms.all.flatMap(({ flows }) => flows.map(({ place }) => below(place.pointer, 'scopes')));
  return scopes.map((name) => {
    const texts = places.map((place) => valueAt(compiled.contract.document, below(place, name)));
    return { name, description: texts.find((text) => typeof text === 'string') ?? '' };
  });
}

function asked(exchange: EndpointContext): ClientConsentRequest {
  const { responseType: type, returnTo } = exchange;
  if (type === undefined || returnTo === undefined) throw new Error('oauth: the authorization request is incomplete');
  return {
    by: 'client',
    authorization: authorizationOf(exchange),
    responseType: type,
    returnTo,
    challenge: exchange.challenge,
    nonce: requestParameter(exchange, 'nonce'),
  };
}

/** Shows the consent page, in page mode or if the request has `prompt=consent`. */
const consent: Step = {
  name: 'consent',
  pass(exchange) {
    const { environment, request, client, endpoint, scopes } = exchange;
    const prompts = (requestParameter(exchange, 'prompt') ?? '').split(' ');
    if (client === undefined || (environment.consent === 'automatic' && !prompts.includes('consent'))) return exchange;
    const ticket = newHandle(environment, 'ticket');
    const question = asked(exchange);
    environment.store.putGrant(ticket, { kind: 'ticket', asked: question, expiresAt: request.at + codeLifetime, used: false });
    const html = consentPage({
      api: environment.compiled.contract.title,
      client: client.name,
      account: client.account,
      scopes: described(exchange, scopes),
      action: endpoint.path,
      ticket,
    });
    return page(
      exchange,
      200,
      html,
      { outcome: 'served', cause: { code: 'consent-page', client: client.name, device: false } },
      pageLines([question.returnTo.uri]),
    );
  },
};

/** Redirects to the client with a code, or with a token in the implicit flow. @see RFC 6749 §4.1.2, §4.2.2 */
export function sendGrant(exchange: EndpointContext, question: ClientConsentRequest): EndpointContext {
  const { authorization, returnTo } = question;
  const { environment, request } = exchange;
  const back = { ...exchange, returnTo };
  if (question.responseType === 'token') {
    const { accessToken } = issueTokens(environment, authorization, authorization.scopes, request.at);
    const parameters: readonly (readonly [string, string])[] = [
      ['access_token', accessToken],
      ['token_type', 'Bearer'],
      ['expires_in', String(tokenLifetime)],
      ...(authorization.scopes.length > 0 ? [['scope', authorization.scopes.join(' ')] as const] : []),
    ];
    return sendBack(back, parameters, { outcome: 'served', cause: { code: 'tokens-issued', client: authorization.client } });
  }
  const code = newHandle(environment, 'code');
  environment.store.putGrant(code, {
    ...authorization,
    kind: 'code',
    redirectUri: returnTo.uri,
    redirectUriStated: returnTo.stated,
    challenge: question.challenge,
    nonce: question.nonce,
    expiresAt: request.at + codeLifetime,
    used: false,
  });
  return sendBack(back, [['code', code]], { outcome: 'served', cause: { code: 'code-issued', client: authorization.client } });
}

const grant: Step = { name: 'grant', pass: (exchange) => sendGrant(exchange, asked(exchange)) };

/** The steps of an authorization request. */
export const authorize: readonly Step[] = [
  method('GET', 'HEAD', 'POST'),
  authorizationQuery,
  namedClient,
  redirectUri,
  redirectUriIsSafe,
  repeats,
  clientPlan,
  responseType,
  challenge,
  scope,
  denial,
  consent,
  grant,
];
