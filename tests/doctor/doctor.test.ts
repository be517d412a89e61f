import { afterAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { bundledDocument, loadContract } from '../../spec/load.ts';
import { answering, misconducts, serve } from '../support/servers.ts';
import { siteOf, type Draft } from './site.ts';

const contract = await loadContract(bundledDocument);
const site = await siteOf(contract);
afterAll(async () => {
  await site.close();
  vi.unstubAllEnvs();
});

/** Leaves only what a test is about, so that little is asked. */
const only =
  (names: readonly string[], change: (draft: Draft) => void = () => {}) =>
  (draft: Draft) => {
    for (const name of Object.keys(draft.principals)) if (!names.includes(name)) delete draft.principals[name];
    for (const name of Object.keys(draft.clients ?? {})) if (!names.includes(name)) delete draft.clients?.[name];
    change(draft);
  };

/** A port that nobody listens at. */
async function closedPort(): Promise<string> {
  const served = await serve(misconducts.closes);
  await served.close();
  return served.https;
}

describe('a sound server, rightly described', () => {
  test('is fine in every line', async () => {
    const { code, report, bad } = await site.examined();
    expect(bad).toEqual({});
    expect(code).toBe(0);
    expect(report.exit).toEqual({ code: 0, reason: 'a run can begin' });
    const looked = ['target-name', 'target-port', 'target-tls', 'target-certificate', 'target', 'target-clock', 'http-target', 'origin'];
    const tried = [
      'hooks/clock',
      'hooks/reset',
      'hooks/mint',
      'hooks/deny',
      'principals/reader',
      'principals/revoked',
      'principals/office',
    ];
    const further = ['clients/app', 'clients/app/authorization', 'clients/app/denial', 'plan', 'plan/burn'];
    expect(report.lines.map(({ id }) => id)).toEqual(expect.arrayContaining([...looked, ...tried, ...further]));
  });

  test('is told in ticks, aligned, without a secret', async () => {
    const { printed } = await site.examined(undefined, { json: false });
    expect(printed).toMatch(/^Target\n {2}✓ name {2,}127\.0\.0\.1 is an address\n {2}✓ port {2,}port \d+ of 127\.0\.0\.1 is open/m);
    expect(printed).toMatch(/^exit 0: a run can begin$/m);
    expect(printed).not.toMatch(/^ {2}[!✗]/m);
    const texts = printed.match(/^ {2}✓ .{1,24} {2}(?=\S)/gm)!;
    expect(new Set(texts.map((text) => text.length)).size).toBe(1);
    expect(site.secrets.filter((secret) => printed.includes(secret))).toEqual([]);
  });

  test('is asked a few times only, and of nothing that would change it but one credential', async () => {
    const before = site.mock.journal().length;
    const { report } = await site.examined();
    const asked = site.mock.journal().slice(before);
    expect(report.requests).toBe(asked.length);
    const counts = Object.keys(site.mock.principals).map((name) => asked.filter(({ principal }) => principal === name).length);
    expect(Math.max(...counts)).toBeLessThanOrEqual(4);
    expect(asked.filter(({ method, path }) => method !== 'GET' && !path.includes('/oauth/'))).toEqual([]);
  });
});

describe('a principal', () => {
  test('whose secret is not accepted is named by its secret, and where that comes from', async () => {
    vi.stubEnv('WRONG_KEY', 'a-key-of-another-environment');
    const { code, bad, report, printed } = await site.examined(
      only(['reader'], ({ principals }) => void (principals['reader']!['secret'] = { env: 'WRONG_KEY' })),
    );
    expect(code).toBe(4);
    expect(bad['principals.reader.secret']).toMatchObject({
      outcome: 'fail',
      says: 'reader: its credential is not accepted: testAuth answered 401',
      fix: expect.stringMatching(/^is WRONG_KEY of another environment/),
      configuration: expect.stringMatching(/\(staging-\d+\.yaml:\d+:\d+\)$/),
    });
    expect(report.exit.reason).toMatch(/^a run would be unusable: 1 of \d+ lines failed$/);
    expect(printed).not.toContain('a-key-of-another-environment');
  });

  test('is spoken of by a run in the same words', async () => {
    vi.stubEnv('WRONG_KEY', 'a-key-of-another-environment');
    const { path, bad } = await site.examined(
      only(['reader'], ({ principals }) => void (principals['reader']!['secret'] = { env: 'WRONG_KEY' })),
    );
    expect(await contactLines(path)).toContainEqual(bad['principals.reader.secret']);
  });

  test.for([
    [
      'a line break, which cannot be sent',
      'a-key-of-staging\n\n',
      /^reader: its secret holds a line break or another control character/,
      /one line/,
    ],
    ['a space at its end', 'a-key-of-staging ', /^reader: its credential is not accepted/, /white space, as this one does/],
  ] as const)('whose secret was copied with %s is told so', async ([, secret, says, fix]) => {
    vi.stubEnv('WRONG_KEY', secret);
    const { code, bad } = await site.examined(
      only(['reader'], ({ principals, ...draft }) => {
        principals['reader']!['secret'] = { env: 'WRONG_KEY' };
        delete draft.hooks;
      }),
    );
    expect(code).toBe(4);
    expect(bad['principals.reader.secret']).toMatchObject({
      outcome: 'fail',
      says: expect.stringMatching(says),
      fix: expect.stringMatching(fix),
    });
  });

  test('that has the secret of another is named', async () => {
    const { code, bad } = await site.examined(
      only(['reader', 'writer'], ({ principals }) => void (principals['writer'] = principals['reader']!)),
    );
    expect(code).toBe(0);
    expect(bad['principals.writer.secret']).toMatchObject({ outcome: 'warning', says: 'writer: its secret is that of reader' });
  });

  test('that claims a scope which the self-test does not list is named by its scopes', async () => {
    const { bad } = await site.examined(only(['reader'], ({ principals }) => void (principals['reader']!['scopes'] = ['read', 'write'])));
    expect(bad['principals.reader.scopes']).toMatchObject({
      outcome: 'warning',
      says: expect.stringMatching(/lists the scopes read, without write$/),
    });
  });

  test('that has more scopes than it claims is named by its scopes', async () => {
    const { bad } = await site.examined(only(['editor'], ({ principals }) => void (principals['editor']!['scopes'] = ['read'])));
    expect(bad['principals.editor.scopes']).toMatchObject({ outcome: 'warning', says: expect.stringContaining('does not claim write') });
  });

  test('of another plan than it claims is named by its plan, with the one that fits', async () => {
    const { code, bad } = await site.examined(only(['free-reader'], ({ principals }) => void (principals['free-reader']!['plan'] = 'pro')));
    expect(code).toBe(0);
    expect(bad['principals.free-reader.plan']).toMatchObject({
      outcome: 'warning',
      says: 'free-reader: the target reports a limit of 100, and the plan pro has 10000/hour and 500/minute',
      fix: expect.stringContaining('is its account on the plan free or standard?'),
    });
  });

  test('that is said to be revoked and is served is named by its state', async () => {
    const { bad } = await site.examined(only(['reader'], ({ principals }) => void (principals['reader']!['state'] = 'revoked')));
    expect(bad['principals.reader.state']).toMatchObject({ outcome: 'warning', says: expect.stringContaining('serves it') });
  });

  test('that is said to be kept away and is served is named by its list', async () => {
    const { bad } = await site.examined(only(['reader'], ({ principals }) => void (principals['reader']!['from'] = ['203.0.113.0/24'])));
    expect(bad['principals.reader.from']).toMatchObject({ outcome: 'warning', fix: expect.stringContaining('here: true') });
  });

  test('of a blocked address whose secret is wrong is named by its secret', async () => {
    vi.stubEnv('WRONG_KEY', 'a-key-of-another-environment');
    const { bad } = await site.examined(
      only(['reader', 'office'], ({ principals }) => void (principals['office']!['secret'] = { env: 'WRONG_KEY' })),
    );
    expect(bad['principals.office.secret']).toMatchObject({ outcome: 'warning', fix: expect.stringContaining('WRONG_KEY') });
  });

  test('whose quota is spent already is named', async () => {
    const call = () =>
      site.mock.fetch(
        new Request('https://api.aimychats.com/v1/auth/test', {
          headers: { authorization: `Bearer ${site.mock.principals['free-reader']!.secret}` },
        }),
      );
    for (let count = 0; count < 10; count += 1) await call();
    const { bad } = await site.examined(only(['free-reader'], (draft) => delete draft.hooks));
    expect(bad['principals.free-reader.secret']).toMatchObject({ outcome: 'warning', says: 'free-reader: its quota is spent already' });
    site.mock.reset();
  });

  test('is missed where there is none', async () => {
    const { code, bad } = await site.examined(only([]));
    expect(code).toBe(0);
    expect(bad['principals']).toMatchObject({ outcome: 'warning' });
  });
});

describe('scopes that no self-test lists are tried', () => {
  const two = loadContract('tests/doctor/two-scopes.openapi.yaml');

  test('by what they open', async () => {
    const plain = await siteOf(await two);
    onTestFinished(plain.close);
    const { code, bad } = await plain.examined(({ principals }) => void (principals['reader']!['scopes'] = ['read', 'audit']));
    expect(code).toBe(4);
    expect(bad['principals.reader.scopes']).toMatchObject({
      outcome: 'fail',
      says: 'reader: it is refused with 403 by listAudits, which its scopes allow',
    });
  });

  test('by what they leave closed', async () => {
    const plain = await siteOf(await two);
    onTestFinished(plain.close);
    const { code, bad } = await plain.examined(({ principals }) => void (principals['auditor']!['scopes'] = ['read']));
    expect(code).toBe(0);
    expect(bad['principals.auditor.scopes']).toMatchObject({ outcome: 'warning', says: expect.stringContaining('listAudits serves it') });
  });
});

describe('the way there', () => {
  test('by a name that nobody knows is named by the target', async () => {
    const { code, bad } = await site.examined(only(['reader'], (draft) => void (draft.target = 'https://no-such-host.invalid/v1')));
    expect(code).toBe(4);
    expect(bad['target']).toMatchObject({ id: 'target-name', fix: expect.stringMatching(/^is no-such-host\.invalid spelt right\?/) });
  });

  test('to a closed port is named by the target', async () => {
    const at = await closedPort();
    const { code, bad } = await site.examined(only(['reader'], (draft) => void (draft.target = `${at}/v1`)));
    expect(code).toBe(4);
    expect(bad['target']).toMatchObject({ id: 'target-port', says: expect.stringContaining('ECONNREFUSED') });
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
    expect(bad['tls.ca']).toMatchObject({ id: 'target-certificate', fix: 'name a PEM file with the certificate authority that signed it' });
  });

  test('with another authority than that of the server is named by tls.ca', async () => {
    const other = await siteOf(contract);
    onTestFinished(other.close);
    const { report } = await other.examined(only([]));
    const { bad } = await site.examined(only(['reader'], (draft) => void (draft.target = report.target)));
    expect(bad['tls.ca']).toMatchObject({ outcome: 'fail', fix: expect.stringMatching(/^is .*\.pem the authority of this server/) });
  });

  test('with a certificate that ran out is named, and how to go on without', async () => {
    const old = await siteOf(contract, { faults: ['certificate-is-expired'] });
    onTestFinished(old.close);
    const { code, bad } = await old.examined(only(['reader']));
    expect(code).toBe(4);
    expect(bad['tls.insecure']).toMatchObject({ says: expect.stringMatching(/its certificate expired on \d{4}-\d\d-\d\d$/) });
  });

  test('with a certificate of another host is named by the target', async () => {
    const other = await siteOf(contract, { faults: ['certificate-is-for-another-host'] });
    onTestFinished(other.close);
    const { code, bad } = await other.examined(only(['reader']));
    expect(code).toBe(4);
    expect(bad['target']).toMatchObject({ says: expect.stringMatching(/its certificate is for other\.invalid, not for 127\.0\.0\.1$/) });
  });

  test('that verifies nothing is a warning', async () => {
    const { code, bad } = await site.examined(only(['reader'], (draft) => void (draft.tls = { insecure: true })));
    expect(code).toBe(0);
    expect(bad['tls.insecure']).toMatchObject({ outcome: 'warning', says: expect.stringContaining('which is not trusted') });
  });

  test('to a server that answers with errors is named by the target', async () => {
    const broken = await serve(answering(503));
    onTestFinished(broken.close);
    const { code, bad } = await site.examined(
      only(['reader'], (draft) => Object.assign(draft, { target: broken.https, tls: { insecure: true } })),
    );
    expect(code).toBe(4);
    expect(bad['target']).toMatchObject({ says: expect.stringMatching(/answers with a server error \(503\)$/) });
  });

  test('without the base path is named by the target', async () => {
    const { code, bad } = await site.examined(only(['reader'], (draft) => void (draft.target = draft.target.replace('/v1', '/v2'))));
    expect(code).toBe(4);
    expect(bad['target']).toMatchObject({ says: 'reader: testAuth answered 404', fix: expect.stringContaining('base path') });
  });

  test('to an authorization server that is not there is a warning that names oauthTarget', async () => {
    const at = await closedPort();
    const { code, bad } = await site.examined(only(['reader', 'app'], (draft) => void (draft.oauthTarget = at)));
    expect(code).toBe(0);
    expect(bad['oauthTarget']).toMatchObject({ outcome: 'warning', says: expect.stringContaining('does not answer') });
  });
});

describe('the clock', () => {
  test.for([
    [61, /its clock is 6[012] s ahead of this machine’s/],
    [3600, /its clock is 36\d\d s ahead of/],
  ] as const)('of a target that is %i s ahead is told apart', async ([seconds, says]) => {
    const fast = await siteOf(contract);
    onTestFinished(fast.close);
    fast.mock.clock.advance(seconds * 1000);
    const { code, bad } = await fast.examined(only(['reader']));
    expect(code).toBe(0);
    expect(bad['target']).toMatchObject({ id: 'target-clock', outcome: 'warning', says: expect.stringMatching(says) });
  });
});

describe('plain HTTP', () => {
  test('at a closed port that is a guess is named by httpTarget', async () => {
    const { code, bad } = await site.examined(only(['reader'], (draft) => delete draft.httpTarget));
    expect(code).toBe(0);
    expect(bad['httpTarget']).toMatchObject({
      outcome: 'warning',
      says: expect.stringMatching(/^nothing listens at http:\/\/127\.0\.0\.1\/v1, which is only a guess$/),
    });
  });

  test('at a closed port that is named is a refusal', async () => {
    const at = (await closedPort()).replace('https:', 'http:');
    const { report } = await site.examined(only(['reader'], (draft) => void (draft.httpTarget = at)));
    expect(report.lines.find(({ id }) => id === 'http-target')).toMatchObject({
      outcome: 'pass',
      says: expect.stringContaining('counts as a refusal'),
    });
  });

  test('as the target of a document that rules it out is named by the target', async () => {
    const { bad } = await site.examined(only(['reader'], (draft) => void (draft.target = draft.httpTarget!)));
    expect(bad['target']).toMatchObject({ outcome: 'warning', says: 'the target is plain HTTP, which the document rules out' });
  });
});

describe('test hooks', () => {
  test('with a wrong token are named by the token, and the rest is looked at all the same', async () => {
    vi.stubEnv('WRONG_TOKEN', 'a-token-of-another-environment');
    const { code, bad, report } = await site.examined(only(['reader'], (draft) => void (draft.hooks!.token = { env: 'WRONG_TOKEN' })));
    expect(code).toBe(4);
    expect(bad['hooks.token']).toMatchObject({ outcome: 'fail', fix: 'is WRONG_TOKEN of another environment?' });
    expect(report.lines.find(({ id }) => id === 'principals/reader')).toMatchObject({ outcome: 'pass' });
  });

  test('that are not there are named by their URL', async () => {
    const at = (await closedPort()).replace('https:', 'http:');
    const { code, bad } = await site.examined(only(['reader'], (draft) => void (draft.hooks!.url = at)));
    expect(code).toBe(4);
    expect(bad['hooks.url']).toMatchObject({ outcome: 'fail', says: expect.stringContaining('ECONNREFUSED') });
  });

  test('that promise what they do not do are named by their URL, each', async () => {
    const liar = await serve(answering(200, { capabilities: ['clock', 'mint', 'deny'] }));
    onTestFinished(liar.close);
    const { code, report } = await site.examined(only(['reader', 'app'], (draft) => void (draft.hooks!.url = liar.http)));
    expect(code).toBe(0);
    const unwell = report.lines.filter(({ outcome, configuration }) => outcome === 'warning' && configuration?.startsWith('hooks.url'));
    expect(unwell.map(({ id }) => id)).toEqual(['hooks/clock', 'hooks/mint', 'clients/app/denial']);
    expect(report.lines.find(({ id }) => id === 'hooks/reset')).toMatchObject({
      outcome: 'pass',
      says: expect.stringContaining('is not offered'),
    });
  });

  test('of another server than the target are found out by a credential that they make', async () => {
    const other = await siteOf(contract, { seed: 'another' });
    onTestFinished(other.close);
    let hooks: Draft['hooks'];
    await other.examined(only([], (draft) => void (hooks = draft.hooks)));
    const { bad } = await site.examined(only(['reader'], (draft) => void (draft.hooks = hooks!)));
    expect(bad['hooks.url']).toMatchObject({ fix: 'do the hooks belong to the server that is the target?' });
  });
});

describe('an OAuth client', () => {
  const app = (change: (client: Record<string, unknown>) => void) => only(['reader', 'app'], ({ clients }) => change(clients!['app']!));

  test('whose secret is wrong is named by it, and where that comes from', async () => {
    vi.stubEnv('WRONG_SECRET', 'a-secret-of-another-environment');
    const { code, bad } = await site.examined(app((client) => void (client['clientSecret'] = { env: 'WRONG_SECRET' })));
    expect(code).toBe(0);
    expect(bad['clients.app.clientSecret']).toMatchObject({
      outcome: 'warning',
      fix: expect.stringMatching(/^is WRONG_SECRET the secret/),
    });
  });

  test('whose redirect URI is another is named by that', async () => {
    const { bad } = await site.examined(app((client) => void (client['redirectUri'] = 'https://app.example/elsewhere')));
    expect(bad['clients.app.redirectUri']).toMatchObject({ outcome: 'warning', says: expect.stringContaining('sends nobody back') });
  });

  test('that claims a scope which it may not ask for is named by its scopes', async () => {
    const { bad } = await site.examined(app((client) => void (client['scopes'] = ['read', 'write', 'delete'])));
    expect(bad['clients.app.scopes']).toMatchObject({
      outcome: 'warning',
      says: expect.stringContaining('refuses the scopes read write delete'),
    });
  });

  test('of a plan without OAuth that claims another is told apart', async () => {
    const { bad } = await site.examined(only(['reader', 'free-app'], ({ clients }) => void (clients!['free-app']!['plan'] = 'pro')));
    expect(Object.keys(bad)).toContainEqual(expect.stringMatching(/^clients\.free-app/));
  });

  test('whose server asks a person is named by consent', async () => {
    const asking = await siteOf(contract, { consent: 'page' });
    onTestFinished(asking.close);
    const { bad } = await asking.examined(only(['reader', 'app']));
    expect(bad['clients.app.consent']).toMatchObject({ outcome: 'warning', fix: expect.stringContaining('{ browser: ./login.ts }') });
  });
});

describe('the plan', () => {
  test('beyond the budget is named by it', async () => {
    const { code, bad } = await site.examined((draft) => void (draft.budget = { requests: 50 }));
    expect(code).toBe(0);
    expect(bad['budget.requests']).toMatchObject({ outcome: 'warning', says: expect.stringContaining('The budget of 50 requests') });
  });

  test('that spends nothing although somebody is there to be spent is named by the permission', async () => {
    const { bad } = await site.examined(only(['reader', 'free-burner'], (draft) => void (draft.allow = {})));
    expect(bad['allow.burn']).toMatchObject({ outcome: 'warning', fix: expect.stringContaining('free-burner') });
  });

  test('of what is left without permissions is told, and is no fault', async () => {
    const { report } = await site.examined(only(['reader'], (draft) => void (draft.allow = {})));
    expect(report.lines.find(({ id }) => id === 'plan/writes')).toMatchObject({
      outcome: 'pass',
      says: expect.stringMatching(/^writes is not allowed: \d+ requirements/),
    });
  });

  test('names what is missing, where nothing is minted', async () => {
    const { report } = await site.examined(only(['reader'], (draft) => delete draft.hooks));
    const missing = report.lines.filter(({ id }) => id.startsWith('plan/missing'));
    expect(missing.map(({ fix }) => fix)).toContain('it takes a principal with state: revoked');
    expect(missing.every(({ configuration }) => /^(?:principals|clients|hooks)/.test(configuration!))).toBe(true);
  });
});

async function contactLines(path: string) {
  const { prepare } = await import('../../cli/run/prepare.ts');
  const { firstContact } = await import('../../cli/run/contact.ts');
  const { createVault } = await import('../../suites/secrets.ts');
  const args = { config: path, overlay: [], only: [], skip: [], allow: '', slow: false, fault: [], iOwnThisTarget: false };
  const { settings, file, contract: read } = await prepare(args, '0.0.0');
  return (await firstContact(read, settings, file, createVault('test'))).preflight;
}
