import { text } from '../../../spec/json/json.ts';
import { fieldOf } from '../../oauth/exchange.ts';
import { refuse } from '../../oauth/reply.ts';
import type { RequestContext } from '../../engine/visit.ts';
import { after, before, withoutDecision, withBody, withLine } from '../bend.ts';
import type { Faults } from '../fault.ts';
import { withTokenKeys } from './token.ts';
import { afterStep, all, insteadOf, otherGrantTypes, isSentBack, told, withoutMember, withoutStep, withTokens } from '../steps.ts';

/** Whether a request has an access token. */
const withToken = ({ caller }: RequestContext) => caller !== undefined && caller.expiresAt !== Number.POSITIVE_INFINITY;

export const oauthFlowFaults = {
  'printed-flow-needs-a-scope-for-its-tokens': {
    breaks: ['grants/flow-needs-only-documented-parameters'],
    also: ['grants/code-gives-tokens', ...otherGrantTypes],
    description: 'The code exchange requires a state, which the document does not declare.',
    apply: afterStep('token', 'code-verifier', (found, exchange) =>
      found.ending === undefined && fieldOf(exchange, 'state') === undefined
        ? refuse(found, 'invalid_request', 'There is no state')
        : found,
    ),
  },
  'tokens-are-a-form': {
    breaks: ['grants/code-gives-tokens'],
    also: ['grants/flow-needs-only-documented-parameters', ...otherGrantTypes],
    description: 'The token endpoint returns tokens as a form instead of JSON.',
    apply: told(['token', 'refresh'], (answer) =>
      answer.status === 200
        ? withBody(
            withLine(answer, 'Content-Type', 'application/x-www-form-urlencoded'),
            new URLSearchParams(JSON.parse(answer.body)).toString(),
          )
        : answer,
    ),
  },
  'access-token-has-another-name': {
    breaks: ['grants/code-gives-tokens'],
    also: ['grants/flow-needs-only-documented-parameters', ...otherGrantTypes],
    description: 'The token endpoint returns the access token under a nonstandard member name.',
    apply: withTokens((body) => ({ ...withoutMember(body, 'access_token'), accessToken: body['access_token']! })),
  },
  'tokens-are-created': {
    breaks: ['grants/code-gives-tokens'],
    also: ['grants/certified-client-completes-the-flow', ...otherGrantTypes],
    description: 'The token endpoint returns tokens with 201.',
    apply: told(['token', 'refresh'], (answer) => (answer.status === 200 ? { ...answer, status: 201 } : answer)),
  },
  'tokens-are-no-credentials': {
    breaks: ['grants/token-is-accepted'],
    also: ['grants/refresh-gives-a-new-token', 'grants/revocation-needs-the-client', 'grants/implicit-gives-a-token', ...otherGrantTypes],
    description: 'The API rejects the access tokens that were issued for it.',
    apply: before('credentials', (context) => withTokenKeys(context, (key) => ({ ...key, state: 'revoked' }))),
  },
  'self-test-lists-the-scopes-of-the-client': {
    breaks: ['grants/token-shows-the-granted-scopes'],
    description: 'The whoami operation lists every existing scope for a token instead of the granted ones.',
    apply: after('success', (found) => {
      const { decision, environment } = found;
      if (decision === undefined || !withToken(found)) return found;
      return { ...found, decision: { ...decision, live: { ...decision.live, scopes: JSON.stringify(environment.law.contract.scopes) } } };
    }),
  },
  'token-opens-everything': {
    breaks: ['grants/token-is-limited-to-its-scopes'],
    description: 'The API checks the scopes of keys but not those of access tokens.',
    apply: after('scopes', (found) => (withToken(found) ? withoutDecision(found) : found)),
  },
  'token-has-every-scope-of-its-client': {
    breaks: ['grants/token-is-limited-to-its-scopes'],
    description: 'The token response lists the requested scopes, but the token has every scope of its client.',
    apply: before('scopes', (context) => {
      const { clients } = context.environment.register;
      const own = [...clients.values()].find(({ name }) => context.caller?.name.startsWith(`${name}-token-`) === true);
      if (!withToken(context) || own === undefined) return context;
      const standings = context.standings.map((standing) => ({
        ...standing,
        keys: standing.keys.map((key) => ({ ...key, scopes: own.scopes })),
      }));
      return { ...context, standings };
    }),
  },
  'refreshed-token-is-no-credential': {
    breaks: ['grants/refresh-gives-a-new-token'],
    description: 'The API rejects the access token of a refresh.',
    apply: withTokens((body, { request }) =>
      String(request.body).includes('grant_type=refresh_token') ? { ...body, access_token: `${text(body['access_token'])}0` } : body,
    ),
  },
  'secret-in-the-body-is-not-accepted': {
    breaks: ['grants/documented-client-authentication-is-accepted'],
    also: [
      'grants/flow-needs-only-documented-parameters',
      'grants/code-gives-tokens',
      'grants/undeclared-grants-are-refused',
      'grants/grant-type-is-required',
    ],
    description: 'The token endpoint accepts client authentication only in the header, though the document declares the body.',
    apply: afterStep('token', 'authentication', (found, exchange) =>
      fieldOf(exchange, 'client_secret') === undefined ? found : refuse(exchange, 'invalid_client', 'The client has not authenticated'),
    ),
  },
  'every-plan-has-oauth': {
    breaks: ['grants/only-plans-with-the-feature'],
    description: 'The server issues codes and tokens to clients of every plan.',
    apply: all(withoutStep('authorize', 'plan'), withoutStep('token', 'plan')),
  },
  'plan-is-looked-at-when-it-is-too-late': {
    breaks: ['grants/only-plans-with-the-feature'],
    description: 'The server rejects a client of a plan without OAuth only after consent, when a code was already issued.',
    apply: withoutStep('authorize', 'plan'),
  },
  'tokens-have-a-quota-of-their-own': {
    breaks: ['grants/token-uses-the-quota-of-its-account'],
    description: 'The API limits requests with an access token by the smallest plan.',
    apply: before('limits', (context) => {
      const { caller, environment } = context;
      const [smallest] = environment.law.contract.plans;
      return caller === undefined || smallest === undefined || !withToken(context)
        ? context
        : { ...context, caller: { ...caller, plan: smallest.name } };
    }),
  },
  'client-credentials-give-nothing': {
    breaks: ['grants/client-credentials-give-a-token'],
    description: 'The token endpoint rejects the client credentials grant, though the document declares it.',
    apply: afterStep('token', 'client-is-confidential', (found, exchange) =>
      fieldOf(exchange, 'grant_type') === 'client_credentials' ? refuse(found, 'unauthorized_client', 'Only people get tokens') : found,
    ),
  },
  'password-gives-nothing': {
    breaks: ['grants/password-gives-a-token'],
    description: 'The token endpoint rejects the correct password of a user.',
    apply: afterStep('token', 'owner', (found, exchange) =>
      fieldOf(exchange, 'grant_type') === 'password' ? refuse(found, 'invalid_grant', 'The username or the password is wrong') : found,
    ),
  },
  'implicit-token-stands-in-the-query': {
    breaks: ['grants/implicit-gives-a-token'],
    description: 'The implicit flow returns the token in the query of the redirect, where servers see and log it.',
    apply: isSentBack((location) => {
      if (!location.hash.startsWith('#access_token=')) return;
      location.search = location.hash.slice(1);
      location.hash = '';
    }),
  },
  'device-need-not-wait': {
    breaks: ['grants/device-flow-gives-a-token'],
    description: 'The token endpoint issues tokens to a device before approval, and as often as it polls.',
    apply: all(
      insteadOf('token', 'device-approved', (exchange) => exchange),
      insteadOf('token', 'device-spent', (exchange) => exchange),
    ),
  },
  'device-that-waits-is-told-that-its-code-is-wrong': {
    breaks: ['grants/device-flow-gives-a-token'],
    description: 'The token endpoint reports a device code as invalid until it is approved.',
    apply: afterStep('token', 'device-approved', (found) =>
      found.ending === undefined ? found : refuse({ ...found, ending: undefined }, 'invalid_grant', 'The device code is not valid'),
    ),
  },
} as const satisfies Faults;
