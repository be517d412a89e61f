import type { MockRequest } from '../engine/request.ts';
import type { Decision } from '../engine/decision.ts';
import type { MockEnvironment } from '../engine/environment.ts';
import { noParameters, type RequestParameters } from './parameters.ts';
import type { CodeGrant, DeviceGrant, RefreshGrant, ReturnAddress } from './grant.ts';
import { issuerFor, type Endpoint, type EndpointName, type RealmFlow } from './realm.ts';
import type { RegisteredClient } from './management/register.ts';

/** What is exchanged for tokens, and the handle that it was presented by. */
export interface Presented {
  readonly handle: string;
  readonly grant: CodeGrant | RefreshGrant | DeviceGrant;
}

/** The response of an endpoint. The gate adds its own name and that of the step. */
export type Ending = Omit<Decision, 'gate' | 'step'>;

/** One request to an authorization server on its way through the steps of an endpoint. */
export interface EndpointContext {
  readonly environment: MockEnvironment;
  readonly request: MockRequest;
  readonly endpoint: Endpoint;
  readonly parameters: RequestParameters;
  readonly client: RegisteredClient | undefined;
  readonly namespace: string;
  /** Whether the client tried to authenticate in the header, and so is challenged there. */
  readonly byHeader: boolean;
  /** Authorization endpoint: where the browser is sent back to, once that is known to be safe. */
  readonly returnTo: ReturnAddress | undefined;
  readonly responseType: 'code' | 'token' | undefined;
  /** The declared flow that is followed. */
  readonly flow: RealmFlow | undefined;
  /** @see RFC 7636 §4.3 */
  readonly challenge: string | undefined;
  readonly presented: Presented | undefined;
  /** Whose tokens they will be. */
  readonly account: string;
  /** The scopes that are granted. */
  readonly scopes: readonly string[];
  readonly ending: Ending | undefined;
}

/** One step of an endpoint: answers the exchange with what it found out, and an ending where the way ends. */
export interface Step {
  readonly name: string;
  pass(exchange: EndpointContext): EndpointContext;
}

/** The steps of every endpoint, in order of precedence; `decide` is where the forms of pages are sent. */
export type Endpoints = { readonly [endpoint in EndpointName | 'decide']: readonly Step[] };

/** A request to an endpoint before its first step. */
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
export function parameterOf({ parameters }: EndpointContext, name: string): string | undefined {
  return parameters.values.get(name);
}

/** The issuer as this request sees it. */
export function issuerOf({ endpoint, environment, request }: EndpointContext): string {
  return issuerFor(endpoint.realm, environment.compiled.contract, request);
}

/** A step that is taken for some exchanges and passed over by the others. */
export function when(applies: (exchange: EndpointContext) => boolean, { name, pass }: Step): Step {
  return { name, pass: (exchange) => (applies(exchange) ? pass(exchange) : exchange) };
}
