import type { oauthFlowRequirements as rows } from '../../../../spec/catalogue/oauth/flow.ts';
import type { Contract, Json } from '../../../../spec/contract.ts';
import { isList, member, text } from '../../../../spec/json/json.ts';
import { expectStatus, excerpt, isJsonType, mediaTypeOf, replyOf } from '../../../expectations/answer.ts';
import { errorOf, expectNoTokens, givesTokens } from '../../../expectations/oauth.ts';
import { scopesIn } from '../../../oauth/form.ts';
import { absentOperation } from '../../../engine/judge.ts';
import { jsonOf, reportedQuota, valueAtPlace } from '../../../expectations/quota.ts';
import { isSuccess } from '../../../engine/scenario-context.ts';
import type { Evidence, Observation } from '../../../engine/evidence.ts';
import { inconclusive, notApplicable, type Check, type Judgement, type CheckContext, type AnyMismatch } from '../../../engine/check.ts';
import { codeFlow, declares, fact, judging, refreshable, unless } from './subject.ts';
import { otherFlows } from '../other-flows.ts';

const bodyMember = (evidence: Evidence, name: string): Json | undefined => member(jsonOf(replyOf(evidence)), name);
const shown = (value: Json | undefined) => excerpt(JSON.stringify(value ?? null));

/** The target answers a good token with a success. */
const served = ({ probes }: Observation, { contract }: CheckContext): Judgement => {
  const probe = probes.at(-1)!;
  if (isSuccess(probe)) return [];
  const operation = contract.operations.find(({ id }) => id === probe.operation);
  const { status } = replyOf(probe);
  if (operation?.assumed && (status === 404 || status === 405)) return absentOperation(operation.id);
  if (status !== 401 && status !== 403) return inconclusive(`answered with ${status}: neither served nor refused`);
  return [{ reason: 'the token is refused', where: '$statusCode', expected: 'a success', actual: String(status) }];
};

/** A string that is not empty, in the body of a success. */
function expectToken(evidence: Evidence, name: string): readonly AnyMismatch[] {
  const token = text(bodyMember(evidence, name));
  const where = `$response.body#/${name}`;
  return unless(token !== undefined && token !== '', {
    reason: `no ${name}`,
    where,
    expected: 'a string',
    actual: shown(bodyMember(evidence, name)),
  });
}

const windowed = (contract: Contract) => contract.plans.length > 0 || 'the document has no plans';
const both = (...conditions: readonly ((contract: Contract) => true | string)[]) => (contract: Contract): true | string =>
  conditions.map((condition) => condition(contract)).find((outcome) => outcome !== true) ?? true; // prettier-ignore

/** A flow of its own scene: tokens first, then the API. */
const otherFlow = (kind: Parameters<typeof declares>[0]): Check => ({
  scenario: otherFlows,
  applies: declares(kind),
  of: ({ variant }) => variant === kind,
  judge: (observation, context) => {
    if (fact(observation, 'tokens') !== true) {
      const [probe] = observation.probes;
      const actual = probe?.reply ? (errorOf(probe) ?? String(probe.reply.status)) : 'no answer';
      return [{ reason: 'no token was given', where: '$response.body#/access_token', expected: 'an access token', actual }];
    }
    const objection = String(fact(observation, 'objection') ?? '');
    if (objection !== '')
      return [{ reason: 'a certified client refuses the answer', expected: 'an answer as the RFC has it', actual: objection }];
    return context.contract.operations.some(({ id }) => id === observation.probes.at(-1)?.operation) ? served(observation, context) : [];
  },
});

