import { authorizationServers, type Grant } from '../../../../spec/authorization.ts';
import type { oauthManagementRequirements as rows } from '../../../../spec/catalogue/oauth/management.ts';
import type { Json } from '../../../../spec/contract.ts';
import { isList, isObject, member, members, text, texts } from '../../../../spec/json/json.ts';
import { inconclusive, notApplicable, type AnyCheck, type CheckContext, type Judgement, type Mismatch } from '../../../engine/check.ts';
import type { Evidence } from '../../../engine/evidence.ts';
import { takesNoToken } from '../../../oauth/api.ts';
import { isSuccess } from '../../../engine/scenario-context.ts';
import { excerpt, expectStatus, isJsonType, mediaTypeOf, replyOf } from '../../../expectations/response.ts';
import { givesTokens, memberAt, wrongMediaType } from '../../../expectations/oauth.ts';
import { jsonOf } from '../../../expectations/quota.ts';
import type { MismatchCode } from '../../../words/words.ts';
import { judging, unless } from './judging.ts';

interface Response {
  readonly probes: { readonly response: Evidence };
}

const bodyOf = (evidence: Evidence) => jsonOf(replyOf(evidence));
const shown = (value: Json | undefined) => excerpt(JSON.stringify(value ?? null));

/** The status is not this class, or none of these. */
function wrongStatus(code: MismatchCode, evidence: Evidence, ...accepted: readonly ('2xx' | '4xx' | number)[]): Mismatch {
  const classes = accepted.filter((status) => typeof status === 'string');
  const values = accepted.filter((status) => typeof status === 'number');
  return {
    code,
    at: '$statusCode',
    expected: classes.length > 0 ? { kind: 'status-class', classes } : { kind: 'one-of', values },
    actual: replyOf(evidence).status,
    exchange: evidence.id,
  };
}

/** 200 with a JSON object. */
function expectJson(evidence: Evidence): readonly Mismatch[] {
  const reply = replyOf(evidence);
  if (reply.status !== 200) return expectStatus(evidence, [200]);
  if (!isJsonType(mediaTypeOf(reply) ?? '')) return [wrongMediaType(evidence)];
  return unless(isObject(jsonOf(reply)), {
    code: 'no-json-object',
    at: '$response.body',
    expected: { kind: 'form', form: 'json-object' },
    actual: excerpt(reply.body),
    exchange: evidence.id,
  });
}

const endpoints = [
  'authorization_endpoint',
  'token_endpoint',
  'revocation_endpoint',
  'introspection_endpoint',
  'device_authorization_endpoint',
];

/** @see RFC 8414 §2, §3.2 */
function expectMetadata({ probes: { response } }: Response): Judgement {
  const broken = expectJson(response);
  if (broken.length > 0) return broken;
  const exchange = response.id;
  const body = bodyOf(response);
  const plain = response.request.url.startsWith('http:');
  const issuer = text(member(body, 'issuer')) ?? '';
  const url = URL.canParse(issuer) ? new URL(issuer) : undefined;
  const good = url !== undefined && (plain || issuer.startsWith('https:')) && url.search === '' && url.hash === '';
  const types = member(body, 'response_types_supported');
  const empty = members(body).filter(([name, value]) => name.endsWith('_supported') && isList(value) && value.length === 0);
  return [
    ...unless(good, {
      code: 'wrong-issuer-url',
      at: memberAt('issuer'),
      expected: { kind: 'form', form: 'https-url-without-query' },
      ...(issuer !== '' && { actual: issuer }),
      exchange,
    }),
    ...endpoints.flatMap((name) => {
      const value = member(body, name);
      return unless(value === undefined || isEndpoint(value, plain), {
        code: 'wrong-endpoint-url',
        at: memberAt(name),
        expected: { kind: 'form', form: 'https-url' },
        actual: shown(value),
        exchange,
        details: { name },
      });
    }),
    ...unless(texts(types).length > 0, {
      code: 'no-response-types',
      at: memberAt('response_types_supported'),
      expected: { kind: 'form', form: 'json-list' },
      actual: shown(types),
      exchange,
    }),
    ...empty.map(([name]): Mismatch => ({
      code: 'empty-metadata-list',
      at: memberAt(name),
      expected: { kind: 'absent' },
      actual: '[]',
      exchange,
      details: { name },
    })),
  ];
}

function isEndpoint(value: Json, plain: boolean): boolean {
  const url = text(value) ?? '';
  return URL.canParse(url) && (plain || new URL(url).protocol === 'https:');
}

const grantNames: { readonly [grant in Grant]: string } = {
  authorizationCode: 'authorization_code',
  clientCredentials: 'client_credentials',
  password: 'password',
  implicit: 'implicit',
  deviceAuthorization: 'urn:ietf:params:oauth:grant-type:device_code',
};

