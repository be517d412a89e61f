import { createHash } from 'node:crypto';
import { alterations } from '../../../principals/credentials.ts';
import type { OAuthClient } from '../../../engine/settings.ts';
import type { PostOptions } from '../../../oauth/dialogue.ts';
import { encoded, withParameters, type Parameters } from '../../../oauth/form.ts';
import type { TokenAttemptKind } from '../../../oauth/observations.ts';
import { controlOf, inventedCode, type OAuthFlow, type OAuthStep, type StepCase } from '../../../oauth/flow.ts';
import { authorizationServers, flowOf, type Grant } from '../../../../spec/authorization.ts';
import { wrongSecret } from '../../../oauth/secrets.ts';

/** A token request without an issued code. */
interface Attempt {
  readonly kind: TokenAttemptKind;
  readonly parameters?: (usual: Parameters, client: OAuthClient, altered: string) => Parameters;
  readonly options?: (client: OAuthClient, wrong: string) => PostOptions;
  /** A request to compare with. The attempt is sent before and after it, to see what differs between two equal requests. */
  readonly comparedWith?: NonNullable<Attempt['options']>;
  readonly permissions?: readonly ['destructive'];
  /** If the document declares this flow, the request is no mistake. */
  readonly flow?: Grant;
}

/** A client id that was never registered. */
const unknownId = `unknown-${createHash('sha256').update('auth-conformance unknown client').digest('hex').slice(0, 12)}`;
const own = ({ clientId, clientSecret = '' }: OAuthClient): Parameters => [
  ['client_id', clientId],
  ['client_secret', clientSecret],
];
const granting =
  (type: string, more: Parameters = []) =>
  (): Parameters => [['grant_type', type], ...more];

/** Each sends a code that was never issued: `invalid_grant` then shows that the client is authenticated. */
const attempts: readonly Attempt[] = [
  { kind: 'invented-code' },
  { kind: 'altered-code', parameters: (usual, _, altered) => withParameters(usual, { code: altered }) },
  { kind: 'wrong-secret', options: (_, wrong) => ({ secret: wrong }) },
  { kind: 'no-secret', options: () => ({ as: 'id' }) },
  { kind: 'unknown-id', options: (_, wrong) => ({ id: unknownId, secret: wrong }), comparedWith: (_, wrong) => ({ secret: wrong }) },
  { kind: 'basic', options: () => ({ as: 'basic' }) },
  { kind: 'basic-wrong', options: (_, wrong) => ({ as: 'basic', secret: wrong }) },
  {
    kind: 'basic-unknown',
    options: (_, wrong) => ({ as: 'basic', id: unknownId, secret: wrong }),
    comparedWith: (_, wrong) => ({ as: 'basic', secret: wrong }),
  },
  { kind: 'post', options: () => ({ as: 'post' }) },
  { kind: 'two-authentications', parameters: (usual, client) => [...usual, ...own(client)], options: () => ({ as: 'basic' }) },
  {
    kind: 'secret-in-url',
    options: (client) => ({ as: 'none', query: encoded(own(client)) }),
    permissions: ['destructive'],
  },
  { kind: 'get', options: () => ({ method: 'GET', as: 'id' }) },
  { kind: 'get-basic', options: () => ({ method: 'GET', as: 'basic' }) },
  { kind: 'get-secret', options: () => ({ method: 'GET', as: 'post' }), permissions: ['destructive'] },
  { kind: 'put', options: () => ({ method: 'PUT' }) },
  { kind: 'unknown-token-parameter', parameters: (usual) => [...usual, ['x_auth_conformance', 'unknown']] },
  { kind: 'repeated-token-parameter', parameters: (usual) => [...usual, ['grant_type', 'authorization_code']] },
  { kind: 'no-grant-type', parameters: (usual) => withParameters(usual, { grant_type: undefined }) },
  { kind: 'empty-grant-type', parameters: (usual) => withParameters(usual, { grant_type: '' }) },
  { kind: 'unknown-grant', parameters: granting('urn:example:auth-conformance:unknown') },
  { kind: 'client-credentials', parameters: granting('client_credentials'), flow: 'clientCredentials' },
  {
    kind: 'password',
    parameters: granting('password', [
      ['username', 'nobody'],
      ['password', 'invented-password'],
    ]),
    flow: 'password',
  },
  {
    kind: 'device-code',
    parameters: granting('urn:ietf:params:oauth:grant-type:device_code', [['device_code', inventedCode]]),
    flow: 'deviceAuthorization',
  },
];

/** Token requests without an issued code. */
export const tokenEndpoint: OAuthStep = {
  cases: ({ contract }, { server }) => {
    const atEndpoint = authorizationServers(contract).filter(
      ({ issuer, paths }) => issuer === server.issuer && paths.token === server.paths.token,
    );
    return attempts.map(({ kind, comparedWith, permissions, flow }): StepCase => ({
      kind,
      cost: comparedWith ? 3 : 1,
      ...(permissions && { permissions }),
      ...(flow && atEndpoint.some((one) => flowOf(one, flow)) && { absent: 'the document declares this flow' }),
    }));
  },
  async play(flow) {
    let usualError: string | undefined;
    for (const attempt of attempts) {
      if (!flow.wants(attempt.kind)) continue;
      const error = await send(flow, attempt, usualError);
      if (attempt.kind === 'invented-code') usualError = error;
    }
    await sendJson(flow);
  },
};

const usual = ({ redirectUri }: OAuthClient): Parameters => [
  ['grant_type', 'authorization_code'],
  ['code', inventedCode],
  ['redirect_uri', redirectUri],
];

/** The first code with its last character changed. It is redacted like the code itself. */
function alteredCode({ first, dialogue }: OAuthFlow): string {
  const value = alterations.altered.alter(first?.obtained.code ?? inventedCode);
  dialogue.context.redactor.add({ name: 'altered-code', value, shell: '$ALTERED_CODE' });
  return value;
}

/** Returns the error of the response, empty if there is none; undefined if the response does not depend on the request. */
async function send(
  flow: OAuthFlow,
  { kind, parameters, options, comparedWith }: Attempt,
  usualError: string | undefined,
): Promise<string | undefined> {
  const { main, dialogue } = flow;
  const form = parameters?.(usual(main), main, alteredCode(flow)) ?? usual(main);
  const wrong = wrongSecret(dialogue.context.redactor, main);
  const post = (how: Attempt['options']) => dialogue.post(main, form, how?.(main, wrong) ?? {});
  const { evidence, reply, error = '' } = await post(options);
  const compared = comparedWith && (await post(comparedWith));
  const again = comparedWith && (await post(options));
  flow.observe(kind, {
    controls: controlOf(flow),
    probes: { response: evidence, ...(again && compared && { again: again.evidence, wrongSecret: compared.evidence }) },
    facts: { ...(usualError !== undefined && { usualError }) },
  });
  return reply && reply.status < 500 && reply.status !== 429 ? error : undefined;
}

/** OAuth uses forms. A server that also reads JSON gets a note, not a failure. */
async function sendJson(flow: OAuthFlow): Promise<void> {
  const { dialogue, main } = flow;
  const body = JSON.stringify(Object.fromEntries([...usual(main), ...own(main)]));
  const { evidence, error, reply } = await dialogue.post(main, [], { as: 'none', contentType: 'application/json', body });
  if (!reply) return;
  const message = error === 'invalid_grant' ? 'The token endpoint reads JSON as well as forms.' : 'The token endpoint reads forms only.';
  dialogue.context.note('oauth', message, [evidence]);
}
