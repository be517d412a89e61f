/**
 * What the suites make of two authorization servers that know nothing of this project: a certified one, and one that believes everything.
 *
 * @module
 */
import { beforeAll, describe, expect, test } from 'vitest';
import type { RequirementId } from '../../../spec/catalogue/catalogue.ts';
import type { Contract } from '../../../spec/contract.ts';
import type { Finding } from '../../../suites/engine/session.ts';
import type { Capabilities } from '../../../suites/http/target.ts';
import { startOauth2MockServer } from './oauth2-mock-server.ts';
import { startOidcProvider } from './oidc-provider.ts';
import { having, judgeGrants, openIdContract, told } from './trial.ts';

/** Judges `oidc-provider` as it is, or configured otherwise. */
async function judgeOidcProvider(changes: object = {}, contract?: Contract): Promise<readonly Finding[]> {
  const oracle = await startOidcProvider(changes);
  try {
    const capabilities: Capabilities = {
      deny: async (clientId) => oracle.deny(clientId),
      advance: async (seconds) => oracle.advance(seconds),
    };
    return await judgeGrants(oracle, capabilities, undefined, undefined, contract);
  } finally {
    await oracle.close();
  }
}

/** It leaves out `Pragma: no-cache`, which RFC 6749 §5.1 asks for and its successor does not. */
const known: readonly RequirementId[] = ['oauth/token-pragma'];

/** A refresh token is issued where the scope asks for it. */
const offlineOnly = (_context: unknown, _client: unknown, code: { readonly scopes: ReadonlySet<string> }) =>
  code.scopes.has('offline_access');

const decided = (findings: readonly Finding[]) => having(findings, 'pass', 'fail');

describe('oidc-provider', () => {
  let findings: readonly Finding[];

  beforeAll(async () => {
    findings = await judgeOidcProvider();
  });

  test('is blamed for nothing but a field that went out of use', () => {
    expect(having(findings, 'fail')).toEqual(known);
    expect(told(findings, 'error', 'inconclusive', 'blocked')).toEqual([]);
  });

  test('leaves open only what its document does not promise or it does not do', () => {
    const open = findings.filter(({ requirement }) => !decided(findings).includes(requirement));
    const reasons = open.map(({ requirement, reason, checks }) => [requirement, reason ?? checks[0]?.reason]);
    expect(Object.fromEntries(reasons)).toEqual({
      'oauth/client-authentication': 'the document does not say how clients authenticate',
      'oauth/plan-without-oauth': 'no plan declares that it includes OAuth',
      'oauth/account-quota': 'the document has no plans',
      'oauth/password-flow': 'the document declares no password flow',
      'oauth/implicit-flow': 'the document declares no implicit flow',
      'oauth/device-flow': 'the document declares no device flow',
      'oauth/plain-http-redirect-uri': 'no client is registered with a redirect URI over plain HTTP',
      'oauth/consent-page-framing': 'the authorization endpoint shows no page',
      'oauth/granted-scope': 'the server requires a scope in the request',
      'oauth/resource-metadata': 'the API publishes no metadata as a protected resource',
    });
  });

  // Each of these is a setting that it offers.
  test.each<readonly [title: string, changes: object, red: readonly RequirementId[]]>([
    ['demands a challenge of everybody', { pkce: { required: () => true } }, []],
    ['fills in a redirect URI that is left out', { allowOmittingSingleRegisteredRedirectUri: true }, ['oauth/code-redirect-uri-binding']],
    ['never rotates refresh tokens', { rotateRefreshToken: false }, ['oauth/public-refresh-token-rotation']],
    ['gives out no refresh tokens', { issueRefreshToken: () => false }, ['oauth/refresh-token']],
  ])('that %s is judged by that alone', async (_, changes, red) => {
    const changed = await judgeOidcProvider(changes);
    expect(having(changed, 'fail').filter((id) => !known.includes(id))).toEqual(red);
    expect(told(changed, 'error', 'inconclusive', 'blocked')).toEqual([]);
  });
});

