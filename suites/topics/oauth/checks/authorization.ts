import type { oauthAuthorizationRequirements as rows } from '../../../../spec/catalogue/oauth/authorization.ts';
import { member, text } from '../../../../spec/json/json.ts';
import { headerValue, headerValues } from '../../../../spec/message.ts';
import { excerpt, replyOf } from '../../../expectations/answer.ts';
import type { Evidence, Observation } from '../../../engine/evidence.ts';
import { lookalikes } from '../../../oauth/redirects.ts';
import { jsonOf } from '../../../expectations/quota.ts';
import { type Recorded, inconclusive, notApplicable, type Check, type Judgement, type AnyMismatch } from '../../../engine/check.ts';
import { fact, judging, unless } from './subject.ts';

const where = '$response.header.Location';
const locationOf = (evidence: Evidence) => headerValue(replyOf(evidence).headers, 'location') ?? '';

/** Nobody is sent to the URI of the request, nor given a code for it. */
const notSent = (observation: Observation): Judgement => {
  const actual = excerpt(locationOf(observation.probes[0]!));
  if (fact(observation, 'code') === true) return [{ reason: 'a code was given', where, expected: 'no redirect', actual }];
  return unless(fact(observation, 'sent') !== true, {
    reason: 'redirected to an unregistered URI',
    where,
    expected: 'no redirect',
    actual,
  });
};

/** Neither a code nor a token, and where an error is told, one of these. */
function expectError(observation: Observation, errors: readonly string[], told: boolean): Judgement {
  const actual = excerpt(locationOf(observation.probes[0]!)) || String(replyOf(observation.probes[0]).status);
  const given: AnyMismatch[] = ['code', 'token'].filter((what) => fact(observation, what) === true).map((what) => ({ reason: `a ${what} was given`, where, expected: 'an error', actual })); // prettier-ignore
  if (given.length > 0) return given;
  const error = String(fact(observation, 'error') ?? '');
  if (error === '' && (!told || replyOf(observation.probes[0]).status >= 400)) return [];
  return unless(errors.includes(error), { reason: 'another error', where, expected: errors.join(' or '), actual: error || actual });
}

