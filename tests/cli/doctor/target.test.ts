import { afterAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { bundledDocument, loadContract } from '../../../spec/load.ts';
import { answering, serve } from '../../support/servers.ts';
import { closedPort, only, siteOf } from './site.ts';

const contract = await loadContract(bundledDocument);
const site = await siteOf(contract);
afterAll(async () => {
  await site.close();
  vi.unstubAllEnvs();
});

describe('the way there', () => {
  test('by a name that nobody knows is named by the target', async () => {
    const { code, bad } = await site.examined(only(['reader'], (draft) => void (draft.target = 'https://no-such-host.invalid/v1')));
    expect(code).toBe(4);
    expect(bad['target']).toMatchObject({ id: 'target-name', fix: expect.stringMatching(/^check the spelling of no-such-host\.invalid/) });
  });

  test('to a closed port is named by the target', async () => {
    const at = await closedPort();
    const { code, bad } = await site.examined(only(['reader'], (draft) => void (draft.target = `${at}/v1`)));
    expect(code).toBe(4);
    expect(bad['target']).toMatchObject({ id: 'target-port', message: expect.stringContaining('ECONNREFUSED') });
  });

  test('to a server without TLS is named by the target', async () => {
    const { code, bad } = await site.examined(
      only(['reader'], (draft) => void (draft.target = draft.httpTarget!.replace('http:', 'https:'))),
    );
    expect(code).toBe(4);
    expect(bad['target']).toMatchObject({ id: 'target-tls', fix: expect.stringContaining('http://') });
  });

  test('with an authority that nobody was told of is named by tls.ca', async () => {
    const { code, bad } = await site.examined(only(['reader'], (draft) => delete draft.tls));
    expect(code).toBe(4);
    expect(bad['tls.ca']).toMatchObject({
      id: 'target-certificate',
      fix: 'set it to a PEM file with the certificate authority that signed it',
    });
  });

  test('with another authority than that of the server is named by tls.ca', async () => {
    const other = await siteOf(contract);
    onTestFinished(other.close);
    const { report } = await other.examined(only([]));
    const { bad } = await site.examined(only(['reader'], (draft) => void (draft.target = report.target)));
    expect(bad['tls.ca']).toMatchObject({
      outcome: 'fail',
      fix: expect.stringMatching(/^check that .*\.pem is the certificate authority of this server/),
    });
  });

  test('with a certificate that ran out is named, and how to go on without', async () => {
    const old = await siteOf(contract, { faults: ['serves-expired-certificate'] });
    onTestFinished(old.close);
    const { code, bad } = await old.examined(only(['reader']));
    expect(code).toBe(4);
    expect(bad['tls.insecure']).toMatchObject({ message: expect.stringMatching(/its certificate expired on \d{4}-\d\d-\d\d$/) });
  });

  test('with a certificate of another host is named by the target', async () => {
    const other = await siteOf(contract, { faults: ['serves-certificate-for-other-host'] });
    onTestFinished(other.close);
    const { code, bad } = await other.examined(only(['reader']));
    expect(code).toBe(4);
    expect(bad['target']).toMatchObject({ message: expect.stringMatching(/its certificate is for other\.invalid, not for 127\.0\.0\.1$/) });
  });

  test('that verifies nothing is a warning', async () => {
    const { code, bad } = await site.examined(only(['reader'], (draft) => void (draft.tls = { insecure: true })));
    expect(code).toBe(0);
    expect(bad['tls.insecure']).toMatchObject({ outcome: 'warning', message: expect.stringContaining('which is not trusted') });
  });

  test('to a server that answers with errors is named by the target', async () => {
    const broken = await serve(answering(503));
    onTestFinished(broken.close);
    const { code, bad } = await site.examined(
      only(['reader'], (draft) => Object.assign(draft, { target: broken.https, tls: { insecure: true } })),
    );
    expect(code).toBe(4);
    expect(bad['target']).toMatchObject({ message: expect.stringMatching(/returned a server error \(503\)$/) });
  });

  test('without the base path is named by the target', async () => {
    const { code, bad } = await site.examined(only(['reader'], (draft) => void (draft.target = draft.target.replace('/v1', '/v2'))));
    expect(code).toBe(4);
    expect(bad['target']).toMatchObject({ message: 'reader: testAuth returned 404', fix: expect.stringContaining('base path') });
  });

  test('to an authorization server that is not there is a warning that names oauthTarget', async () => {
    const at = await closedPort();
    const { code, bad } = await site.examined(only(['reader', 'app'], (draft) => void (draft.oauthTarget = at)));
    expect(code).toBe(0);
    expect(bad['oauthTarget']).toMatchObject({ outcome: 'warning', message: expect.stringContaining('does not answer') });
  });
});

describe('the clock', () => {
  test.for([
    [61, /the target’s clock is 6[012] s ahead of this machine’s/],
    [3600, /the target’s clock is 36\d\d s ahead of/],
  ] as const)('of a target that is %i s ahead is told apart', async ([seconds, says]) => {
    const fast = await siteOf(contract);
    onTestFinished(fast.close);
    fast.mock.clock.advance(seconds * 1000);
    const { code, bad } = await fast.examined(only(['reader']));
    expect(code).toBe(0);
    expect(bad['target']).toMatchObject({ id: 'target-clock', outcome: 'warning', message: expect.stringMatching(says) });
  });
});

describe('plain HTTP', () => {
  test('at a closed port that is a guess is named by httpTarget', async () => {
    const { code, bad } = await site.examined(only(['reader'], (draft) => delete draft.httpTarget));
    expect(code).toBe(0);
    expect(bad['httpTarget']).toMatchObject({
      outcome: 'warning',
      message: expect.stringMatching(/^nothing listens at the default http:\/\/127\.0\.0\.1\/v1$/),
    });
  });

  test('at a closed port that is named is a refusal', async () => {
    const at = (await closedPort()).replace('https:', 'http:');
    const { report } = await site.examined(only(['reader'], (draft) => void (draft.httpTarget = at)));
    expect(report.lines.find(({ id }) => id === 'http-target')).toMatchObject({
      outcome: 'pass',
      message: expect.stringContaining('counts as rejecting plain HTTP'),
    });
  });

  test('as the target of a document that rules it out is named by the target', async () => {
    const { bad } = await site.examined(only(['reader'], (draft) => void (draft.target = draft.httpTarget!)));
    expect(bad['target']).toMatchObject({
      outcome: 'warning',
      message: 'the target uses plain HTTP, but the document allows only HTTPS: the requirements about TLS are not checked',
    });
  });
});
