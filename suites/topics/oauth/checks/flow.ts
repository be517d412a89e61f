import { windowsFor } from '../../../../spec/plan.ts';
import type { oauthFlowRequirements as rows } from '../../../../spec/catalogue/oauth/flow.ts';
import type { Contract, Json } from '../../../../spec/contract.ts';
import { isList, member, text } from '../../../../spec/json/json.ts';
import { notApplicable, type AnyCheck, type Mismatch } from '../../../engine/check.ts';
import type { Evidence } from '../../../engine/evidence.ts';
import { isSuccess } from '../../../engine/scenario-context.ts';
import { excerpt, expectStatus, isJsonType, mediaTypeOf, replyOf } from '../../../expectations/response.ts';
import { errorOf, errorOrStatus, expectNoTokens, givesTokens, memberAt, wrongMediaType } from '../../../expectations/oauth.ts';
import { jsonOf, reportedQuota, valueAtPlace } from '../../../expectations/quota.ts';
import { offlineScope } from '../../../../spec/schemes/provider.ts';
import { scopesIn } from '../../../oauth/form.ts';
import { serverWith } from '../../../oauth/parties.ts';
import { codeFlowAnd, judging, refreshable, unless } from './judging.ts';
import { otherFlowChecks } from './other-flows.ts';
import { codeIssued, redirectedElsewhere, queryParameter, wrongParameter } from './redirect.ts';
import { expectServed } from './served.ts';

const bodyMember = (evidence: Evidence, name: string): Json | undefined => member(jsonOf(replyOf(evidence)), name);
const shown = (value: Json | undefined) => excerpt(JSON.stringify(value ?? null));

/** A string that is not empty, in the body of a success. */
function expectToken(evidence: Evidence, name: 'access_token' | 'refresh_token'): readonly Mismatch[] {
  const value = bodyMember(evidence, name);
  return unless((text(value) ?? '') !== '', {
    code: name === 'access_token' ? 'no-access-token' : 'no-refresh-token',
    at: memberAt(name),
    expected: { kind: 'form', form: 'json-string' },
    actual: shown(value),
    exchange: evidence.id,
  });
}

/**
 * Whether a server whose flows the document leaves to a discovery document issued no refresh token and did not grant one: it may support refresh tokens for
 * other clients only. @see OpenID Connect Core 1.0 §11
 */
function isUnpromised(contract: Contract, tokens: Evidence): boolean {
  const server = serverWith(contract, 'authorizationCode');
  const discovered = contract.schemes.some((scheme) => scheme.name === server?.scheme && scheme.discovered);
  const granted = scopesIn(text(bodyMember(tokens, 'scope')) ?? '');
  return discovered && bodyMember(tokens, 'refresh_token') === undefined && !granted.includes(offlineScope);
}

