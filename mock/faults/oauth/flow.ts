import { text } from '../../../spec/json/json.ts';
import { requestParameter } from '../../oauth/endpoint-context.ts';
import { reject } from '../../oauth/reply.ts';
import type { RequestContext } from '../../engine/request-context.ts';
import { afterGate, beforeGate, withoutDecision, withBody, withHeader } from '../edits.ts';
import type { Faults } from '../fault.ts';
import { withTokenKeys } from './token.ts';
import {
  afterStep,
  combine,
  replaceStep,
  otherGrantTypes,
  onRedirect,
  onEndpoint,
  withoutMember,
  withoutStep,
  onTokenResponse,
} from '../step-edits.ts';

/** Whether a request has an access token. */
const withToken = ({ caller }: RequestContext) => caller !== undefined && caller.expiresAt !== Number.POSITIVE_INFINITY;

export const oauthFlowFaults = {
  'requires-state-at-code-exchange': {
    breaks: ['oauth/undocumented-required-parameters'],
    also: ['oauth/code-exchange', ...otherGrantTypes],
    description: 'The code exchange requires a state, which the document does not declare.',
    apply: afterStep('token', 'code-verifier', (found, exchange) =>
      found.ending === undefined && requestParameter(exchange, 'state') === undefined
        ? reject(found, 'invalid_request', 'There is no state')
        : found,
    ),
  },
  'returns-tokens-as-form': {
    breaks: ['oauth/code-exchange'],
    also: ['oauth/undocumented-required-parameters', ...otherGrantTypes],
    description: 'The token endpoint returns tokens as a form instead of JSON.',
    apply: onEndpoint(['token', 'refresh'], (response) =>
      response.status === 200
        ? withBody(
            withHeader(response, 'Content-Type', 'application/x-www-form-urlencoded'),
            new URLSearchParams(JSON.parse(response.body)).toString(),
          )
        : response,
    ),
  },
  'renames-access-token-member': {
    breaks: ['oauth/code-exchange'],
    also: ['oauth/undocumented-required-parameters', ...otherGrantTypes],
    description: 'The token endpoint returns the access token under a nonstandard member name.',
    apply: onTokenResponse((body) => ({ ...withoutMember(body, 'access_token'), accessToken: body['access_token']! })),
  },
  'returns-tokens-with-201': {
    breaks: ['oauth/code-exchange'],
    also: ['oauth/certified-client', ...otherGrantTypes],
    description: 'The token endpoint returns tokens with 201.',
    apply: onEndpoint(['token', 'refresh'], (response) => (response.status === 200 ? { ...response, status: 201 } : response)),
  },
  'rejects-issued-access-tokens': {
    breaks: ['oauth/access-token'],
    also: ['oauth/refresh', 'oauth/revocation-authentication', 'oauth/implicit-flow', ...otherGrantTypes],
    description: 'The API rejects the access tokens that were issued for it.',
    apply: beforeGate('credentials', (context) => withTokenKeys(context, (key) => ({ ...key, state: 'revoked' }))),
  },
  'lists-all-scopes-in-whoami': {
    breaks: ['oauth/whoami-scopes'],
    description: 'The whoami operation lists every existing scope for a token instead of the granted ones.',
    apply: afterGate('success', (found) => {
      const { decision, environment } = found;
      if (decision === undefined || !withToken(found)) return found;
      return {
        ...found,
        decision: { ...decision, live: { ...decision.live, scopes: JSON.stringify(environment.compiled.contract.scopes) } },
      };
    }),
  },
  'ignores-access-token-scopes': {
    breaks: ['oauth/scope-enforcement'],
    description: 'The API checks the scopes of keys but not those of access tokens.',
    apply: afterGate('scopes', (found) => (withToken(found) ? withoutDecision(found) : found)),
  },
  'gives-token-all-client-scopes': {
    breaks: ['oauth/scope-enforcement'],
    description: 'The token response lists the requested scopes, but the token has every scope of its client.',
    apply: beforeGate('scopes', (context) => {
      const { clients } = context.environment.register;
      const own = [...clients.values()].find(({ name }) => context.caller?.name.startsWith(`${name}-token-`) === true);
      if (!withToken(context) || own === undefined) return context;
      const satisfied = context.satisfied.map((satisfiedOption) => ({
        ...satisfiedOption,
        keys: satisfiedOption.keys.map((key) => ({ ...key, scopes: own.scopes })),
      }));
      return { ...context, satisfied };
    }),
  },
  'rejects-refreshed-access-token': {
    breaks: ['oauth/refresh'],
    description: 'The API rejects the access token of a refresh.',
    apply: onTokenResponse((body, { request }) =>
      String(request.body).includes('grant_type=refresh_token') ? { ...body, access_token: `${text(body['access_token'])}0` } : body,
    ),
  },
  'rejects-client-secret-in-body': {
    breaks: ['oauth/client-authentication'],
    also: ['oauth/undocumented-required-parameters', 'oauth/code-exchange', 'oauth/undeclared-grants', 'oauth/missing-grant-type'],
    description: 'The token endpoint accepts client authentication only in the header, though the document declares the body.',
    apply: afterStep('token', 'authentication', (found, exchange) =>
      requestParameter(exchange, 'client_secret') === undefined
        ? found
        : reject(exchange, 'invalid_client', 'The client has not authenticated'),
    ),
  },
  'allows-oauth-on-every-plan': {
    breaks: ['oauth/plan-without-oauth'],
    description: 'The server issues codes and tokens to clients of every plan.',
    apply: combine(withoutStep('authorize', 'plan'), withoutStep('token', 'plan')),
  },
  'checks-oauth-plan-after-consent': {
    breaks: ['oauth/plan-without-oauth'],
    description: 'The server rejects a client of a plan without OAuth only after consent, when a code was already issued.',
    apply: withoutStep('authorize', 'plan'),
  },
  'limits-tokens-by-smallest-plan': {
    breaks: ['oauth/account-quota'],
    description: 'The API limits requests with an access token by the smallest plan.',
    apply: beforeGate('limits', (context) => {
      const { caller, environment } = context;
      const [smallest] = environment.compiled.contract.plans;
      return caller === undefined || smallest === undefined || !withToken(context)
        ? context
        : { ...context, caller: { ...caller, plan: smallest.name } };
    }),
  },
  'rejects-client-credentials-grant': {
    breaks: ['oauth/client-credentials-flow'],
    description: 'The token endpoint rejects the client credentials grant, though the document declares it.',
    apply: afterStep('token', 'client-is-confidential', (found, exchange) =>
      requestParameter(exchange, 'grant_type') === 'client_credentials'
        ? reject(found, 'unauthorized_client', 'Only people get tokens')
        : found,
    ),
  },
  'rejects-correct-user-password': {
    breaks: ['oauth/password-flow'],
    description: 'The token endpoint rejects the correct password of a user.',
    apply: afterStep('token', 'owner', (found, exchange) =>
      requestParameter(exchange, 'grant_type') === 'password'
        ? reject(found, 'invalid_grant', 'The username or the password is wrong')
        : found,
    ),
  },
  'returns-implicit-token-in-query': {
    breaks: ['oauth/implicit-flow'],
    description: 'The implicit flow returns the token in the query of the redirect, where servers see and log it.',
    apply: onRedirect((location) => {
      if (!location.hash.startsWith('#access_token=')) return;
      location.search = location.hash.slice(1);
      location.hash = '';
    }),
  },
  'issues-tokens-before-device-approval': {
    breaks: ['oauth/device-flow'],
    description: 'The token endpoint issues tokens to a device before approval, and as often as it polls.',
    apply: combine(
      replaceStep('token', 'device-approved', (exchange) => exchange),
      replaceStep('token', 'device-spent', (exchange) => exchange),
    ),
  },
  'rejects-pending-device-code': {
    breaks: ['oauth/device-flow'],
    description: 'The token endpoint reports a device code as invalid until it is approved.',
    apply: afterStep('token', 'device-approved', (found) =>
      found.ending === undefined ? found : reject({ ...found, ending: undefined }, 'invalid_grant', 'The device code is not valid'),
    ),
  },
} as const satisfies Faults;
