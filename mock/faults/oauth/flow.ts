import { text } from '../../../spec/json/json.ts';
import { fieldOf } from '../../oauth/exchange.ts';
import { refuse } from '../../oauth/reply.ts';
import type { Visit } from '../../engine/visit.ts';
import { after, before, undecided, withBody, withLine } from '../bend.ts';
import type { Faults } from '../fault.ts';
import { withTokenKeys } from './token.ts';
import { afterStep, all, insteadOf, otherGrants, sentBack, told, withoutMember, withoutStep, withTokens } from '../steps.ts';

/** Whether a request has an access token. */
const withToken = ({ caller }: Visit) => caller !== undefined && caller.expiresAt !== Number.POSITIVE_INFINITY;

export const grantsFlow = {
  'printed-flow-needs-a-scope-for-its-tokens': {
    breaks: ['grants/flow-needs-only-documented-parameters'],
    also: ['grants/code-gives-tokens', ...otherGrants],
    says: 'The code exchange requires a state, which the document does not declare.',
    bend: afterStep('token', 'code-verifier', (found, exchange) =>
      found.ending === undefined && fieldOf(exchange, 'state') === undefined
        ? refuse(found, 'invalid_request', 'There is no state')
        : found,
    ),
  },
  'tokens-are-a-form': {
    breaks: ['grants/code-gives-tokens'],
    also: ['grants/flow-needs-only-documented-parameters', ...otherGrants],
    says: 'The token endpoint returns tokens as a form instead of JSON.',
    bend: told(['token', 'refresh'], (answer) =>
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
    also: ['grants/flow-needs-only-documented-parameters', ...otherGrants],
    says: 'The token endpoint returns the access token under a nonstandard member name.',
    bend: withTokens((body) => ({ ...withoutMember(body, 'access_token'), accessToken: body['access_token']! })),
  },
  'tokens-are-created': {
    breaks: ['grants/code-gives-tokens'],
    also: ['grants/certified-client-completes-the-flow', ...otherGrants],
    says: 'The token endpoint returns tokens with 201.',
    bend: told(['token', 'refresh'], (answer) => (answer.status === 200 ? { ...answer, status: 201 } : answer)),
  },
  'tokens-are-no-credentials': {
    breaks: ['grants/token-is-accepted'],
    also: ['grants/refresh-gives-a-new-token', 'grants/revocation-needs-the-client', 'grants/implicit-gives-a-token', ...otherGrants],
    says: 'The API rejects the access tokens that were issued for it.',
    bend: before('credentials', (visit) => withTokenKeys(visit, (key) => ({ ...key, state: 'revoked' }))),
  },
  'self-test-lists-the-scopes-of-the-client': {
    breaks: ['grants/token-shows-the-granted-scopes'],
    says: 'The whoami operation lists every existing scope for a token instead of the granted ones.',
    bend: after('success', (found) => {
      const { decision, around } = found;
      if (decision === undefined || !withToken(found)) return found;
      return { ...found, decision: { ...decision, live: { ...decision.live, scopes: JSON.stringify(around.law.contract.scopes) } } };
    }),
  },
  'token-opens-everything': {
    breaks: ['grants/token-is-limited-to-its-scopes'],
    says: 'The API checks the scopes of keys but not those of access tokens.',
    bend: after('scopes', (found) => (withToken(found) ? undecided(found) : found)),
  },
  'token-has-every-scope-of-its-client': {
    breaks: ['grants/token-is-limited-to-its-scopes'],
    says: 'The token response lists the requested scopes, but the token has every scope of its client.',
    bend: before('scopes', (visit) => {
      const { clients } = visit.around.register;
      const own = [...clients.values()].find(({ name }) => visit.caller?.name.startsWith(`${name}-token-`) === true);
      if (!withToken(visit) || own === undefined) return visit;
      const standings = visit.standings.map((standing) => ({
        ...standing,
        keys: standing.keys.map((key) => ({ ...key, scopes: own.scopes })),
      }));
      return { ...visit, standings };
    }),
  },
  'refreshed-token-is-no-credential': {
    breaks: ['grants/refresh-gives-a-new-token'],
    says: 'The API rejects the access token of a refresh.',
    bend: withTokens((body, { arrival }) =>
      String(arrival.body).includes('grant_type=refresh_token') ? { ...body, access_token: `${text(body['access_token'])}0` } : body,
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
    says: 'The token endpoint accepts client authentication only in the header, though the document declares the body.',
    bend: afterStep('token', 'authentication', (found, exchange) =>
      fieldOf(exchange, 'client_secret') === undefined ? found : refuse(exchange, 'invalid_client', 'The client has not authenticated'),
    ),
  },
  'every-plan-has-oauth': {
    breaks: ['grants/only-plans-with-the-feature'],
    says: 'The server issues codes and tokens to clients of every plan.',
    bend: all(withoutStep('authorize', 'plan'), withoutStep('token', 'plan')),
  },
  'plan-is-looked-at-when-it-is-too-late': {
    breaks: ['grants/only-plans-with-the-feature'],
    says: 'The server rejects a client of a plan without OAuth only after consent, when a code was already issued.',
    bend: withoutStep('authorize', 'plan'),
  },
  'tokens-have-a-quota-of-their-own': {
    breaks: ['grants/token-uses-the-quota-of-its-account'],
    says: 'The API limits requests with an access token by the smallest plan.',
    bend: before('limits', (visit) => {
      const { caller, around } = visit;
      const [smallest] = around.law.contract.plans;
      return caller === undefined || smallest === undefined || !withToken(visit)
        ? visit
        : { ...visit, caller: { ...caller, plan: smallest.name } };
    }),
  },
  'client-credentials-give-nothing': {
    breaks: ['grants/client-credentials-give-a-token'],
    says: 'The token endpoint rejects the client credentials grant, though the document declares it.',
    bend: afterStep('token', 'client-is-confidential', (found, exchange) =>
      fieldOf(exchange, 'grant_type') === 'client_credentials' ? refuse(found, 'unauthorized_client', 'Only people get tokens') : found,
    ),
  },
  'password-gives-nothing': {
    breaks: ['grants/password-gives-a-token'],
    says: 'The token endpoint rejects the correct password of a user.',
    bend: afterStep('token', 'owner', (found, exchange) =>
      fieldOf(exchange, 'grant_type') === 'password' ? refuse(found, 'invalid_grant', 'The username or the password is wrong') : found,
    ),
  },
  'implicit-token-stands-in-the-query': {
    breaks: ['grants/implicit-gives-a-token'],
    says: 'The implicit flow returns the token in the query of the redirect, where servers see and log it.',
    bend: sentBack((location) => {
      if (!location.hash.startsWith('#access_token=')) return;
      location.search = location.hash.slice(1);
      location.hash = '';
    }),
  },
  'device-need-not-wait': {
    breaks: ['grants/device-flow-gives-a-token'],
    says: 'The token endpoint issues tokens to a device before approval, and as often as it polls.',
    bend: all(
      insteadOf('token', 'device-approved', (exchange) => exchange),
      insteadOf('token', 'device-spent', (exchange) => exchange),
    ),
  },
  'device-that-waits-is-told-that-its-code-is-wrong': {
    breaks: ['grants/device-flow-gives-a-token'],
    says: 'The token endpoint reports a device code as invalid until it is approved.',
    bend: afterStep('token', 'device-approved', (found) =>
      found.ending === undefined ? found : refuse({ ...found, ending: undefined }, 'invalid_grant', 'The device code is not valid'),
    ),
  },
} as const satisfies Faults;