export const oauthAuthorizationChecks: { readonly [id in keyof typeof rows]: Check } = {
  'oauth/unregistered-redirect-uri': judging(['unknown-client', 'missing-client', 'foreign-uri'], notSent, {
    control: 'required',
  }),
  'oauth/redirect-uri-matching': judging(
    [...Object.keys(lookalikes).map((name) => `uri-${name}`), 'repeated-uri'],
    (observation) => notSent(observation),
    { control: 'required' },
  ),
  'oauth/plain-http-redirect-uri': judging(['insecure-uri'], notSent, { control: 'required' }),
  'oauth/response-type': judging(['no-response-type', 'unknown-response-type'], (observation) => {
    const missing = observation.case.variant === 'no-response-type';
    return expectError(observation, missing ? ['invalid_request', 'unsupported_response_type'] : ['unsupported_response_type', 'unauthorized_client', 'invalid_request'], true); // prettier-ignore
  }),
  'oauth/unknown-scope': judging(['unknown-scope'], (observation) => {
    if (fact(observation, 'code') !== true) return expectError(observation, ['invalid_scope', 'invalid_request'], false);
    const told = String(fact(observation, 'granted') ?? '');
    return unless(fact(observation, 'narrowed') === true, { reason: 'a code for an unknown scope, and nothing says otherwise', where: '$response.body#/scope', expected: 'the known scopes alone', actual: told || 'nothing told' }); // prettier-ignore
  }),
  'oauth/state': judging(['state', 'unknown-scope'], (observation) => {
    if (observation.case.variant === 'unknown-scope') {
      if (fact(observation, 'registered') !== true) return notApplicable('no redirect with an error');
      return unless(fact(observation, 'state') === true, { reason: 'the state of an error is another', where, expected: 'the state that was sent', actual: excerpt(locationOf(observation.probes[0]!)) }); // prettier-ignore
    }
    if (fact(observation, 'works') !== true) return refusedFor(observation, 'a state');
    const [sent, returned] = [String(fact(observation, 'sent')), String(fact(observation, 'returned'))];
    return unless(sent === returned, { reason: 'another state came back', where, expected: excerpt(sent), actual: excerpt(returned) });
  }),
  'oauth/unknown-parameters': judging(['unknown-parameter', 'unknown-token-parameter'], (observation) => {
    if (observation.case.variant === 'unknown-parameter')
      return fact(observation, 'works') === true ? [] : refusedFor(observation, 'an unknown parameter');
    const error = text(member(jsonOf(replyOf(observation.probes[0])), 'error')) ?? '';
    const usual = fact(observation, 'usual');
    if (usual === undefined) return inconclusive('without the parameter it was not answered: there is nothing to compare with');
    return unless(error === usual || error === 'invalid_grant', { reason: 'refused for an unknown parameter', where: '$response.body#/error', expected: `${usual}`, actual: error ?? "none" }); // prettier-ignore
  }),
  'oauth/repeated-parameters': judging(['repeated-parameter', 'repeated-token-parameter'], (observation) => {
    if (observation.case.variant === 'repeated-parameter') return expectError(observation, ['invalid_request'], false);
    const error = text(member(jsonOf(replyOf(observation.probes[0])), 'error'));
    return unless(error === 'invalid_request', { reason: 'acted on although a parameter stands twice', where: '$response.body#/error', expected: 'invalid_request', actual: String(error) }); // prettier-ignore
  }),
  'oauth/denied-consent': judging(['denied'], (observation) => {
    if (fact(observation, 'code') === true) return expectError(observation, [], true);
    const right =
      fact(observation, 'error') === 'access_denied' && fact(observation, 'state') === true && fact(observation, 'back') === true;
    const actual = excerpt(locationOf(observation.probes[0]!)) || String(replyOf(observation.probes[0]).status);
    return unless(right, { reason: 'the denial is not told', where, expected: 'access_denied, and the state', actual });
  }),
  'oauth/redirect-status': judging(['authorization', 'unknown-scope'], ({ probes: [probe] }) => {
    const { status } = replyOf(probe);
    return unless(status !== 307 && status !== 308, { reason: 'a redirect that repeats the request', where: '$statusCode', expected: '303 or 302', actual: String(status) }); // prettier-ignore
  }),
  'oauth/authorization-cors': judging(['cors'], ({ probes: [probe] }) => {
    const allowed = headerValue(replyOf(probe).headers, 'access-control-allow-origin');
    return unless(allowed === undefined, { reason: 'scripts of other sites may read it', where: '$response.header.Access-Control-Allow-Origin', expected: 'no such field', actual: allowed ?? '' }); // prettier-ignore
  }),
  'oauth/consent-page-framing': judging(['frame'], ({ probes: [probe] }) => {
    const { headers } = replyOf(probe);
    const policies = headerValues(headers, 'content-security-policy').join('; ');
    const [, ancestors] = /frame-ancestors\s+([^;]+)/i.exec(policies) ?? [];
    const options = headerValue(headers, 'x-frame-options') ?? '';
    const guarded = ancestors === undefined ? /^(?:deny|sameorigin)$/i.test(options.trim()) : !/\*|https?:(?:\s|$)/.test(ancestors);
    const expected = 'frame-ancestors, or X-Frame-Options: DENY';
    return unless(guarded, { reason: 'any page may put it into a frame', where: '$response.header.Content-Security-Policy', expected, actual: policies || options || 'neither field' }); // prettier-ignore
  }),
  'oauth/issuer-parameter': judging(['authorization', 'unknown-scope'], (observation, _, record) => {
    const issuer = announcedIssuer(record);
    if (issuer === undefined) return notApplicable('the metadata does not announce it');
    if (fact(observation, 'back') !== true && fact(observation, 'registered') !== true)
      return notApplicable('the browser was not sent back');
    const told = String(fact(observation, 'issuer') ?? '');
    return unless(told === issuer, { reason: told === '' ? 'no issuer is told' : 'another issuer is told', where, expected: issuer, actual: told || 'none' }); // prettier-ignore
  }),
  'oauth/undeclared-implicit-grant': judging(
    ['implicit'],
    (observation) =>
    unless(fact(observation, 'token') !== true, { reason: 'a token was given in the URL', where, expected: 'no access token', actual: excerpt(locationOf(observation.probes[0]!)) }), // prettier-ignore
  ),
};

function refusedFor(observation: Observation, what: string): readonly AnyMismatch[] {
  const actual = excerpt(locationOf(observation.probes[0]!)) || String(replyOf(observation.probes[0]).status);
  return [{ reason: `refused for ${what}`, where, expected: 'a code', actual }];
}

/** The issuer of metadata that promise it in redirects. @see RFC 9207 §3 */
function announcedIssuer({ observations }: Recorded): string | undefined {
  const reply = observations.find(({ case: testCase }) => testCase.variant === 'metadata')?.probes[0]?.reply;
  const metadata = reply && jsonOf(reply);
  return member(metadata, 'authorization_response_iss_parameter_supported') === true ? text(member(metadata, 'issuer')) : undefined;
}