/** The metadata agree with the document. Only paths are compared: a test environment has its own host. */
function expectDocumentedMetadata({ probes: { response } }: Response, { contract }: CheckContext): Judgement {
  const exchange = response.id;
  const body = bodyOf(response);
  if (!isObject(body)) return notApplicable({ code: 'metadata-unreadable', requirement: 'oauth/metadata-format' });
  const [server] = authorizationServers(contract);
  const documented = { authorization_endpoint: server?.paths.authorize, token_endpoint: server?.paths.token, device_authorization_endpoint: server?.paths.device }; // oxfmt-ignore
  const grants = member(body, 'grant_types_supported');
  const listed = isList(grants) ? texts(grants) : ['authorization_code', 'implicit'];
  const scopes = member(body, 'scopes_supported');
  const missing = isList(scopes) ? server?.flows.flatMap((flow) => flow.scopes).find((scope) => !texts(scopes).includes(scope)) : undefined;
  return [
    ...Object.entries(documented).flatMap(([name, path]) => {
      const url = text(member(body, name));
      if (url === undefined || path === undefined || !URL.canParse(url)) return [];
      const { pathname, search } = new URL(url);
      const pattern = `^https?://[^/]+${path.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}$`;
      const expected = { kind: 'matches', pattern, example: path } as const;
      return unless(pathname + search === path, {
        code: 'endpoint-differs',
        at: memberAt(name),
        expected,
        actual: url,
        exchange,
        details: { name },
      });
    }),
    ...(server?.flows ?? []).flatMap(({ kind }) =>
      unless(listed.includes(grantNames[kind]), {
        code: 'flow-not-listed',
        at: memberAt('grant_types_supported'),
        expected: { kind: 'includes', items: [grantNames[kind]] },
        actual: listed.join(', '),
        exchange,
        details: { flow: kind },
      }),
    ),
    ...unless(missing === undefined, {
      code: 'scope-not-listed',
      at: memberAt('scopes_supported'),
      expected: { kind: 'includes', items: [missing ?? ''] },
      actual: shown(scopes),
      exchange,
    }),
  ];
}

/** @see RFC 9728 §2, §3.3 */
function expectResource({ probes: { response } }: Response, { contract, settings }: CheckContext): Judgement {
  const broken = expectJson(response);
  if (broken.length > 0) return broken;
  const named = text(member(bodyOf(response), 'resource')) ?? '';
  // Where the URL contains what a secret is replaced with, it is none.
  const here = URL.canParse(response.request.url) ? new URL(response.request.url) : undefined;
  const own = here ? [here.origin + here.pathname.replace('/.well-known/oauth-protected-resource', '')] : [];
  const values = [...new Set([...own, settings.target, ...contract.servers.map(({ url }) => url)].map(trimmed))];
  return unless(values.includes(trimmed(named)), {
    code: 'wrong-resource',
    at: memberAt('resource'),
    expected: { kind: 'one-of', values },
    ...(named !== '' && { actual: named }),
    exchange: response.id,
  });
}

const trimmed = (url: string) => url.replace(/\/+$/, '');

/** Members that every response may have. */
const unrelated = /^(?:trace|request|correlation)[_-]?id$/i;

/** An inactive token, and nothing else about it. @see RFC 7662 §2.2 */
function expectInactive({ probes: { response } }: Response): Judgement {
  const broken = expectJson(response);
  if (broken.length > 0) return broken;
  const body = bodyOf(response);
  const names = members(body).flatMap(([name]) => (unrelated.test(name) ? [] : [name]));
  return unless(names.length === 1 && member(body, 'active') === false, {
    code: 'inactive-token-described',
    at: '$response.body',
    expected: { kind: 'equals', value: { active: false } },
    actual: shown(body),
    exchange: response.id,
  });
}

export const oauthManagementChecks: { readonly [id in keyof typeof rows]: AnyCheck } = {
  'oauth/metadata-format': judging(['metadata'], expectMetadata),
  'oauth/metadata-consistency': judging(['metadata'], expectDocumentedMetadata),
  'oauth/resource-metadata': judging(['resource-metadata'], expectResource),
  'oauth/revoked-token': judging(['revoke-token', 'revoke-refresh'], (observation, { contract }) => {
    const { response } = observation.probes;
    if (!isSuccess(response)) {
      const unsupported = text(member(bodyOf(response), 'error')) === 'unsupported_token_type';
      return unsupported ? notApplicable({ code: 'revocation-unsupported' }) : [wrongStatus('revocation-rejected', response, 200)];
    }
    if (observation.kind === 'revoke-refresh') {
      const { tokens } = observation.probes;
      return unless(!givesTokens(tokens), wrongStatus('token-still-valid', tokens, '4xx'));
    }
    const { call } = observation.probes;
    if (!call)
      return takesNoToken(contract) ? notApplicable({ code: 'no-operation-for-token' }) : inconclusive({ code: 'no-operation-for-token' });
    return unless(!isSuccess(call), wrongStatus('token-still-valid', call, '4xx'));
  }),
  'oauth/unknown-token-revocation': judging(['revoke-unknown'], ({ probes: { response } }) =>
    unless(isSuccess(response), wrongStatus('revocation-rejected', response, '2xx')),
  ),
  'oauth/revocation-authentication': judging(
    ['revoke-anonymous', 'revoke-wrong-secret', 'revoke-other-client'],
    ({ kind, probes: { response, call } }) => {
      if (kind !== 'revoke-other-client' && isSuccess(response)) return [wrongStatus('stranger-may-revoke', response, 401, 400)];
      return call && !isSuccess(call) ? [wrongStatus('token-revoked-by-stranger', call, '2xx')] : [];
    },
  ),
  'oauth/introspection-authentication': judging(['introspect-anonymous', 'introspect-wrong-secret'], ({ probes: { response } }) => {
    const body = bodyOf(response);
    const silent = !isSuccess(response) || (isObject(body) && body['active'] === false);
    return unless(silent, wrongStatus('stranger-may-introspect', response, 401));
  }),
  'oauth/introspection-active-token': judging(['introspect-active'], ({ probes: { response } }) => {
    const broken = expectJson(response);
    if (broken.length > 0) return broken;
    const active = member(bodyOf(response), 'active');
    return unless(active === true, {
      code: 'live-token-inactive',
      at: memberAt('active'),
      expected: { kind: 'one-of', values: [true] },
      actual: shown(active),
      exchange: response.id,
    });
  }),
  'oauth/introspection-inactive-token': judging(['introspect-unknown', 'introspect-revoked'], expectInactive),
};
