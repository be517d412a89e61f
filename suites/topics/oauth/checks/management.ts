import { authorizationServers } from '../../../../spec/authorization.ts';
import type { oauthManagementRequirements as rows } from '../../../../spec/catalogue/oauth/management.ts';
import type { Json } from '../../../../spec/contract.ts';
import { isList, isObject, member, members, text, texts } from '../../../../spec/json/json.ts';
import { excerpt, isJsonType, mediaTypeOf, replyOf } from '../../../expectations/answer.ts';
import { givesTokens } from '../../../expectations/oauth.ts';
import type { Evidence, Observation } from '../../../engine/evidence.ts';
import { jsonOf } from '../../../expectations/quota.ts';
import { isSuccess } from '../../../engine/scenario-context.ts';
import { inconclusive, notApplicable, type Check, type Judgement, type CheckContext, type AnyMismatch } from '../../../engine/check.ts';
import { judging, unless } from './subject.ts';

const bodyOf = (evidence: Evidence | undefined) => jsonOf(replyOf(evidence));
const shown = (value: Json | undefined) => excerpt(JSON.stringify(value ?? null));
const at = (name: string) => `$response.body#/${name}`;

/** 200 with a JSON object. */
function expectJson(evidence: Evidence): readonly AnyMismatch[] {
  const reply = replyOf(evidence);
  if (reply.status !== 200) return [{ reason: 'another status', where: '$statusCode', expected: '200', actual: String(reply.status) }];
  const type = mediaTypeOf(reply) ?? 'none';
  if (!isJsonType(type)) return [{ reason: 'another media type', where: '$response.header.Content-Type', expected: 'application/json', actual: type }]; // prettier-ignore
  return unless(isObject(jsonOf(reply)), {
    reason: 'no JSON object',
    where: '$response.body',
    expected: 'an object',
    actual: excerpt(reply.body),
  });
}

const endpoints = [
  'authorization_endpoint',
  'token_endpoint',
  'revocation_endpoint',
  'introspection_endpoint',
  'device_authorization_endpoint',
];

const wellFormed = ({ probes: [probe] }: Observation): Judgement => {
  const broken = expectJson(probe!);
  if (broken.length > 0) return broken;
  const body = bodyOf(probe);
  const issuer = text(member(body, 'issuer')) ?? '';
  const secure = issuer.startsWith('https:') || probe!.request.url.startsWith('http:');
  const url = URL.canParse(issuer) ? new URL(issuer) : undefined;
  const lists = members(body).filter(([name, value]) => name.endsWith('_supported') && isList(value) && value.length === 0);
  return [
    ...unless(url !== undefined && secure && url.search === '' && url.hash === '', { reason: 'no good issuer', where: at('issuer'), expected: 'an https URL without query and fragment', actual: issuer || 'none' }), // prettier-ignore
    ...endpoints.flatMap((name) => {
      const value = member(body, name);
      if (value === undefined) return [];
      const endpoint = text(value) ?? '';
      const good = URL.canParse(endpoint) && (new URL(endpoint).protocol === 'https:' || probe!.request.url.startsWith('http:'));
      return unless(good, { reason: `no good ${name}`, where: at(name), expected: 'an absolute https URL', actual: shown(value) });
    }),
    ...unless(texts(member(body, 'response_types_supported')).length > 0, { reason: 'response types are not listed', where: at('response_types_supported'), expected: 'a list', actual: shown(member(body, 'response_types_supported')) }), // prettier-ignore
    ...lists.map(([name]) => ({
      reason: 'a list without elements',
      where: at(name),
      expected: 'elements, or no such member',
      actual: '[]',
    })),
  ];
};

const grantNames: { readonly [kind: string]: string } = {
  authorizationCode: 'authorization_code',
  clientCredentials: 'client_credentials',
  password: 'password',
  implicit: 'implicit',
  deviceAuthorization: 'urn:ietf:params:oauth:grant-type:device_code',
};

/** Paths are compared, since tests reach a server under a host of its own. */
const agreeing = ({ probes: [probe] }: Observation, { contract }: CheckContext): Judgement => {
  const body = bodyOf(probe);
  if (!isObject(body)) return notApplicable('there are no metadata to compare: see oauth/metadata-format');
  const [server] = authorizationServers(contract);
  const named = { authorization_endpoint: server?.paths.authorize, token_endpoint: server?.paths.token, device_authorization_endpoint: server?.paths.device }; // prettier-ignore
  const grants = member(body, 'grant_types_supported');
  const listed = isList(grants) ? texts(grants) : ['authorization_code', 'implicit'];
  const scopes = member(body, 'scopes_supported');
  return [
    ...Object.entries(named).flatMap(([name, path]) => {
      const url = text(member(body, name));
      if (url === undefined || path === undefined || !URL.canParse(url)) return [];
      const { pathname, search } = new URL(url);
      return unless(pathname + search === path, { reason: `another ${name} than documented`, where: at(name), expected: path, actual: pathname + search }); // prettier-ignore
    }),
    ...(server?.flows ?? []).flatMap(
      ({ kind }) =>
      unless(listed.includes(grantNames[kind]!), { reason: `the flow ${kind} is not listed`, where: at('grant_types_supported'), expected: grantNames[kind]!, actual: listed.join(', ') }), // prettier-ignore
    ),
    ...(isList(scopes)
      ? (server?.flows ?? []).flatMap((flow) => flow.scopes).filter((scope) => !texts(scopes).includes(scope)).slice(0, 1).map((scope) => ({ reason: 'a documented scope is not listed', where: at('scopes_supported'), expected: scope, actual: shown(scopes) })) // prettier-ignore
      : []),
  ];
};

