import type { oauthAuthorizationRequirements as rows } from '../../../../spec/catalogue/oauth/authorization.ts';
import { member, text } from '../../../../spec/json/json.ts';
import { headerValue, headerValues } from '../../../../spec/message.ts';
import { errorOf, memberAt } from '../../../expectations/oauth.ts';
import { replyOf } from '../../../expectations/response.ts';
import { jsonOf } from '../../../expectations/quota.ts';
import { inconclusive, notApplicable, type AnyCheck, type Judgement, type Mismatch } from '../../../engine/check.ts';
import type { Evidence } from '../../../engine/evidence.ts';
import { scopesIn } from '../../../oauth/form.ts';
import type { AttemptFacts, AuthorizationAttemptKind } from '../../../oauth/observations.ts';
import { judging, observationOf, unless, type CodeFlowRecord } from './judging.ts';
import { codeIssued, redirectedElsewhere, redirectedToUnregistered, queryParameter, tokenInRedirect, wrongParameter } from './redirect.ts';

interface Attempted {
  readonly probes: { readonly authorization: Evidence };
  readonly facts: AttemptFacts;
}

/** No redirect to the URI of the request, and no code for it. */
const expectNoRedirect = ({ facts, probes: { authorization } }: Attempted): Judgement => {
  if (facts.code) return [codeIssued(authorization)];
  return unless(!facts.toRequested, redirectedToUnregistered(authorization));
};

/** Neither a code nor a token. An error is one of these; without one, an error status is enough, and for optional errors any response. */
function expectError({ facts, probes: { authorization } }: Attempted, errors: readonly string[], optional = false): Judgement {
  if (facts.code || facts.token)
    return [...unless(!facts.code, codeIssued(authorization)), ...unless(!facts.token, tokenInRedirect(authorization))];
  if (facts.error === '' && (optional || replyOf(authorization).status >= 400)) return [];
  const code = facts.error === '' ? 'no-authorization-error' : 'wrong-authorization-error';
  return unless(errors.includes(facts.error), wrongParameter(code, authorization, { name: 'error', values: errors }));
}

const wrongState = (evidence: Evidence) =>
  wrongParameter('wrong-state', evidence, { name: 'state', values: [queryParameter(evidence, 'state')] });

const unregisteredRedirects: readonly AuthorizationAttemptKind[] = [
  'uri-trailing-slash',
  'uri-longer-path',
  'uri-added-query',
  'uri-added-fragment',
  'uri-other-case',
  'uri-other-port',
  'uri-subdomain',
  'uri-superdomain',
  'uri-user-information',
  'uri-path-traversal',
  'uri-other-scheme',
  'uri-encoded',
  'repeated-uri',
];

