import { describe, expect, onTestFinished, test } from 'vitest';
import { createMock } from '../../mock/create.ts';
import { bundledDocument, loadContract } from '../../spec/load.ts';
import type { Result } from '../../suites/result/result.ts';
import { realRun } from '../support/real-run.ts';
import { answering, misconducts, onceAsked, serve, settingsAt, turning, type Conduct } from '../support/servers.ts';

const contract = await loadContract(bundledDocument);
const mock = createMock(contract);
const budget = { requests: 400, seconds: 10 };

async function runAgainst(conduct: Conduct, options: Parameters<typeof serve>[1] = {}): Promise<Result> {
  const served = await serve(conduct, options);
  onTestFinished(() => served.close());
  return realRun(contract, settingsAt(served, mock, { budget }));
}

const failing = (result: Result) => result.preflight.filter(({ outcome }) => outcome === 'fail');
const withOutcome = (result: Result, wanted: string) => result.requirements.filter(({ outcome }) => outcome === wanted).map(({ id }) => id);

describe('a server that is of no use is found out by the preflight', () => {
  /** `asked`: how many requests that takes; silence and a server error are believed at the third. */
  const useless: {
    readonly [title: string]: { readonly conduct: Conduct; readonly beforeTls?: boolean; readonly asked: 1 | 3; readonly says: RegExp };
  } = {
    'that answers everything with 500': { conduct: answering(500), asked: 3, says: /server error \(500\)/ },
    'that never answers': { conduct: onceAsked(misconducts.hangs), asked: 3, says: /no complete response within 0\.3 s/ },
    'that accepts and does not even speak TLS': { conduct: misconducts.hangs, beforeTls: true, asked: 3, says: /does not respond: .+/ },
    'that closes each connection at once': { conduct: misconducts.closes, beforeTls: true, asked: 3, says: /does not respond: .+/ },
    'that closes each connection when it is asked': { conduct: onceAsked(misconducts.closes), asked: 3, says: /does not respond: .+/ },
    'that sends garbage instead of TLS': { conduct: misconducts['sends garbage'], beforeTls: true, asked: 1, says: /does not respond: .+/ },
    'that sends garbage instead of HTTP': { conduct: onceAsked(misconducts['sends garbage']), asked: 1, says: /does not respond: .+/ },
    'that sends half an answer': { conduct: onceAsked(misconducts['sends half an answer']), asked: 3, says: /does not respond: .+/ },
  };
  for (const [title, { conduct, beforeTls = false, asked, says }] of Object.entries(useless)) {
    test(`one ${title}`, async () => {
      const result = await runAgainst(conduct, { beforeTls });
      expect(result).toMatchObject({ verdict: 'unusable', exit: { code: 4 } });
      expect(failing(result)).toEqual([
        expect.objectContaining({ id: expect.stringMatching(/^target(?:-tls)?$/), message: expect.stringMatching(says) }),
      ]);
      expect(failing(result)[0]!.configuration).toBe('target');
      expect(result.requests).toBe(asked);
    });
  }

  test('one that answers everything with 401, by the secret of each principal', async () => {
    const result = await runAgainst(answering(401));
    expect(result).toMatchObject({ verdict: 'unusable', exit: { code: 4 } });
    const live = Object.entries(mock.principals).filter(([, { state, from }]) => state === 'active' && from === undefined);
    expect(failing(result).map(({ configuration }) => configuration)).toEqual(live.map(([name]) => `principals.${name}.secret`));
  });

  test('one that nobody listens for', async () => {
    const served = await serve(misconducts.closes);
    await served.close();
    const result = await realRun(contract, settingsAt(served, mock, { budget }));
    expect(result).toMatchObject({ verdict: 'unusable', exit: { code: 4 } });
    expect(failing(result)).toEqual([
      expect.objectContaining({ configuration: 'target', message: expect.stringContaining('ECONNREFUSED') }),
    ]);
  });
});

