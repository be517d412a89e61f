import { describe, expect, test } from 'vitest';
import { explained } from '../../cli/commands/explain.ts';
import { requirementIds } from '../../spec/catalogue/catalogue.ts';
import { clientRequirementIds } from '../../spec/catalogue/client/client.ts';

const plain = { colour: false, width: 100 };
const ask = (id?: string, more: { readonly document?: string; readonly json?: boolean } = {}) =>
  explained({ id, overlay: [], json: false, ...more }, plain);

const withHeaderKey = 'examples/header-key/openapi.yaml';

describe('explain', () => {
  test('tells of a requirement what there is to know', async () => {
    expect(await ask('credentials/revoked')).toMatchInlineSnapshot(`
      "credentials/revoked  MUST, contract, critical
      The server MUST answer a revoked credential with 401.

      Why
        Users revoke a key after a leak. If the key keeps working, so does the leak, and the user believes
        that it is over.

      Source
        spec/openapi.yaml:30:7  /paths/~1conversations/get/security
        See also RFC 6750 §3.1, OWASP API2:2023, ASVS 5.0 8.3.2.

      How it is checked
        Scenario missing-credentials: Calls every secured operation without a credential and with an
        unknown, a revoked and an expired one, and then with a valid one.
        Expected: The status is 401 on every operation for every principal that the configuration marks as
        revoked.
        A pass needs a control: the same operation succeeds with a valid credential.
        Also accepted: 403 also passes if the document describes no 401 and the operation accepts only API
        keys. A 401 requires a challenge, and API keys have none.
        7 checks with the principals of the document. The scenario sends about 56 requests, shared by 10
        requirements.
        3 of the 7 checks need the permission writes.

      If it fails
        Keys are only hidden in the dashboard, or a cache of authenticated keys outlives the revocation.
        Check where and for how long decisions are cached.

      How to fix it
        Check the state of the key on every request. If you cache it, do so for seconds and drop the entry
        on revocation.

      See it fail
        The server accepts a revoked key.
          auth-conformance run --target mock --only credentials/revoked --fault accepts-revoked-key
        The server accepts a revoked key for reading single objects, because their handler keeps its own
        list of keys.
          auth-conformance run --target mock --only credentials/revoked --fault accepts-revoked-key-for-objects
      "
    `);
  });

  test('tells the parts of a check apart', async () => {
    expect(await ask('limits/retry-after-consistency/testAuth/free-burner/10%20per%20minute')).toMatchInlineSnapshot(`
      "limits/retry-after-consistency  MUST, contract
      All retry times in a 429 response MUST agree.

      This check
        operation testAuth: GET /auth/test, spec/openapi.yaml:163:5
        principal free-burner: account burnt-free, plan free, scopes read, expendable
        case 10 per minute: the window 10/minute
        Sends about 21 requests; needs the permission burn.

      Why
        One client reads the header, another the body. Both follow the documentation, but one of them
        retries too early.

      Source
        spec/openapi.yaml:282:5  /components/responses/RateLimited

      How it is checked
        Scenario window-exhaustion: Uses up one window after the other of an expendable principal of each
        plan, until a request is rejected, and waits until requests are served again.
        Expected: Every documented place with a retry time is compared with the first one.
        Also accepted: A difference of one second is allowed.
        8 checks with the principals of the document. The scenario sends about 13,348 requests, shared by
        17 requirements.
        Needs the permission burn.
        Takes about 5 hours of waiting, or the test hook clock.

      If it fails
        One value is computed and the other is a constant. Or the gateway adds its own header to the body
        of the application.

      How to fix it
        Compute the retry time once for each response, and write that value to every place.

      See it fail
        The body of a 429 has a different retry time from its header.
          auth-conformance run --target mock --only limits/retry-after-consistency --fault sends-conflicting-retry-times
        A 429 has a retry time of zero seconds.
          auth-conformance run --target mock --only limits/retry-after-consistency --fault sends-retry-after-zero
      "
    `);
  });

  test('knows a client from a principal where a check is about OAuth', async () => {
    const text = await ask('oauth/code-reuse/app/code-replay');
    expect(text).toContain('client app: account acme, plan pro, scopes read, write, with a secret');
    expect(text).toContain('case code-replay: a code that has given tokens, used again');
    expect(text).toContain('a valid request of the same client');
    expect(text).toMatch(/^ {2}1 check with the clients of the document\. /m);
    expect(await ask('oauth/pkce-wrong-verifier/my%20app')).toContain('client my app: a client of your configuration (clients)');
  });

  test('names the place in the document that is given, and that document in the commands to try', async () => {
    const text = await ask('credentials/missing', { document: withHeaderKey });
    expect(text).toMatch(/^ {2}examples\/header-key\/openapi\.yaml:\d+:\d+ {2}\/\S+$/m);
    expect(text).toContain(`auth-conformance run ${withHeaderKey} --target mock --only credentials/missing --fault`);
  });

  test('says where the document does not promise it, and lets the bundled one show the failure', async () => {
    const text = await ask('credentials/challenge-scheme', { document: withHeaderKey });
    expect(text).toContain('Does not apply to this document: no declared scheme has a challenge.');
    expect(text).toContain('See it fail, with the bundled document');
    expect(text).toContain('auth-conformance run --target mock --only credentials/challenge-scheme');
  });

  test('asks for another document where the bundled one does not promise it either', async () => {
    const text = await ask('oauth/device-flow');
    expect(text).toContain('Does not apply to this document: the document declares no device flow.');
    expect(text).toContain('See it fail, with a document to which it applies');
    expect(text).toContain('auth-conformance run DOCUMENT --target mock --only oauth/device-flow');
    const every = 'examples/oauth-flows/openapi.yaml';
    expect(await ask('oauth/device-flow', { document: every })).toContain(`auth-conformance run ${every} --target mock`);
  });

  test('takes what it does not know for a principal of the configuration', async () => {
    const text = await ask('scopes/granted/listConversations/my%20reader/allowed');
    expect(text).toContain('operation listConversations: GET /conversations, spec/openapi.yaml:');
    expect(text).toContain('principal my reader: a principal of your configuration (principals)');
    expect(await ask('limits/concurrent-requests/testAuth/burner/gold')).toContain(
      'case gold: a case of a run with another configuration or document',
    );
    expect(text).toContain('case allowed: the principal’s scopes allow the operation');
  });

  test('lists every requirement, or those of a topic', async () => {
    const idsIn = (text: string) => [...text.matchAll(/^ {2}(\w+\/\S+) {2}/gm)].map(([, id]) => id);
    expect(idsIn(await ask())).toEqual([...requirementIds, ...clientRequirementIds]);
    expect(idsIn(await ask('whoami'))).toEqual(requirementIds.filter((id) => id.startsWith('whoami/')));
  });

  test('answers a program in JSON', async () => {
    const one: unknown = JSON.parse(await ask('limits/429-status', { json: true }));
    expect(one).toMatchObject({
      id: 'limits/429-status',
      level: 'MUST',
      source: { kind: 'contract', pointer: '/components/responses/RateLimited' },
      references: [{ name: 'RFC 6585 §4', url: 'https://www.rfc-editor.org/rfc/rfc6585.html#section-4' }, { name: 'OWASP API4:2023' }],
      scenario: { name: 'window-exhaustion' },
      cost: { checks: 8, permissions: [{ permission: 'burn', checks: 8 }] },
      faults: [
        { name: 'rejects-over-limit-with-403', also: false },
        { name: 'rejects-over-limit-with-503', also: false },
        { name: 'rejects-over-limit-with-420', also: false },
        { name: 'rejects-over-limit-with-200', also: false },
      ],
    });
    const all: readonly unknown[] = JSON.parse(await ask(undefined, { json: true }));
    expect(all).toHaveLength(requirementIds.length + clientRequirementIds.length);
  });

  test('holds what the document only assumes as a SHOULD', async () => {
    expect(await ask('transport/plain-http-status')).toMatch(/^transport\/\S+ {2}SHOULD for this document \(else MUST\), contract\n/);
  });

  test('writes escape sequences only with colour', async () => {
    const command = { id: 'limits/429-status', overlay: [], json: false };
    expect(await explained(command, { colour: true, width: 100 })).toContain('\u001b[1mlimits/429-status\u001b[22m');
    expect(await explained(command, plain)).not.toContain('\u001b');
  });

  test.each([
    ['limits/429-sttus', 'did you mean limits/429-status?'],
    ['retry-after-consistency', 'did you mean limits/retry-after-consistency?'],
    ['scope', 'did you mean scopes or '],
    ['zebra', 'the topics are transport, credentials, address, limits, '],
    ['limits/429-status/a/b/c/d', 'has too many parts'],
    ['limits/429-status/getThing/somebody', '"getThing" is not an operation of'],
    ['oauth/code-reuse/app/code-repaly', 'is not a case of the scenario code-flow: did you mean code-replay?'],
    ['limits/429-status/%zz', '"%zz" is not percent-encoded'],
  ])('refuses %s with exit code 2 and says what to do', async (id, words) => {
    await expect(ask(id)).rejects.toMatchObject({ name: 'CommandFailure', exit: 2, message: expect.stringContaining(words) });
  });
});
