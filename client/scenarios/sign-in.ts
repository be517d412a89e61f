import type { Json } from '../../spec/contract.ts';
import { grantedScopes } from '../stage/setting.ts';
import type { Behaviour, ScenarioScript } from './behaviour.ts';
import type { ClientScenario } from './scenario.ts';

/** An issuer that is not the one of the scenario. */
export const otherIssuer = 'https://elsewhere.example';

/** Longer than any token of the mock lives. */
const lifetimeMs = 3_700_000;

/** The lifetime of the token in `early-expiry`, in seconds; the first call takes longer. */
export const shortLifetime = 2;

const oauthError = (error: string): Behaviour => ({
  answer: { status: 400, headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' }, body: { error } },
});

/** The token response with other members. */
const tokens = (members: { readonly [pointer: string]: Json }): ScenarioScript => ({ redeem: { rest: { amend: { members } } } });

/** The redirect back to the client with other parameters. */
const returning = (redirect: { readonly [parameter: string]: string | null }): ScenarioScript => ({
  authorize: { rest: { amend: { redirect } } },
});

const ends: Behaviour = { advanceMs: lifetimeMs };

/** Scenarios about the code flow. */
export const signInScenarios: readonly ClientScenario[] = [
  { name: 'sign-in', task: 'sign-in', description: 'The authorization server behaves as documented; the client runs twice.', runs: 2 },
  {
    name: 'token-type-case',
    task: 'sign-in',
    description: 'The token response says bEARER.',
    control: 'sign-in',
    script: tokens({ '/token_type': 'bEARER' }),
  },
  {
    name: 'extra-token-members',
    task: 'sign-in',
    description: 'The token response has members that no standard names.',
    control: 'sign-in',
    script: tokens({ '/not_documented': { deep: [1, null] } }),
  },
  {
    name: 'other-state',
    task: 'sign-in',
    description: 'The redirect has another state.',
    control: 'sign-in',
    script: {
      authorize: {
        rest: ({ target }) => (target.includes('state=') ? { amend: { redirect: { state: 'not-the-state-that-was-sent' } } } : {}),
      },
    },
  },
  {
    name: 'other-issuer-redirect',
    task: 'sign-in',
    description: 'The redirect has the iss of another issuer.',
    control: 'sign-in',
    script: returning({ iss: otherIssuer }),
  },
  {
    name: 'denied',
    task: 'sign-in',
    description: 'The redirect has error=access_denied and no code.',
    control: 'sign-in',
    script: returning({ error: 'access_denied', code: null }),
  },
  {
    name: 'less-scope',
    task: 'sign-in',
    description: 'The token response grants only the first scope.',
    control: 'sign-in',
    script: {
      redeem: {
        rest: ({ body }) => ({ amend: { members: { '/scope': (new URLSearchParams(body).get('scope') ?? '').split(' ')[0]! } } }),
      },
    },
    applies: ({ oauth }) => (oauth !== undefined && grantedScopes(oauth).length > 1) || 'the client of the document has only one scope',
  },
  {
    name: 'expired-token',
    task: 'sign-in-calls',
    description: 'The token ends before the first call, and before the call after the first refresh.',
    control: 'sign-in',
    script: { operation: { first: [ends, {}, ends] } },
  },
  {
    name: 'parallel-refresh',
    task: 'sign-in-parallel',
    description: 'The token ends before parallel calls.',
    control: 'sign-in',
    script: { operation: { first: [ends] }, refresh: { rest: { delayMs: 300 } } },
  },
  {
    name: 'refresh-refused',
    task: 'sign-in-calls',
    description: 'The token ends before the first call, and every refresh gets invalid_grant.',
    control: 'sign-in',
    script: { operation: { first: [ends] }, refresh: { rest: oauthError('invalid_grant') } },
    settled: (requests) => requests.filter(({ kind }) => kind === 'refresh' || kind === 'operation').length > 12,
  },
  {
    name: 'early-expiry',
    task: 'sign-in-calls',
    description: 'The token ends after two seconds, and the first call takes three.',
    control: 'sign-in',
    script: {
      redeem: { rest: { amend: { members: { '/expires_in': shortLifetime } } } },
      operation: { first: [{ delayMs: 3000, thenAdvanceMs: lifetimeMs }] },
    },
  },
  {
    name: 'no-expiry',
    task: 'sign-in',
    description: 'The token response has no expires_in.',
    control: 'sign-in',
    script: { redeem: { rest: { amend: { without: ['/expires_in'] } } } },
  },
  {
    name: 'other-issuer-metadata',
    task: 'sign-in',
    description: 'The metadata are those of another issuer, whose token endpoint is elsewhere.',
    control: 'sign-in',
    script: {
      metadata: {
        rest: (_, { addresses }) => ({
          amend: { members: { '/issuer': otherIssuer, '/token_endpoint': `${new URL(addresses.otherHost).origin}/token` } },
        }),
      },
    },
  },
  {
    name: 'token-redirect',
    task: 'sign-in',
    description: 'The token endpoint redirects to another host.',
    control: 'sign-in',
    script: {
      redeem: {
        rest: ({ target }, { addresses }) => ({
          answer: { status: 307, headers: { Location: new URL(addresses.otherHost).origin + target }, body: '' },
        }),
      },
    },
  },
];

/** The seconds between two polls of a device, at first. */
export const pollInterval = 1;

const begun: ScenarioScript = { device: { rest: { amend: { members: { '/interval': pollInterval } } } } };
const pending = oauthError('authorization_pending');

/** Scenarios about the device flow. */
export const deviceScenarios: readonly ClientScenario[] = [
  {
    name: 'device-poll',
    task: 'device',
    description: 'The interval is one second; the second poll gets slow_down, and the fourth a token.',
    script: {
      ...begun,
      poll: {
        first: [pending, oauthError('slow_down'), pending],
        rest: (_, { mock, contract }) => {
          const scheme = contract.schemes.find(({ flows }) => flows.some(({ kind }) => kind === 'deviceAuthorization'));
          const { credential } = mock.mint({ scopes: contract.scopes, ...(scheme && { scheme: scheme.name }) });
          const body = { access_token: credential, token_type: 'Bearer', expires_in: 3600, scope: contract.scopes.join(' ') };
          return { answer: { status: 200, headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' }, body } };
        },
      },
    },
  },
  ...(['expired_token', 'access_denied'] as const).map((error): ClientScenario => ({
    name: error === 'expired_token' ? 'device-code-expired' : 'device-denied',
    task: 'device',
    description: `The second poll gets ${error}, and so does every further one.`,
    control: 'device-poll',
    script: { ...begun, poll: { first: [pending], rest: oauthError(error) } },
    settled: (requests) => requests.filter(({ kind }) => kind === 'poll').length > 4,
  })),
];