describe('a server that turns bad after the preflight is never called good', () => {
  async function runTurning(conduct: Conduct, after: number): Promise<Result> {
    const [secure, plain] = [turning(mock, conduct), turning(mock, conduct)];
    const served = await serve((socket) => ('encrypted' in socket ? secure : plain).serve(socket));
    onTestFinished(() => served.close());
    return realRun(contract, settingsAt(served, mock, { budget }), () => {
      secure.turn(after);
      plain.turn();
    });
  }
  for (const [title, conduct] of Object.entries(misconducts).filter(([name]) => name !== 'never ends its body')) {
    test(`one that ${title}`, async () => {
      const result = await runTurning(conduct, 0);
      expect(failing(result)).toEqual([]);
      expect(['incomplete', 'non-conformant']).toContain(result.verdict);
      expect([1, 3]).toContain(result.exit.code);
      expect(withOutcome(result, 'pass')).toEqual(['transport/certificate', 'transport/old-tls']);
      expect(result.requests).toBeLessThan(120);
      expect(result.seconds).toBeLessThan(budget.seconds);
    });
  }

  test('one that hangs in the middle', async () => {
    const result = await runTurning(misconducts.hangs, 60);
    expect(result).toMatchObject({ verdict: 'incomplete', exit: { code: 3 } });
    expect(withOutcome(result, 'error')).toEqual([]);
    expect(result.seconds).toBeLessThan(budget.seconds);
  });
});

test('a server whose bodies never end is judged by its status', async () => {
  const served = await serve(onceAsked(misconducts['never ends its body']));
  onTestFinished(() => served.close());
  const result = await realRun(contract, settingsAt(served, mock, { budget, only: ['credentials/missing'] }));
  expect(result).toMatchObject({ verdict: 'non-conformant', exit: { code: 1 } });
  expect(withOutcome(result, 'fail')).toEqual(['credentials/missing']);
});

describe('a server that answers everything with 200', async () => {
  const served = await serve(answering(200));
  const result = await realRun(contract, settingsAt(served, mock, { budget }));
  await served.close();

  test('does not conform, for letting everybody in', () => {
    expect(result).toMatchObject({ verdict: 'non-conformant', exit: { code: 1 } });
    const critical = result.requirements
      .filter(({ outcome, severity }) => outcome === 'fail' && severity === 'critical')
      .map(({ id }) => id);
    expect(critical).toEqual(expect.arrayContaining(['transport/plain-http', 'credentials/missing', 'address/unlisted', 'scopes/missing']));
  });

  test('is credited with nothing but what it does', () => {
    const deeds = new Set([
      'transport/certificate',
      'transport/old-tls',
      'transport/hsts-over-plain-http',
      'credentials/valid',
      'credentials/scheme-case',
      'credentials/multiple-spaces',
      'credentials/too-long',
      'credentials/token-characters',
      'credentials/rotation',
      'credentials/echoed',
      'credentials/content-type',
      'address/no-allowlist',
      'scopes/granted',
      'scopes/implied',
      'whoami/valid-credential',
      'whoami/no-scope-required',
      'errors/media-type',
      'errors/status',
      'errors/server-error',
      'abuse/cors-credentials',
      'http/head-content',
      'http/head-consistency',
      'http/trace-echo',
      'http/undeclared-method',
      'http/date',
      'http/shared-caching',
      'http/split-request',
    ]);
    const passed = result.requirements.filter(({ checks }) => checks.some(({ outcome }) => outcome === 'pass')).map(({ id }) => id);
    expect(passed.filter((id) => !deeds.has(id))).toEqual([]);
  });

  test('is not blamed for the look of refusals that it never made', () => {
    const looks = result.requirements.filter(({ id }) => /refusal-has-the-documented|challenge|retry|uniform/.test(id));
    expect(looks.length).toBeGreaterThan(9);
    expect(looks.filter(({ outcome }) => !['inconclusive', 'blocked', 'not-applicable'].includes(outcome)).map(({ id }) => id)).toEqual([]);
  });

  test('is asked no more often than the budget allows', () => {
    expect(result.requests).toBeLessThanOrEqual(budget.requests);
    expect(result.seconds).toBeLessThan(budget.seconds);
  });
});