export const oauthFlowChecks: { readonly [id in keyof typeof rows]: Check } = {
  'oauth/authorization-code': judging(['authorization'], (observation) => {
    const { status, headers } = replyOf(observation.probes[0]);
    if (fact(observation, 'code') === true && fact(observation, 'back') === true) return [];
    const actual = excerpt([status, ...headers.filter((_, index) => headers[index - 1]?.toLowerCase() === 'location')].join(' '));
    const reason = fact(observation, 'code') === true ? 'sent elsewhere than to the redirect URI' : 'no code';
    return [{ reason, where: '$response.header.Location', expected: 'the redirect URI with a code', actual }];
  }),
  'oauth/scope-separator': judging(['plus'], (observation) =>
    unless(fact(observation, 'works') === true, {
      reason: 'other scopes were granted when they were separated by +',
      where: '$response.body#/scope',
      expected: 'the scopes that were asked for',
      actual: excerpt(replyOf(observation.probes.at(-1)).body),
    }),
  ),
  'oauth/undocumented-required-parameters': judging(['documented-only'], (observation) => {
    if (fact(observation, 'tokens') === true) return [];
    if (fact(observation, 'demandsPkce') === true) return notApplicable('the server demands a challenge of everybody, as RFC 9700 advises');
    const last = observation.probes.at(-1)!;
    const actual = excerpt(errorOf(last) ?? `${replyOf(last).status} ${replyOf(last).headers.join(' ')}`);
    return [{ reason: 'the printed flow does not work', where: '$statusCode', expected: 'tokens', actual }];
  }),
  'oauth/code-exchange': judging(['code-exchange'], ({ probes: [probe] }) => {
    const { status, body } = replyOf(probe);
    if (status !== 200)
      return [{ reason: 'the exchange is refused', where: '$statusCode', expected: '200', actual: `${status} ${excerpt(body)}` }];
    const type = mediaTypeOf(replyOf(probe)) ?? 'none';
    if (!isJsonType(type)) {
      return [{ reason: 'another media type', where: '$response.header.Content-Type', expected: 'application/json', actual: type }];
    }
    return expectToken(probe!, 'access_token');
  }),
  'oauth/refresh-token': judging(
    ['code-exchange'],
    ({ probes: [probe] }) => {
      if (!givesTokens(probe!)) return notApplicable('no tokens came at all');
      const same = bodyMember(probe!, 'refresh_token') === bodyMember(probe!, 'access_token');
      const where = '$response.body#/refresh_token';
      return same
        ? [{ reason: 'it is the access token again', where, expected: 'a token of its own', actual: 'the access token' }]
        : expectToken(probe!, 'refresh_token');
    },
    { applies: refreshable },
  ),
  'oauth/access-token': judging(['api-allowed'], served),
  'oauth/whoami-scopes': judging(
    ['api-whoami'],
    (observation, { contract }) => {
      const [probe] = observation.probes;
      if (!isSuccess(probe!)) return notApplicable('the self-test does not serve the token: see oauth/access-token');
      const place = contract.whoami!.scopes!;
      const listed = valueAtPlace(place, replyOf(probe));
      const granted = scopesIn(String(fact(observation, 'granted') ?? ''));
      const implied = new Set(granted.flatMap((scope) => contract.implies[scope] ?? []));
      const names = isList(listed) ? listed.map(String) : scopesIn(text(listed) ?? '');
      const right = granted.every((scope) => names.includes(scope)) && names.every((name) => granted.includes(name) || implied.has(name));
      return unless(right, {
        reason: 'other scopes than granted',
        where: place.expression,
        expected: granted.join(' ') || 'none',
        actual: shown(listed),
      });
    },
    {
      applies: (contract) =>
        both(codeFlow, ({ whoami }) => whoami?.scopes !== undefined || 'no operation shows the scopes of its caller')(contract),
    },
  ),
  'oauth/scope-enforcement': judging(
    ['api-refused', 'asked-less'],
    (observation, { contract }) => {
      const operation = contract.operations.find(({ id }) => id === fact(observation, 'operation'));
      const hidden = operation?.path.includes('{') ? [404] : [];
      return expectStatus(observation.probes[0]!, [operation?.forbidden.status ?? 403, ...hidden]);
    },
    { control: 'required' },
  ),
  'oauth/refresh': judging(
    ['refresh'],
    (observation, context) => {
      const [refreshed, used] = observation.probes;
      if (!givesTokens(refreshed!)) {
        const actual = errorOf(refreshed!) ?? String(replyOf(refreshed).status);
        return [{ reason: 'the refresh token does not work', where: '$statusCode', expected: 'a new access token', actual }];
      }
      return used ? served(observation, context) : [];
    },
    { applies: refreshable },
  ),
  'oauth/client-authentication': judging(
    ['post', 'basic'],
    ({ probes: [probe], case: testCase }) => {
      const actual = errorOf(probe!) ?? `${replyOf(probe).status}`;
      const known = actual !== 'invalid_client' && actual !== 'unauthorized_client' && replyOf(probe).status !== 401;
      const expected = 'an error about the invented code';
      return unless(known, {
        reason: `the secret is not accepted (${testCase.variant})`,
        where: '$response.body#/error',
        expected,
        actual,
      });
    },
    {
      applies: (contract) =>
        both(
          codeFlow,
          ({ clientAuthentication }) => clientAuthentication.length > 0 || 'the document does not say how clients authenticate',
        )(contract),
      of: ({ variant }, { contract }) => contract.clientAuthentication.some((method) => method === `client_secret_${variant}`),
    },
  ),
  'oauth/plan-without-oauth': judging(
    ['outsider'],
    (observation) => {
      const [probe] = observation.probes;
      if (fact(observation, 'code') === true)
        return [{ reason: 'a code was given', where: '$response.header.Location', expected: 'an error', actual: 'a code' }];
      return expectNoTokens(probe!);
    },
    {
      applies: (contract) =>
        both(
          codeFlow,
          ({ plans }) => plans.some(({ features }) => features.includes('oauth2')) || 'no plan says that it includes OAuth',
        )(contract),
    },
  ),
  'oauth/account-quota': judging(
    ['api-allowed'],
    (observation, { contract }) => {
      const [probe] = observation.probes;
      const plan = contract.plans.find(({ name }) => name === fact(observation, 'plan'));
      if (!plan) return notApplicable('the plan of the client is not known');
      if (!isSuccess(probe!)) return notApplicable('the token is not served: see oauth/access-token');
      const { limit } = reportedQuota(contract, replyOf(probe));
      if (limit === undefined) return notApplicable('the answer reports no limit');
      const limits = plan.windows.map((window) => window.limit);
      const where = contract.rateLimit.limit[0]?.expression;
      return unless(limits.includes(limit), {
        reason: 'the limit of another plan',
        ...(where !== undefined && { where }),
        expected: limits.join(' or '),
        actual: String(limit),
      });
    },
    { applies: both(codeFlow, windowed) },
  ),
  'oauth/client-credentials-flow': otherFlow('clientCredentials'),
  'oauth/password-flow': otherFlow('password'),
  'oauth/implicit-flow': otherFlow('implicit'),
  'oauth/device-flow': otherFlow('deviceAuthorization'),
};
