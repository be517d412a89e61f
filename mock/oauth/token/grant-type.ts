import { requestParameter, when, type EndpointContext, type Step } from '../endpoint-context.ts';
import type { RealmFlow } from '../realm.ts';
import { reject } from '../reply.ts';
import { flowFor } from '../scope.ts';

/** The grant types, and whether a flow of the document declares them. */
const grantTypes = {
  authorization_code: ({ kind }: RealmFlow) => kind === 'authorizationCode',
  refresh_token: ({ kind, refreshUrl }: RealmFlow) =>
    refreshUrl !== undefined && (kind === 'authorizationCode' || kind === 'password' || kind === 'deviceAuthorization'),
  client_credentials: ({ kind }: RealmFlow) => kind === 'clientCredentials',
  password: ({ kind }: RealmFlow) => kind === 'password',
  'urn:ietf:params:oauth:grant-type:device_code': ({ kind }: RealmFlow) => kind === 'deviceAuthorization',
} as const;

export type GrantType = keyof typeof grantTypes;

const isGrantType = (text: string): text is GrantType => Object.hasOwn(grantTypes, text);

/** The grant types that the flows declare. */
export function declaredTypes(flows: readonly RealmFlow[]): readonly GrantType[] {
  return Object.keys(grantTypes)
    .filter(isGrantType)
    .filter((type) => flows.some(grantTypes[type]));
}

/** Finds the declared flow of a grant type. @see RFC 6749 §5.2 */
export const grantType: Step = {
  name: 'grant-type',
  pass(exchange) {
    const { endpoint } = exchange;
    const type = requestParameter(exchange, 'grant_type');
    if (type === undefined) return reject(exchange, 'invalid_request', 'There is no grant_type');
    const offered = isGrantType(type) && (endpoint.name === 'token' || type === 'refresh_token');
    const flow = offered ? flowFor(exchange, grantTypes[type]) : undefined;
    return flow === undefined ? reject(exchange, 'unsupported_grant_type', 'The grant_type is not offered') : { ...exchange, flow };
  },
};

/** Steps for one grant type only. */
export function forType(type: GrantType, steps: readonly Step[]): readonly Step[] {
  return steps.map((step) => when((exchange: EndpointContext) => requestParameter(exchange, 'grant_type') === type, step));
}
