import { createHash } from 'node:crypto';
import { alterations } from '../../../principals/credentials.ts';
import type { OAuthClient } from '../../../engine/settings.ts';
import type { AskOptions } from '../../../oauth/dialogue.ts';
import { encoded, withParameters, type Parameters } from '../../../oauth/form.ts';
import { controlOf, inventedCode, type OAuthFlow, type OAuthStep, type StepCase } from '../../../oauth/flow.ts';
import { flowOf, type Grant } from '../../../../spec/authorization.ts';
import { wrongSecret } from '../../../oauth/wrong-secret.ts';

/** A request to the token endpoint that no code is needed for. */
interface Probe {
  readonly variant: string;
  readonly parameters?: (usual: Parameters, client: OAuthClient, altered: string) => Parameters;
  readonly options?: (client: OAuthClient, wrong: string) => AskOptions;
  /** Asked twice, to see what is new in each answer, and this in between, to be compared. */
  readonly around?: NonNullable<Probe['options']>;
  readonly permissions?: readonly ['destructive'];
  /** The flow that a document would declare for it; then it is no mistake. */
  readonly flow?: Grant;
}

/** The id of a client that no server knows. */
const nobody = `unknown-${createHash('sha256').update('auth-conformance unknown client').digest('hex').slice(0, 12)}`;
const own = ({ clientId, clientSecret = '' }: OAuthClient): Parameters => [
  ['client_id', clientId],
  ['client_secret', clientSecret],
];
const granting =
  (type: string, also: Parameters = []) =>
  (): Parameters => [['grant_type', type], ...also];

/** Each asks with a code that nobody gave: `invalid_grant` then shows that the client itself was known. */
const probes: readonly Probe[] = [
  { variant: 'invented-code' },
  { variant: 'altered-code', parameters: (usual, _, altered) => withParameters(usual, { code: altered }) },
  { variant: 'wrong-secret', options: (_, wrong) => ({ secret: wrong }) },
  { variant: 'no-secret', options: () => ({ as: 'id' }) },
  { variant: 'unknown-id', options: (_, wrong) => ({ id: nobody, secret: wrong }), around: (_, wrong) => ({ secret: wrong }) },
  { variant: 'basic', options: () => ({ as: 'basic' }) },
  { variant: 'basic-wrong', options: (_, wrong) => ({ as: 'basic', secret: wrong }) },
  {
    variant: 'basic-unknown',
    options: (_, wrong) => ({ as: 'basic', id: nobody, secret: wrong }),
    around: (_, wrong) => ({ as: 'basic', secret: wrong }),
  },
  { variant: 'post', options: () => ({ as: 'post' }) },
  { variant: 'two-authentications', parameters: (usual, client) => [...usual, ...own(client)], options: () => ({ as: 'basic' }) },
  {
    variant: 'secret-in-url',
    options: (client) => ({ as: 'none', query: encoded(own(client)) }),
    permissions: ['destructive'],
  },
  { variant: 'get', options: () => ({ method: 'GET', as: 'id' }) },
  { variant: 'put', options: () => ({ method: 'PUT' }) },
  { variant: 'unknown-token-parameter', parameters: (usual) => [...usual, ['x_auth_conformance', 'unknown']] },
  { variant: 'repeated-token-parameter', parameters: (usual) => [...usual, ['grant_type', 'authorization_code']] },
  { variant: 'no-grant-type', parameters: (usual) => withParameters(usual, { grant_type: undefined }) },
  { variant: 'empty-grant-type', parameters: (usual) => withParameters(usual, { grant_type: '' }) },
  { variant: 'unknown-grant', parameters: granting('urn:example:auth-conformance:unknown') },
  { variant: 'client-credentials', parameters: granting('client_credentials'), flow: 'clientCredentials' },
  {
    variant: 'password',
    parameters: granting('password', [
      ['username', 'nobody'],
      ['password', 'invented-password'],
    ]),
    flow: 'password',
  },
  {
    variant: 'device-code',
    parameters: granting('urn:ietf:params:oauth:grant-type:device_code', [['device_code', inventedCode]]),
    flow: 'deviceAuthorization',
  },
];

/** The token endpoint, asked without any code. */
export const tokenEndpoint: OAuthStep = {
  cases: (_, { server }) =>
    probes.map(({ variant, around, permissions, flow }): StepCase => ({
      variant,
      cost: around ? 3 : 1,
      ...(permissions && { permissions }),
      ...(flow && flowOf(server, flow) && { absent: 'the document declares this flow' }),
    })),
  async play(flow) {
    let usualError: string | undefined;
    for (const probe of probes) {
      if (!flow.wants(probe.variant)) continue;
      const error = await ask(flow, probe, usualError);
      if (probe.variant === 'invented-code') usualError = error;
    }
    await json(flow);
  },
};

const usual = ({ redirectUri }: OAuthClient): Parameters => [
  ['grant_type', 'authorization_code'],
  ['code', inventedCode],
  ['redirect_uri', redirectUri],
];

/** The first code with another last character: nearly as telling as the code itself. */
function alteredCode({ first, dialogue }: OAuthFlow): string {
  const value = alterations.altered.alter(first?.ticket.code ?? inventedCode);
  dialogue.stage.redactor.add({ name: 'altered-code', value, shell: '$ALTERED_CODE' });
  return value;
}

/** Answers the error that was told, empty where there was none; undefined where nothing was answered that tells of the request. */
async function ask(
  flow: OAuthFlow,
  { variant, parameters, options, around }: Probe,
  usualError: string | undefined,
): Promise<string | undefined> {
  const { main, dialogue } = flow;
  const asked = parameters?.(usual(main), main, alteredCode(flow)) ?? usual(main);
  const wrong = wrongSecret(dialogue.stage.redactor, main);
  const asking = (how: Probe['options']) => dialogue.ask(main, asked, how?.(main, wrong) ?? {});
  const { evidence, reply, error = '' } = await asking(options);
  const between = around && (await asking(around));
  const again = around && (await asking(options));
  flow.take(variant, {
    controls: controlOf(flow),
    probes: [evidence, ...(again && between ? [again.evidence, between.evidence] : [])],
    facts: { ...(usualError !== undefined && { usual: usualError }) },
  });
  return reply && reply.status < 500 && reply.status !== 429 ? error : undefined;
}

/** Forms are what OAuth has; whether a server reads JSON as well is worth knowing and no mistake. */
async function json(flow: OAuthFlow): Promise<void> {
  const { dialogue, main } = flow;
  const body = JSON.stringify(Object.fromEntries([...usual(main), ...own(main)]));
  const { evidence, error, reply } = await dialogue.ask(main, [], { as: 'none', contentType: 'application/json', body });
  if (!reply) return;
  const says = error === 'invalid_grant' ? 'The token endpoint reads JSON as well as forms.' : 'The token endpoint reads forms only.';
  dialogue.stage.note('oauth', says, [evidence]);
}
