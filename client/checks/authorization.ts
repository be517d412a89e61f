import type { ClientObservation, ClientRequest } from '../journal.ts';
import { inScenarios, noRequest, outOfScope, undecided, wrong, type ClientCheck, type ClientMismatch } from './check.ts';
import { likeControl } from './credentials.ts';
import { allText, isOver, requestParameters, reported, requestsOf, strayRequests, succeeded, unlessSent } from './evidence.ts';

const parameterOf = (request: ClientRequest, name: string) => requestParameters(request).get(name) ?? undefined;

const authorizations = (observation: ClientObservation) => requestsOf(observation, 'authorize');
const redemptions = (observation: ClientObservation) => requestsOf(observation, 'redeem');

const tokenKinds = ['redeem', 'refresh', 'poll', 'token'] as const;

/** A value that two flows share. */
function repeatedAmong(requests: readonly ClientRequest[], name: string): ClientRequest | undefined {
  const values = requests.map((request) => parameterOf(request, name));
  return requests.find((_, index) => values[index] !== undefined && values.indexOf(values[index]) < index);
}

/** No token request may follow the redirect of a scenario. */
const notRedeemed = (scenario: string, code: ClientMismatch['code']): ClientCheck => ({
  of: inScenarios(scenario),
  patient: true,
  judge(observation) {
    const missing = unlessSent(authorizations(observation), 'authorization request');
    return missing ?? redemptions(observation).map((request) => wrong(code, request, noRequest, request.method));
  },
});

/** The ways of client authentication in a token request. */
function authenticationOf(request: ClientRequest): { readonly basic?: string; readonly posted?: string } {
  const header = request.headers.find((_, index) => index % 2 === 1 && request.headers[index - 1]!.toLowerCase() === 'authorization');
  const basic = /^basic +(\S+)$/i.exec(header ?? '')?.[1];
  const posted = parameterOf(request, 'client_secret');
  return { ...(basic !== undefined && { basic: Buffer.from(basic, 'base64').toString('utf8') }), ...(posted !== undefined && { posted }) };
}

const formEncoded = (text: string) => new URLSearchParams({ '': text }).toString().slice(1);

