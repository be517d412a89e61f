/**
 * Building blocks for faults of authorization servers.
 *
 * @module
 */
import type { RequirementId } from '../../spec/catalogue/catalogue.ts';
import type { JsonObject } from '../../spec/contract.ts';
import { isObject, parseJson } from '../../spec/json/json.ts';
import type { MockResponse } from '../engine/request.ts';
import type { Endpoints, EndpointContext, Step } from '../oauth/endpoint-context.ts';
import type { EndpointName } from '../oauth/realm.ts';
import type { RequestContext } from '../engine/request-context.ts';
import { onResponse, withBody, withHeader, type PartsChange } from './edits.ts';

type EndpointKey = keyof Endpoints;

/** Requirements that a token endpoint fault also violates if the document declares flows without a code. */
export const otherGrantTypes = [
  'oauth/client-credentials-flow',
  'oauth/password-flow',
  'oauth/device-flow',
] as const satisfies readonly RequirementId[];

/** The token endpoint and the refresh of tokens share the same steps. */
const endpointsOf = (place: EndpointKey): readonly EndpointKey[] => (place === 'token' ? ['token', 'refresh'] : [place]);

function changeSteps(place: EndpointKey, name: string, change: (step: Step) => readonly Step[]): PartsChange {
  return (parts) => {
    const changed = endpointsOf(place).map((each) => {
      const steps = parts.oauth[each];
      if (!steps.some((step) => step.name === name)) throw new Error(`fault: expected ${each} to have the step ${name}`);
      return [each, steps.flatMap((step) => (step.name === name ? change(step) : [step]))] as const;
    });
    return { ...parts, oauth: { ...parts.oauth, ...Object.fromEntries(changed) } };
  };
}

/** Removes a step. */
export function withoutStep(place: EndpointKey, name: string): PartsChange {
  return changeSteps(place, name, () => []);
}

/** Changes the input of a step. */
export function beforeStep(place: EndpointKey, name: string, change: (exchange: EndpointContext) => EndpointContext): PartsChange {
  return changeSteps(place, name, ({ pass }) => [{ name, pass: (exchange) => pass(change(exchange)) }]);
}

/** Changes the result of a step; `exchange` is its input. */
export function afterStep(
  place: EndpointKey,
  name: string,
  change: (found: EndpointContext, exchange: EndpointContext) => EndpointContext,
): PartsChange {
  return changeSteps(place, name, ({ pass }) => [{ name, pass: (exchange) => change(pass(exchange), exchange) }]);
}

/** Changes how a step processes an exchange. */
export function changeStep(place: EndpointKey, name: string, change: (step: Step) => Step['pass']): PartsChange {
  return changeSteps(place, name, (step) => [{ name, pass: change(step) }]);
}

/** Replaces a step. */
export function replaceStep(place: EndpointKey, name: string, pass: Step['pass']): PartsChange {
  return changeSteps(place, name, () => [{ name, pass }]);
}

/** Accepts what a step rejects, if the condition holds. */
export function ignoreRejection(place: EndpointKey, name: string, when: (exchange: EndpointContext) => boolean = () => true): PartsChange {
  return afterStep(place, name, (found, exchange) => (found.ending !== undefined && when(exchange) ? exchange : found));
}

/** Applies several changes in order. */
export function combine(...changes: readonly PartsChange[]): PartsChange {
  return (parts) => changes.reduce((current, change) => change(current), parts);
}

/** The exchange with changed parameters; `undefined` removes one. */
export function withRequestParameters(
  exchange: EndpointContext,
  changes: { readonly [name: string]: string | undefined },
): EndpointContext {
  const values = new Map(exchange.parameters.values);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) values.delete(name);
    else values.set(name, value);
  }
  return { ...exchange, parameters: { ...exchange.parameters, values } };
}

/** The authorization server endpoint that a request was for. */
export function endpointName({ decision, route, environment }: RequestContext): EndpointName | undefined {
  return decision?.gate === 'oauth' ? environment.realms.endpoints.get(route?.path ?? '')?.[0]?.name : undefined;
}

/** Changes the responses of some endpoints. */
export function onEndpoint(
  names: readonly EndpointName[],
  change: (response: MockResponse, context: RequestContext) => MockResponse,
): PartsChange {
  return onResponse((response, context) => {
    const name = endpointName(context);
    return name !== undefined && names.includes(name) ? change(response, context) : response;
  });
}

/** Changes the JSON of some endpoints’ responses, if the condition holds. */
export function onEndpointJson(
  names: readonly EndpointName[],
  when: (body: JsonObject, response: MockResponse) => boolean,
  change: (body: JsonObject, context: RequestContext) => JsonObject,
): PartsChange {
  return onEndpoint(names, (response, context) => {
    const body = response.body.startsWith('{') ? parseJson(response.body) : undefined;
    return isObject(body) && when(body, response) ? withBody(response, JSON.stringify(change(body, context))) : response;
  });
}

/** Changes the JSON of token responses. */
export function onTokenResponse(change: (body: JsonObject, context: RequestContext) => JsonObject): PartsChange {
  return onEndpointJson(['token', 'refresh'], (body) => 'access_token' in body, change);
}

/** The object without the named member. */
export function withoutMember(body: JsonObject, name: string): JsonObject {
  return Object.fromEntries(Object.entries(body).filter(([member]) => member !== name));
}

/** Changes the redirect URL that the browser returns to. */
export function onRedirect(change: (location: URL, context: RequestContext) => void): PartsChange {
  return onEndpoint(['authorize'], (response, context) => {
    const at = response.headers.indexOf('Location');
    if (at === -1) return response;
    const location = new URL(response.headers[at + 1]!);
    change(location, context);
    return withHeader(response, 'Location', location.href);
  });
}
