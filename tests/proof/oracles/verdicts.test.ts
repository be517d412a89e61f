/**
 * What the suites make of two authorization servers that know nothing of this project: a certified one, and one that believes everything.
 *
 * @module
 */
import { beforeAll, describe, expect, test } from 'vitest';
import type { RequirementId } from '../../../spec/catalogue/catalogue.ts';
import type { Finding } from '../../../suites/engine/session.ts';
import { startOauth2MockServer } from './oauth2-mock-server.ts';
import { startOidcProvider } from './oidc-provider.ts';
import { having, judgeGrants, told } from './trial.ts';

/** Judges `oidc-provider` as it is, or configured otherwise. */
async function judgeOidcProvider(changes: object = {}): Promise<readonly Finding[]> {
  const oracle = await startOidcProvider(changes);
  try {
    return await judgeGrants(oracle, {
      deny: async (clientId) => oracle.deny(clientId),
      advance: async (seconds) => oracle.advance(seconds),
    });
  } finally {
    await oracle.close();
  }
}

/** It leaves out `Pragma: no-cache`, which RFC 6749 §5.1 asks for and its successor does not. */
const known: readonly RequirementId[] = ['grants/token-answers-say-no-cache'];

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
      'grants/documented-client-authentication-is-accepted': 'the document does not say how clients authenticate',
      'grants/only-plans-with-the-feature': 'no plan says that it includes OAuth',
      'grants/token-uses-the-quota-of-its-account': 'the document has no plans',
      'grants/password-gives-a-token': 'the document declares no password flow',
      'grants/implicit-gives-a-token': 'the document declares no implicit flow',
      'grants/device-flow-gives-a-token': 'the document declares no device flow',
      'grants/plain-http-redirect-uri-is-refused': 'no client is registered with a redirect URI over plain HTTP',
      'grants/consent-page-is-not-frameable': 'no page is shown',
      'grants/narrowed-scope-is-told': 'the server demands that a scope is named',
      'grants/resource-metadata-names-the-resource': 'the API publishes no metadata as a protected resource',
    });
  });

  // Each of these is a setting that it offers.
  test.each<readonly [title: string, changes: object, red: readonly RequirementId[]]>([
    ['demands a challenge of everybody', { pkce: { required: () => true } }, []],
    [
      'fills in a redirect URI that is left out',
      { allowOmittingSingleRegisteredRedirectUri: true },
      ['grants/code-is-bound-to-its-redirect-uri'],
    ],
    ['never rotates refresh tokens', { rotateRefreshToken: false }, ['grants/public-refresh-token-is-not-replayable']],
    ['gives out no refresh tokens', { issueRefreshToken: () => false }, ['grants/refresh-token-comes-with-it']],
  ])('that %s is judged by that alone', async (_, changes, red) => {
    const changed = await judgeOidcProvider(changes);
    expect(having(changed, 'fail').filter((id) => !known.includes(id))).toEqual(red);
    expect(told(changed, 'error', 'inconclusive', 'blocked')).toEqual([]);
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
    ['an invented code gives tokens', 'grants/invented-code-is-refused/app/invented-code'],
    ['a code gives tokens twice', 'grants/code-works-once/app/code-replay'],
    ['another client’s code gives tokens', 'grants/code-is-bound-to-its-client/app/other-client'],
    ['any secret will do', 'grants/wrong-client-secret-is-refused/app/wrong-secret'],
    ['no secret will do', 'grants/wrong-client-secret-is-refused/app/no-secret'],
    ['a verifier may be left out', 'grants/wrong-verifier-is-refused/app/missing-verifier'],
    ['a refresh token opens more than it was given for', 'grants/refresh-never-widens/app/refresh-widen'],
    ['a refresh token serves another client', 'grants/refresh-token-is-bound-to-its-client/app/refresh-other-client'],
    ['a used refresh token serves again', 'grants/replayed-refresh-token-is-refused/app/refresh-replay'],
    ['codes are sent anywhere', 'grants/unregistered-redirect-uri-gets-no-redirect/app/foreign-uri'],
    ['a revoked token lives on', 'grants/revoked-token-is-dead/app/revoke-token'],
    ['anybody may introspect', 'grants/introspection-needs-authentication/app/introspect-anonymous'],
    ['an unknown token counts as active', 'grants/inactive-token-tells-nothing-else/app/introspect-unknown'],
    ['passwords give tokens', 'grants/password-grant-is-not-served/app/password'],
  ])('is caught: %s', (_, check) => {
    expect(failedChecks()).toContain(check);
  });

  test('is not blamed for what it does well', () => {
    const good: readonly RequirementId[] = [
      'grants/authorization-gives-a-code',
      'grants/code-gives-tokens',
      'grants/state-comes-back-unchanged',
      'grants/token-answers-are-not-stored',
      'grants/token-answers-say-no-cache',
      'grants/pkce-is-supported',
      'grants/certified-client-completes-the-flow',
      'grants/unknown-parameters-are-ignored',
    ];
    expect(having(findings, 'fail').filter((id) => good.includes(id))).toEqual([]);
    expect(having(findings, 'pass')).toEqual(expect.arrayContaining([...good]));
    expect(told(findings, 'error')).toEqual([]);
  });
});
