import { afterAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { bundledDocument, loadContract } from '../../../spec/load.ts';
import { answering, serve } from '../../support/servers.ts';
import { closedPort, only, siteOf, type Draft } from './site.ts';

const contract = await loadContract(bundledDocument);
const site = await siteOf(contract);
afterAll(async () => {
  await site.close();
  vi.unstubAllEnvs();
});

describe('a sound server, rightly described', () => {
  test('is fine in every line', async () => {
    const { code, report, bad } = await site.examined();
    expect(bad).toEqual({});
    expect(code).toBe(0);
    expect(report.exit).toEqual({ code: 0, reason: 'a run can start' });
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
    expect(printed).toMatch(/^exit 0: a run can start$/m);
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

describe('test hooks', () => {
  test('with a wrong token are named by the token, and the rest is looked at all the same', async () => {
    vi.stubEnv('WRONG_TOKEN', 'a-token-of-another-environment');
    const { code, bad, report } = await site.examined(only(['reader'], (draft) => void (draft.hooks!.token = { env: 'WRONG_TOKEN' })));
    expect(code).toBe(4);
    expect(bad['hooks.token']).toMatchObject({ outcome: 'fail', fix: 'check that WRONG_TOKEN belongs to this environment' });
    expect(report.lines.find(({ id }) => id === 'principals/reader')).toMatchObject({ outcome: 'pass' });
  });

  test('that are not there are named by their URL', async () => {
    const at = (await closedPort()).replace('https:', 'http:');
    const { code, bad } = await site.examined(only(['reader'], (draft) => void (draft.hooks!.url = at)));
    expect(code).toBe(4);
    expect(bad['hooks.url']).toMatchObject({ outcome: 'fail', message: expect.stringContaining('ECONNREFUSED') });
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
      message: expect.stringContaining('not offered'),
    });
  });

  test('of another server than the target are found out by a credential that they make', async () => {
    const other = await siteOf(contract, { seed: 'another' });
    onTestFinished(other.close);
    let hooks: Draft['hooks'];
    await other.examined(only([], (draft) => void (hooks = draft.hooks)));
    const { bad } = await site.examined(only(['reader'], (draft) => void (draft.hooks = hooks!)));
    expect(bad['hooks.url']).toMatchObject({ fix: 'check that the hooks belong to the target' });
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
      fix: expect.stringContaining('WRONG_SECRET is the complete, live secret'),
    });
  });

  test('whose redirect URI is another is named by that', async () => {
    const { bad } = await site.examined(app((client) => void (client['redirectUri'] = 'https://app.example/elsewhere')));
    expect(bad['clients.app.redirectUri']).toMatchObject({
      outcome: 'warning',
      message: expect.stringContaining('does not redirect back'),
    });
  });

  test('that claims a scope which it may not ask for is named by its scopes', async () => {
    const { bad } = await site.examined(app((client) => void (client['scopes'] = ['read', 'write', 'delete'])));
    expect(bad['clients.app.scopes']).toMatchObject({
      outcome: 'warning',
      message: expect.stringContaining('rejects the scopes read write delete'),
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
    expect(bad['budget.requests']).toMatchObject({ outcome: 'warning', message: expect.stringContaining('The budget of 50 requests') });
  });

  test('that spends nothing although somebody is there to be spent is named by the permission', async () => {
    const { bad } = await site.examined(only(['reader', 'free-burner'], (draft) => void (draft.allow = {})));
    expect(bad['allow.burn']).toMatchObject({ outcome: 'warning', fix: expect.stringContaining('free-burner') });
  });

  test('of what is left without permissions is told, and is no fault', async () => {
    const { report } = await site.examined(only(['reader'], (draft) => void (draft.allow = {})));
    expect(report.lines.find(({ id }) => id === 'plan/writes')).toMatchObject({
      outcome: 'pass',
      message: expect.stringMatching(/^writes is not allowed: \d+ requirements/),
    });
  });

  test('names what is missing, where nothing is minted', async () => {
    const { report } = await site.examined(only(['reader'], (draft) => delete draft.hooks));
    const missing = report.lines.filter(({ id }) => id.startsWith('plan/missing'));
    expect(missing.map(({ fix }) => fix)).toContain('this needs a principal with state: revoked');
    expect(missing.every(({ configuration }) => /^(?:principals|clients|hooks)/.test(configuration!))).toBe(true);
  });
});