describe('oidc-provider, where the document names nothing but its discovery document', () => {
  test.each<readonly [title: string, changes: object, undecided: readonly RequirementId[]]>([
    ['gives out refresh tokens', {}, []],
    // It ignores the scope in a request that shows no page for consent.
    [
      'gives out refresh tokens for nothing but offline_access',
      { issueRefreshToken: offlineOnly },
      ['oauth/refresh-token', 'oauth/refresh'],
    ],
    ['gives out no refresh tokens', { issueRefreshToken: () => false }, ['oauth/refresh-token', 'oauth/refresh']],
  ])('is judged as if the document named its endpoints, and %s', async (_, changes, undecided) => {
    const findings = await judgeOidcProvider(changes, openIdContract);
    expect(having(findings, 'fail')).toEqual(known);
    expect(told(findings, 'error', 'inconclusive', 'blocked')).toEqual([]);
    const passed: readonly RequirementId[] = ['oauth/certified-client', 'oauth/code-exchange', 'oauth/refresh-token', 'oauth/refresh'];
    const expected: readonly RequirementId[] = [...passed, 'oauth/client-credentials-flow', 'oauth/metadata-consistency'];
    expect(having(findings, 'pass')).toEqual(expect.arrayContaining(expected.filter((id) => !undecided.includes(id))));
    expect(having(findings, 'pass').filter((id) => undecided.includes(id))).toEqual([]);
  });
});

describe('oauth2-mock-server', () => {
  let findings: readonly Finding[];

  beforeAll(async () => {
    const served = await startOauth2MockServer();
    try {
      findings = await judgeGrants(served);
    } finally {
      await served.close();
    }
  });

  const failedChecks = () => told(findings, 'fail').map((line) => line.split(':', 1)[0]);

  test.each([
    ['an invented code gives tokens', 'oauth/unknown-code/app/invented-code'],
    ['a code gives tokens twice', 'oauth/code-reuse/app/code-replay'],
    ['another client’s code gives tokens', 'oauth/code-client-binding/app/other-client'],
    ['any secret will do', 'oauth/wrong-client-secret/app/wrong-secret'],
    ['no secret will do', 'oauth/wrong-client-secret/app/no-secret'],
    ['a verifier may be left out', 'oauth/pkce-wrong-verifier/app/missing-verifier'],
    ['a refresh token opens more than it was given for', 'oauth/refresh-scope-widening/app/refresh-widen'],
    ['a refresh token serves another client', 'oauth/refresh-token-client-binding/app/refresh-other-client'],
    ['a used refresh token serves again', 'oauth/refresh-token-reuse/app/refresh-replay'],
    ['codes are sent anywhere', 'oauth/unregistered-redirect-uri/app/foreign-uri'],
    ['a revoked token lives on', 'oauth/revoked-token/app/revoke-token'],
    ['anybody may introspect', 'oauth/introspection-authentication/app/introspect-anonymous'],
    ['an unknown token counts as active', 'oauth/introspection-inactive-token/app/introspect-unknown'],
    ['passwords give tokens', 'oauth/undeclared-password-grant/app/password'],
  ])('is caught: %s', (_, check) => {
    expect(failedChecks()).toContain(check);
  });

  test('is not blamed for what it does well', () => {
    const good: readonly RequirementId[] = [
      'oauth/authorization-code',
      'oauth/code-exchange',
      'oauth/state',
      'oauth/token-cache-control',
      'oauth/token-pragma',
      'oauth/pkce',
      'oauth/certified-client',
      'oauth/unknown-parameters',
    ];
    expect(having(findings, 'fail').filter((id) => good.includes(id))).toEqual([]);
    expect(having(findings, 'pass')).toEqual(expect.arrayContaining([...good]));
    expect(told(findings, 'error')).toEqual([]);
  });
});
