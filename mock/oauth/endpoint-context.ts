import type { MockRequest } from '../engine/request.ts';
import type { Decision } from '../engine/decision.ts';
import type { MockEnvironment } from '../engine/environment.ts';
import { noParameters, type RequestParameters } from './parameters.ts';
import type { CodeGrant, DeviceGrant, RefreshGrant, ReturnAddress } from './grant.ts';
import { realmOrigin, type Endpoint, type EndpointName, type RealmFlow } from './realm.ts';
import type { RegisteredClient } from './management/register.ts';

/** The code or token that a token request presents, and its handle. */
export interface Presented {
  readonly handle: string;
  readonly grant: CodeGrant | RefreshGrant | DeviceGrant;
}

/** The response of an endpoint. The gate adds its own name and that of the step. */
export type Ending = Omit<Decision, 'gate' | 'step'>;

/** A request to an authorization server with the results of the steps so far. */
export interface EndpointContext {
  readonly environment: MockEnvironment;
  readonly request: MockRequest;
  readonly endpoint: Endpoint;
  readonly parameters: RequestParameters;
  readonly client: RegisteredClient | undefined;
  readonly namespace: string;
  /** Whether the request has an Authorization header, so that errors have a challenge. */
  readonly byHeader: boolean;
  /** The redirect of the authorization endpoint, once it is known to be safe. */
  readonly returnTo: ReturnAddress | undefined;
  readonly responseType: 'code' | 'token' | undefined;
  /** The declared flow of the request. */
  readonly flow: RealmFlow | undefined;
  /** @see RFC 7636 §4.3 */
  readonly challenge: string | undefined;
  readonly presented: Presented | undefined;
  /** The account that the tokens are for. */
  readonly account: string;
  /** The granted scopes. */
  readonly scopes: readonly string[];
  readonly ending: Ending | undefined;
}

/** A step of an endpoint: returns the exchange with its results, and with an ending if it decides. */
export interface Step {
  readonly name: string;
  pass(exchange: EndpointContext): EndpointContext;
}

/** The steps of every endpoint in order. `decide` handles the forms of pages. */
export type Endpoints = { readonly [endpoint in EndpointName | 'decide']: readonly Step[] };

/** The context of a request before the first step. */
export function endpointContext(environment: MockEnvironment, request: MockRequest, endpoint: Endpoint): EndpointContext {
  return {
    environment,
    request,
    endpoint,
    parameters: noParameters,
    client: undefined,
    namespace: '',
    byHeader: false,
    returnTo: undefined,
    responseType: undefined,
    flow: undefined,
    challenge: undefined,
    presented: undefined,
    account: '',
    scopes: [],
    ending: undefined,
  };
}

/** The value of a parameter, or undefined. */
export function requestParameter({ parameters }: EndpointContext, name: string): string | undefined {
  return parameters.values.get(name);
}

/** The origin of the endpoints for this request. */
export function endpointOrigin({ endpoint, environment, request }: EndpointContext): string {
  return realmOrigin(endpoint.realm, environment.compiled.contract, request);
}

/** The issuer for this request. */
export function issuerOf(exchange: EndpointContext): string {
  return endpointOrigin(exchange) + exchange.endpoint.realm.issuerPath;
}

/** A step that runs only if a condition holds. */
export function when(applies: (exchange: EndpointContext) => boolean, { name, pass }: Step): Step {
  return { name, pass: (exchange) => (applies(exchange) ? pass(exchange) : exchange) };
}
