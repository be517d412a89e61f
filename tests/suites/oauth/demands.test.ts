import { describe, expect, test } from 'vitest';
import { bundledDocument, loadContract } from '../../../spec/load.ts';
import type { RequirementId } from '../../../spec/catalogue/catalogue.ts';
import type { OAuthClient, Settings } from '../../../suites/engine/settings.ts';
import type { Call, Reply, Sent } from '../../../suites/http/target.ts';
import { demandIn } from '../../../suites/oauth/demands.ts';
import { preflight } from '../../../suites/preflight/preflight.ts';
import { inProcessTarget, sessionFor, settingsFor, stillMock } from '../../support/in-process.ts';

const contract = await loadContract(bundledDocument);
const flows = await loadContract('examples/oauth-flows/openapi.yaml');

const page = (status: number, body: string, headers: readonly string[] = []): Reply => ({ status, headers: [...headers], body });

/** The mock behind an authorization server that demands parameters in authorization or token requests. */
function demanding(of: typeof contract, endpoint: 'authorize' | 'token', names: readonly string[], change: Partial<OAuthClient> = {}) {
  const mock = stillMock(of);
  const target = inProcessTarget(mock);
  const sent: Call[] = [];
  const send = async (call: Call): Promise<Sent> => {
    sent.push(call);
    const text = endpoint === 'authorize' ? (call.target.split('?')[1] ?? '') : (call.body ?? '');
    const given = new URLSearchParams(text);
    const concerned = new RegExp(`/${endpoint}(?:$|\\?)`).test(call.target) && call.channel === 'oauth';
    const missing = concerned ? names.find((name) => !given.has(name)) : undefined;
    const answer = await target.send(call);
    if (missing === undefined || !answer.reply || answer.reply.status >= 400) return answer;
    const description = `Missing required parameter: ${missing}`;
    if (endpoint === 'token')
      return { ...answer, reply: page(400, JSON.stringify({ error: 'invalid_request', error_description: description })) };
    const query = new URLSearchParams({ error: 'invalid_request', error_description: description, state: given.get('state') ?? '' });
    return { ...answer, reply: page(302, '', ['Location', `${given.get('redirect_uri')}?${query}`]) };
  };
  const usual = settingsFor(mock);
  const settings: Settings = { ...usual, clients: usual.clients.map((client) => ({ ...client, ...change })) };
  const watched = { ...target, send };
  const judge = async (requirement: RequirementId) =>
    (await sessionFor(mock, { ...settings, only: [requirement] }, watched).judge(requirement)).checks.map(({ outcome, reason, needs }) => ({
      outcome,
      reason,
      needs,
    }));
  return { judge, sent, settings, watched };
}

const parameters = (values: { readonly [name: string]: string }): Partial<OAuthClient> => ({
  parameters: { authorization: values, token: values },
});

describe('An authorization server that demands', () => {
  test.each([[['state']], [['code_challenge']], [['state', 'code_challenge']]])('%s gets it', async (names) => {
    const { judge } = demanding(contract, 'authorize', names);
    for (const requirement of ['oauth/authorization-code', 'oauth/code-exchange', 'oauth/undocumented-required-parameters'] as const)
      expect(await judge(requirement)).toMatchObject([{ outcome: 'pass' }]);
  });

  test.each(['audience', 'resource', 'prompt'])('%s leaves the flow undecided, with what decides it', async (name) => {
    const { judge } = demanding(contract, 'authorize', [name]);
    const undecided = {
      outcome: 'blocked',
      reason: `the authorization server demands the parameter ${name}, which the document does not name`,
      needs: `a value of the parameter ${name} (clients.app.parameters)`,
    };
    for (const requirement of ['oauth/authorization-code', 'oauth/code-exchange', 'oauth/undocumented-required-parameters'] as const)
      expect(await judge(requirement)).toMatchObject([undecided]);
  });

  test.each(['audience', 'resource', 'prompt'])('%s gets the one of the configuration', async (name) => {
    const { judge, sent } = demanding(contract, 'authorize', [name], parameters({ [name]: 'https://api.example' }));
    expect(await judge('oauth/code-exchange')).toMatchObject([{ outcome: 'pass' }]);
    expect(await judge('oauth/certified-client')).toMatchObject([{ outcome: 'pass' }]);
    const tokens = sent.filter(({ channel, body }) => channel === 'oauth' && body?.startsWith('grant_type='));
    expect(tokens.length).toBeGreaterThan(0);
    expect(tokens.every(({ body }) => body?.includes(`${name}=https%3A%2F%2Fapi.example`))).toBe(true);
  });

  test('an audience of token requests leaves each flow undecided, or gets the one of the configuration', async () => {
    for (const requirement of ['oauth/client-credentials-flow', 'oauth/password-flow', 'oauth/code-exchange'] as const) {
      const [undecided] = await demanding(flows, 'token', ['audience']).judge(requirement);
      expect([requirement, undecided]).toMatchObject([requirement, { outcome: 'blocked', reason: expect.stringContaining('audience') }]);
      const [decided] = await demanding(flows, 'token', ['audience'], parameters({ audience: 'api' })).judge(requirement);
      expect([requirement, decided]).toMatchObject([requirement, { outcome: 'pass' }]);
    }
  });

  test('them makes the doctor name them', async () => {
    const linesOf = async (names: readonly string[]) => {
      const { settings, watched } = demanding(contract, 'authorize', names);
      const { lines } = await preflight(contract, settings, watched, { thorough: true });
      return lines.find(({ id }) => /^clients\/[^/]+\/authorization$/.test(id));
    };
    expect(await linesOf(['state', 'code_challenge'])).toMatchObject({
      outcome: 'pass',
      message: expect.stringMatching(/; the request needs state and code_challenge$/),
    });
    expect(await linesOf(['audience'])).toMatchObject({
      outcome: 'warning',
      message: expect.stringMatching(/the authorization endpoint demands the parameter audience$/),
      configuration: expect.stringMatching(/\.parameters$/),
    });
  });
});

test.each([
  ['{"error":"invalid_target"}', 400, 'resource'],
  ['{"error":"invalid_request","error_description":"audience is required"}', 400, 'audience'],
  ['{"error":"invalid_request","error_description":"You must send the state parameter"}', 400, 'state'],
  ['{"error":"invalid_grant","error_description":"The resource owner is unknown"}', 400, undefined],
  ['{"error":"invalid_request","error_description":"The state is repeated"}', 400, undefined],
  ['<p>Your audience requires a prompt</p>', 200, undefined],
  ['no such resource', 404, undefined],
])('The error %s with %i demands %s', (body, status, demand) => {
  expect(demandIn(page(status, body))).toBe(demand);
});