export const clientAuthorizationChecks = {
  'client/scheme-case': { of: inScenarios('token-type-case'), judge: (observation, context) => likeControl(observation, context) },
  'client/oauth-state': {
    of: inScenarios('sign-in', 'other-state'),
    patient: true,
    judge(observation) {
      const sent = authorizations(observation);
      const isPlain = observation.scenario === 'sign-in';
      const missing = unlessSent(sent, 'authorization request', isPlain ? 2 : 1);
      if (missing) return missing;
      const open = sent.find(
        (request) => parameterOf(request, 'state') === undefined && parameterOf(request, 'code_challenge') === undefined,
      );
      if (open) return [wrong('no-state', open, { kind: 'present' }, undefined, { at: '$request.query.state' })];
      const again = isPlain ? repeatedAmong(sent, 'state') : undefined;
      if (again) return [wrong('state-repeated', again, { kind: 'condition', condition: 'new-value' }, parameterOf(again, 'state'))];
      if (isPlain || sent.every((request) => parameterOf(request, 'state') === undefined)) return [];
      return redemptions(observation).map((request) => wrong('other-state-accepted', request, noRequest, request.method));
    },
  },
  'client/oauth-pkce': {
    of: inScenarios('sign-in'),
    judge(observation) {
      const sent = authorizations(observation);
      const missing = unlessSent(sent, 'authorization request', 2);
      if (missing) return missing;
      const bad = sent.flatMap((request): readonly ClientMismatch[] => {
        const [challenge, method] = [parameterOf(request, 'code_challenge'), parameterOf(request, 'code_challenge_method')];
        if (challenge === undefined)
          return [wrong('no-challenge', request, { kind: 'present' }, undefined, { at: '$request.query.code_challenge' })];
        if (method === 'S256') return [];
        const at = { at: '$request.query.code_challenge_method' };
        return [wrong('challenge-not-s256', request, { kind: 'equals', value: 'S256' }, method, at)];
      });
      if (bad.length > 0) return bad;
      const verifiers = redemptions(observation).flatMap((request) => {
        const verifier = parameterOf(request, 'code_verifier') ?? '';
        const expected = { kind: 'matches', pattern: '^[A-Za-z0-9._~-]{43,128}$' } as const;
        return new RegExp(expected.pattern).test(verifier) ? [] : [wrong('malformed-verifier', request, expected, verifier.length)];
      });
      if (verifiers.length > 0) return verifiers;
      const again = repeatedAmong(sent, 'code_challenge');
      return again
        ? [wrong('challenge-repeated', again, { kind: 'condition', condition: 'new-value' }, parameterOf(again, 'code_challenge'))]
        : [];
    },
  },
  'client/oauth-issuer': notRedeemed('other-issuer-redirect', 'other-issuer-accepted'),
  'client/oauth-redirect-uri': {
    of: inScenarios('sign-in'),
    judge(observation) {
      const sent = redemptions(observation);
      const missing = unlessSent(sent, 'token request');
      if (missing) return missing;
      return sent.flatMap((request) => {
        const [first, second] = [authorizations(observation).find(({ run }) => run === request.run), request].map(
          (one) => one && parameterOf(one, 'redirect_uri'),
        );
        if (first === second) return [];
        const expected = first === undefined ? ({ kind: 'absent' } as const) : ({ kind: 'equals', value: first } as const);
        return [wrong('redirect-uris-differ', request, expected, second, { at: '$request.body#/redirect_uri' })];
      });
    },
  },
  'client/oauth-error-redirect': {
    of: inScenarios('denied'),
    judge(observation) {
      const sent = authorizations(observation);
      const missing = unlessSent(sent, 'authorization request');
      if (missing) return missing;
      const after = [...redemptions(observation), ...requestsOf(observation, 'token')];
      if (after.length > 0) return after.map((request) => wrong('redeemed-after-error', request, noRequest, request.method));
      if (!isOver(observation) || reported(observation, ['access_denied', 'denied'])) return [];
      return [wrong('denial-not-reported', sent.at(-1), { kind: 'condition', condition: 'error-reported' }, 'exit 0')];
    },
  },
  'client/oauth-scope': {
    of: inScenarios('sign-in', 'less-scope'),
    judge(observation, { setting }) {
      const sent = authorizations(observation);
      const missing = unlessSent(sent, 'authorization request');
      if (missing) return missing;
      if (observation.scenario === 'less-scope') {
        if (!isOver(observation)) return undecided('client-end-unknown');
        if (succeeded(observation) || reported(observation, ['scope'])) return [];
        return [wrong('less-scope-unnoticed', sent.at(-1), { kind: 'condition', condition: 'error-reported' }, 'exit 0')];
      }
      const given = setting.oauth?.client.scopes ?? [];
      return [...sent, ...requestsOf(observation, 'redeem', 'token')].flatMap((request) => {
        const asked = parameterOf(request, 'scope')?.split(' ').filter(Boolean) ?? [];
        const beyond = asked.filter((scope) => !given.includes(scope));
        return beyond.length === 0 ? [] : [wrong('too-much-scope', request, { kind: 'at-most', items: [...given] }, [...asked])];
      });
    },
  },
  'client/oauth-client-authentication': {
    of: inScenarios('sign-in', 'expired-token', 'device-poll'),
    judge(observation, { setting, secrets }) {
      if (secrets.clientSecret === undefined) return outOfScope('client-is-public');
      const sent = requestsOf(observation, ...tokenKinds);
      const missing = unlessSent(sent, 'token request');
      if (missing) return missing;
      const documented = setting.contract.clientAuthentication;
      const allowed = documented.length === 0 ? (['client_secret_post', 'client_secret_basic'] as const) : documented;
      const pair = `${formEncoded(secrets.clientId!)}:${formEncoded(secrets.clientSecret)}`;
      return sent.flatMap((request): readonly ClientMismatch[] => {
        const { basic, posted } = authenticationOf(request);
        if (basic === undefined && posted === undefined)
          return [wrong('no-client-authentication', request, { kind: 'one-of', values: [...allowed] })];
        if (basic !== undefined && posted !== undefined)
          return [wrong('two-client-authentications', request, { kind: 'one-of', values: [...allowed] }, 'both')];
        const method = basic === undefined ? 'client_secret_post' : 'client_secret_basic';
        if (!allowed.includes(method))
          return [wrong('undocumented-authentication', request, { kind: 'one-of', values: [...allowed] }, method)];
        const at = { at: '$request.header.Authorization' };
        return basic === undefined || basic === pair
          ? []
          : [wrong('basic-not-encoded', request, { kind: 'equals', value: pair }, basic, at)];
      });
    },
  },
  'client/oauth-secret-kept': {
    of: inScenarios('sign-in', 'other-issuer-metadata', 'token-redirect'),
    patient: true,
    judge(observation, { found }) {
      const leaks = observation.requests.filter((request) => found(allText(request)).includes('client secret'));
      const away = strayRequests(observation);
      const stray = leaks.filter((request) => away.includes(request));
      if (stray.length > 0) return stray.map((request) => wrong('secret-at-other-origin', request, { kind: 'no-secret' }, request.place));
      const other = leaks.filter(({ kind }) => kind !== 'device' && !tokenKinds.some((token) => token === kind));
      if (other.length > 0) return other.map((request) => wrong('secret-elsewhere', request, { kind: 'no-secret' }, request.kind));
      if (observation.scenario !== 'other-issuer-metadata') {
        return unlessSent(authorizations(observation), 'authorization request') ?? [];
      }
      const read = requestsOf(observation, 'metadata')[0];
      if (read === undefined) return outOfScope('client-reads-no-metadata');
      const after = [...authorizations(observation), ...redemptions(observation), ...away].filter(({ number }) => number > read.number);
      return after.slice(0, 1).map((request) => wrong('other-issuer-accepted', request, noRequest, request.kind));
    },
  },
} as const satisfies { readonly [id: string]: ClientCheck };