const resource = ({ probes: [probe] }: Observation, { contract, settings }: CheckContext): Judgement => {
  const broken = expectJson(probe!);
  if (broken.length > 0) return broken;
  const named = text(member(bodyOf(probe), 'resource')) ?? '';
  const good = [settings.target, ...contract.servers.map(({ url }) => url)].map(trimmed);
  const here = new URL(probe!.request.url);
  const own = trimmed(here.origin + here.pathname.replace('/.well-known/oauth-protected-resource', ''));
  return unless([...good, own].includes(trimmed(named)), { reason: 'another resource is named', where: at('resource'), expected: own, actual: named || 'none' }); // prettier-ignore
};

const trimmed = (url: string) => url.replace(/\/+$/, '');

/** The token is dead at the API, or gives no others. */
const dead = (observation: Observation): Judgement => {
  const [revoked, after] = observation.probes;
  if (!isSuccess(revoked!)) {
    const unsupported = text(member(bodyOf(revoked), 'error')) === 'unsupported_token_type';
    if (unsupported) return notApplicable('this kind of token cannot be revoked');
    return [{ reason: 'the revocation is refused', where: '$statusCode', expected: '200', actual: String(replyOf(revoked).status) }];
  }
  if (!after) return inconclusive('no operation takes the token: nothing shows whether it is dead');
  const alive = observation.case.variant === 'revoke-refresh' ? givesTokens(after) : isSuccess(after);
  return unless(!alive, {
    reason: 'the token lives on',
    where: '$statusCode',
    expected: 'a refusal',
    actual: String(replyOf(after).status),
  });
};

/** What tells one answer from the next, and nothing of a token. */
const passing = /^(?:trace|request|correlation)[_-]?id$/i;

const inactive = ({ probes: [probe] }: Observation): Judgement => {
  const broken = expectJson(probe!);
  if (broken.length > 0) return broken;
  const body = bodyOf(probe);
  const told = members(body)
    .map(([name]) => name)
    .filter((name) => !passing.test(name));
  const alone = told.length === 1 && member(body, 'active') === false;
  return unless(alone, {
    reason: 'more is told than that it is inactive',
    where: '$response.body',
    expected: '{"active":false}',
    actual: shown(body),
  });
};

export const oauthManagementChecks: { readonly [id in keyof typeof rows]: Check } = {
  'oauth/metadata-format': judging(['metadata'], wellFormed),
  'oauth/metadata-consistency': judging(['metadata'], agreeing),
  'oauth/resource-metadata': judging(['resource-metadata'], resource),
  'oauth/revoked-token': judging(['revoke-token', 'revoke-refresh'], dead),
  'oauth/unknown-token-revocation': judging(['revoke-unknown'], ({ probes: [probe] }) =>
    unless(isSuccess(probe!), { reason: 'refused', where: '$statusCode', expected: '200', actual: String(replyOf(probe).status) }),
  ),
  'oauth/revocation-authentication': judging(['revoke-anonymous', 'revoke-wrong-secret', 'revoke-other-client'], (observation) => {
    const [asked, after] = observation.probes;
    if (observation.case.variant !== 'revoke-other-client' && isSuccess(asked!)) {
      return [{ reason: 'a stranger may revoke', where: '$statusCode', expected: '401 or 400', actual: String(replyOf(asked).status) }];
    }
    return unless(!after || isSuccess(after), { reason: 'the token died', where: '$statusCode', expected: 'a success', actual: after ? String(replyOf(after).status) : '' }); // prettier-ignore
  }),
  'oauth/introspection-authentication': judging(['introspect-anonymous', 'introspect-wrong-secret'], ({ probes: [probe] }) => {
    const body = bodyOf(probe);
    const silent = !isSuccess(probe!) || (isObject(body) && body['active'] === false);
    return unless(silent, { reason: 'a stranger is told of a token', where: '$response.body', expected: '401', actual: shown(body) });
  }),
  'oauth/introspection-active-token': judging(['introspect-active'], ({ probes: [probe] }) => {
    const broken = expectJson(probe!);
    if (broken.length > 0) return broken;
    const active = member(bodyOf(probe), 'active');
    return unless(active === true, {
      reason: 'a live token is not called active',
      where: at('active'),
      expected: 'true',
      actual: shown(active),
    });
  }),
  'oauth/introspection-inactive-token': judging(['introspect-unknown', 'introspect-revoked'], inactive),
};