export const oauthAuthorizationChecks: { readonly [id in keyof typeof rows]: AnyCheck } = {
  'oauth/unregistered-redirect-uri': judging(['unknown-client', 'missing-client', 'foreign-uri'], expectNoRedirect, {
    control: 'required',
  }),
  'oauth/redirect-uri-matching': judging(unregisteredRedirects, expectNoRedirect, { control: 'required' }),
  'oauth/plain-http-redirect-uri': judging(['insecure-uri'], expectNoRedirect, { control: 'required' }),
  'oauth/response-type': judging(['no-response-type', 'unknown-response-type'], (observation) =>
    expectError(
      observation,
      observation.kind === 'no-response-type'
        ? ['invalid_request', 'unsupported_response_type']
        : ['unsupported_response_type', 'unauthorized_client', 'invalid_request'],
    ),
  ),
  'oauth/unknown-scope': judging(['unknown-scope'], (observation) => {
    const { facts, probes } = observation;
    if (!facts.code) return expectError(observation, ['invalid_scope', 'invalid_request'], true);
    const known = scopesIn(queryParameter(probes.authorization, 'scope')).slice(0, -1);
    return unless(facts.narrowed === true, {
      code: 'unknown-scope-accepted',
      at: memberAt('scope'),
      expected: { kind: 'at-most', items: [...known] },
      ...(facts.granted !== undefined && facts.granted !== '' && { actual: facts.granted }),
      ...(facts.tokens !== undefined && { exchange: facts.tokens }),
    });
  }),
  'oauth/state': judging(['state', 'unknown-scope'], (observation) => {
    const { authorization } = observation.probes;
    if (observation.kind === 'unknown-scope') {
      if (!observation.facts.toRegistered) return notApplicable({ code: 'no-error-redirect' });
      return unless(observation.facts.state, wrongState(authorization));
    }
    const { works, sentState, returnedState } = observation.facts;
    if (!works) return rejected('rejected-for-state', authorization);
    return unless(sentState === returnedState, wrongState(authorization));
  }),
  'oauth/unknown-parameters': judging(['unknown-parameter', 'unknown-token-parameter'], (observation) => {
    if (observation.kind === 'unknown-parameter')
      return observation.facts.works ? [] : rejected('rejected-for-unknown-parameter', observation.probes.authorization);
    const { response } = observation.probes;
    const error = text(member(jsonOf(replyOf(response)), 'error')) ?? '';
    const { usualError } = observation.facts;
    if (usualError === undefined) return inconclusive({ code: 'nothing-to-compare-with' });
    return unless(error === usualError || error === 'invalid_grant', {
      code: 'rejected-for-unknown-parameter',
      at: memberAt('error'),
      expected: { kind: 'one-of', values: [...new Set([usualError, 'invalid_grant'])].filter((value) => value !== '') },
      ...(error !== '' && { actual: error }),
      exchange: response.id,
    });
  }),
  'oauth/repeated-parameters': judging(['repeated-parameter', 'repeated-token-parameter'], (observation) => {
    if (observation.kind === 'repeated-parameter') return expectError(observation, ['invalid_request'], true);
    const { response } = observation.probes;
    const error = errorOf(response);
    return unless(error === 'invalid_request', {
      code: 'repeated-parameter-accepted',
      at: memberAt('error'),
      expected: { kind: 'one-of', values: ['invalid_request'] },
      ...(error !== undefined && { actual: error }),
      exchange: response.id,
    });
  }),
  'oauth/denied-consent': judging(['denied'], ({ facts, probes: { authorization } }) => {
    if (facts.code) return [codeIssued(authorization)];
    if (facts.error !== 'access_denied')
      return [wrongParameter('denial-not-reported', authorization, { name: 'error', values: ['access_denied'] })];
    if (!facts.state) return [wrongState(authorization)];
    return unless(facts.back, redirectedElsewhere(authorization));
  }),
  'oauth/redirect-status': judging(['authorization', 'unknown-scope'], ({ probes: { authorization } }) => {
    const { status } = replyOf(authorization);
    return unless(status !== 307 && status !== 308, {
      code: 'redirect-repeats-request',
      at: '$statusCode',
      expected: { kind: 'one-of', values: [302, 303] },
      actual: status,
      exchange: authorization.id,
    });
  }),
  'oauth/authorization-cors': judging(['cors'], ({ probes: { authorization } }) => {
    const allowed = headerValue(replyOf(authorization).headers, 'access-control-allow-origin');
    return unless(allowed === undefined, {
      code: 'cross-origin-allowed',
      at: '$response.header.Access-Control-Allow-Origin',
      expected: { kind: 'absent' },
      actual: allowed ?? '',
      exchange: authorization.id,
    });
  }),
  'oauth/consent-page-framing': judging(['frame'], ({ probes: { page } }) => framing(page)),
  'oauth/issuer-parameter': judging(['authorization', 'unknown-scope'], (observation, _, record) => {
    const issuer = announcedIssuer(record);
    if (issuer === undefined) return notApplicable({ code: 'issuer-not-announced' });
    const back = observation.kind === 'authorization' ? observation.facts.back : observation.facts.toRegistered;
    if (!back) return notApplicable({ code: 'not-redirected-back' });
    const returned = observation.facts.issuer;
    const code = returned === '' ? 'no-issuer' : 'wrong-issuer';
    return unless(returned === issuer, wrongParameter(code, observation.probes.authorization, { name: 'iss', values: [issuer] }));
  }),
  'oauth/undeclared-implicit-grant': judging(['implicit'], ({ facts, probes: { authorization } }) =>
    unless(!facts.token, tokenInRedirect(authorization)),
  ),
};

function rejected(code: 'rejected-for-state' | 'rejected-for-unknown-parameter', evidence: Evidence): readonly Mismatch[] {
  return [wrongParameter(code, evidence, { name: 'code' })];
}

/** A page that other sites cannot put into a frame. @see RFC 9700 §4.16 */
function framing(page: Evidence): readonly Mismatch[] {
  const { headers } = replyOf(page);
  const policies = headerValues(headers, 'content-security-policy').join('; ');
  const [, ancestors] = /frame-ancestors\s+([^;]+)/i.exec(policies) ?? [];
  const options = headerValue(headers, 'x-frame-options');
  const [code, exchange] = ['page-can-be-framed', page.id] as const;
  const at = '$response.header.Content-Security-Policy';
  if (ancestors !== undefined) {
    const pattern = String.raw`frame-ancestors\s[^;]*(?:\*|https?:(?:[\s;]|$))`;
    const expected = { kind: 'lacks', pattern, flags: 'i', example: 'frame-ancestors without wildcards' } as const;
    return unless(!/\*|https?:(?:\s|$)/.test(ancestors), { code, at, expected, actual: policies, exchange });
  }
  if (/^(?:deny|sameorigin)$/i.test(options?.trim() ?? '')) return [];
  if (options !== undefined) {
    const values = ['DENY', 'SAMEORIGIN'];
    return [{ code, at: '$response.header.X-Frame-Options', expected: { kind: 'one-of', values }, actual: options, exchange }];
  }
  const expected = {
    kind: 'matches',
    pattern: 'frame-ancestors',
    flags: 'i',
    example: 'frame-ancestors, or X-Frame-Options: DENY',
  } as const;
  return [{ code, at, expected, ...(policies !== '' && { actual: policies }), exchange }];
}

/** The issuer of metadata that announce it for redirects. @see RFC 9207 §3 */
function announcedIssuer(record: CodeFlowRecord): string | undefined {
  const reply = observationOf(record, 'metadata')?.probes.response.reply;
  const metadata = reply && jsonOf(reply);
  return member(metadata, 'authorization_response_iss_parameter_supported') === true ? text(member(metadata, 'issuer')) : undefined;
}