export const oauthFlowChecks: { readonly [id in keyof typeof rows]: AnyCheck } = {
  'oauth/authorization-code': judging(['authorization'], ({ facts: { code, back }, probes: { authorization } }) => {
    if (!code) return [wrongParameter('no-code', authorization, { name: 'code' })];
    return unless(back, redirectedElsewhere(authorization));
  }),
  'oauth/scope-separator': judging(['plus'], ({ facts, probes: { authorization, tokens = authorization } }) =>
    unless(facts.works, {
      code: 'plus-not-decoded',
      at: memberAt('scope'),
      expected: { kind: 'exactly', items: [...scopesIn(queryParameter(authorization, 'scope'))] },
      actual: excerpt(replyOf(tokens).body),
      exchange: tokens.id,
    }),
  ),
  'oauth/undocumented-required-parameters': judging(['documented-only'], ({ facts, probes: { authorization, tokens } }) => {
    if (facts.granted) return [];
    if (facts.demandsPkce) return notApplicable({ code: 'challenge-required' });
    const code = 'documented-flow-rejected';
    if (!tokens) return authorization ? [wrongParameter(code, authorization, { name: 'code' })] : [];
    const expected = { kind: 'form', form: 'json-string' } as const;
    return [{ code, at: memberAt('access_token'), expected, actual: errorOrStatus(tokens), exchange: tokens.id }];
  }),
  'oauth/code-exchange': judging(['code-exchange'], ({ probes: { tokens } }) => {
    const reply = replyOf(tokens);
    if (reply.status !== 200)
      return [
        {
          code: 'code-exchange-rejected',
          at: '$statusCode',
          expected: { kind: 'one-of', values: [200] },
          actual: `${reply.status} ${excerpt(reply.body)}`,
          exchange: tokens.id,
        },
      ];
    return isJsonType(mediaTypeOf(reply) ?? '') ? expectToken(tokens, 'access_token') : [wrongMediaType(tokens)];
  }),
  'oauth/refresh-token': judging(
    ['code-exchange'],
    ({ probes: { tokens } }, { contract }) => {
      if (!givesTokens(tokens)) return notApplicable({ code: 'no-tokens' });
      if (isUnpromised(contract, tokens)) return notApplicable({ code: 'no-refresh-token' });
      if (bodyMember(tokens, 'refresh_token') !== bodyMember(tokens, 'access_token')) return expectToken(tokens, 'refresh_token');
      return [
        {
          code: 'refresh-token-is-access-token',
          at: memberAt('refresh_token'),
          expected: { kind: 'condition', condition: 'secrets-have-nothing-in-common' },
          actual: 'the access token',
          exchange: tokens.id,
        },
      ];
    },
    { applies: refreshable },
  ),
  'oauth/access-token': judging(['api-allowed'], ({ probes: { call } }, { contract }) => expectServed(call, contract)),
  'oauth/whoami-scopes': judging(
    ['api-whoami'],
    ({ facts: { granted }, probes: { call } }, { contract }) => {
      if (!isSuccess(call)) return notApplicable({ code: 'token-not-served', requirement: 'oauth/access-token' });
      const place = contract.whoami!.scopes!;
      const listed = valueAtPlace(place, replyOf(call));
      const names = isList(listed) ? listed.map(String) : scopesIn(text(listed) ?? '');
      const allowed = [...granted, ...granted.flatMap((scope) => contract.implies[scope] ?? [])];
      const complete = granted.every((scope) => names.includes(scope));
      return unless(complete && names.every((name) => allowed.includes(name)), {
        code: 'granted-scopes-differ',
        at: place.expression,
        expected: complete ? { kind: 'at-most', items: [...new Set(allowed)] } : { kind: 'includes', items: [...granted] },
        actual: shown(listed),
        exchange: call.id,
      });
    },
    { applies: codeFlowAnd(({ whoami }) => whoami?.scopes !== undefined || 'no operation shows the scopes of its caller') },
  ),
  'oauth/scope-enforcement': judging(
    ['api-rejected', 'asked-less'],
    ({ probes: { call } }, { contract }) => {
      const operation = contract.operations.find(({ id }) => id === call.operation);
      const hidden = operation?.path.includes('{') ? [404] : [];
      return expectStatus(call, [operation?.forbidden.status ?? 403, ...hidden]);
    },
    { control: 'required' },
  ),
  'oauth/refresh': judging(
    ['refresh'],
    ({ probes: { tokens, call } }, { contract }) => {
      if (givesTokens(tokens)) return call ? expectServed(call, contract) : [];
      const expected = { kind: 'form', form: 'json-string' } as const;
      return [{ code: 'refresh-rejected', at: memberAt('access_token'), expected, actual: errorOrStatus(tokens), exchange: tokens.id }];
    },
    { applies: refreshable },
  ),
  'oauth/client-authentication': judging(
    ['post', 'basic'],
    ({ kind, probes: { response } }) => {
      const error = errorOf(response);
      const rejected = error === 'invalid_client' || error === 'unauthorized_client' || replyOf(response).status === 401;
      return unless(!rejected, {
        code: 'client-secret-rejected',
        at: memberAt('error'),
        expected: { kind: 'one-of', values: ['invalid_grant'] },
        actual: errorOrStatus(response),
        exchange: response.id,
        details: { method: kind },
      });
    },
    {
      applies: codeFlowAnd(
        ({ clientAuthentication }) => clientAuthentication.length > 0 || 'the document does not say how clients authenticate',
      ),
      of: ({ kind }, { contract }) => contract.clientAuthentication.some((method) => method === `client_secret_${kind}`),
    },
  ),
  'oauth/plan-without-oauth': judging(
    ['outsider'],
    ({ facts, probes: { authorization } }) => (facts.code ? [codeIssued(authorization)] : expectNoTokens(authorization)),
    {
      applies: codeFlowAnd(
        ({ plans }) => plans.some(({ features }) => features.includes('oauth2')) || 'no plan declares that it includes OAuth',
      ),
    },
  ),
  'oauth/account-quota': judging(
    ['api-allowed'],
    ({ facts, probes: { call } }, { contract }) => {
      const plan = contract.plans.find(({ name }) => name === facts.plan);
      if (!plan) return notApplicable({ code: 'client-plan-unknown' });
      if (!isSuccess(call)) return notApplicable({ code: 'token-not-served', requirement: 'oauth/access-token' });
      const { limit } = reportedQuota(contract, replyOf(call));
      if (limit === undefined) return notApplicable({ code: 'limit-not-reported' });
      const values = windowsFor(plan, call?.operation).map((window) => window.limit);
      const at = contract.rateLimit.limit[0]?.expression;
      return unless(values.includes(limit), {
        code: 'limit-of-another-plan',
        ...(at !== undefined && { at }),
        expected: { kind: 'one-of', values },
        actual: limit,
        exchange: call.id,
      });
    },
    { applies: codeFlowAnd(({ plans }) => plans.length > 0 || 'the document has no plans') },
  ),
  ...otherFlowChecks,
};
