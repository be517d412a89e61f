import { describe, expect, test } from 'vitest';
import { clientRequirementIds } from '../../spec/catalogue/client/client.ts';
import { clientLevelOf, scenariosOf } from '../../client/judge.ts';
import { clientScenarios } from '../../client/scenarios/scenarios.ts';
import { exited, judged, type Judged, key, noon, requests, setting, status } from './observations.ts';

const works = { scenario: 'call', requests: requests({}) };
const about = (id: string, ...observations: readonly Judged[]) => {
  const { outcome, reason } = judged(...observations).get(id)!;
  return [outcome, reason];
};

describe('a client', () => {
  test('that works passes, and a skipped scenario does not apply', () => {
    expect(about('client/key-placement/call', works)).toEqual(['pass', undefined]);
    expect(about('client/retry-without-hint/no-hint', works)).toEqual(['not-applicable', 'skipped']);
  });

  test('that sends nothing is inconclusive, whatever its exit code is', () => {
    for (const code of [0, 1]) {
      const checks = judged({ scenario: 'call', requests: [], endings: [exited(code)] });
      expect([...checks.values()].filter(({ outcome }) => outcome === 'pass')).toEqual([]);
      expect(checks.get('client/key-placement/call')).toMatchObject({ outcome: 'inconclusive', cause: { code: 'client-sent-nothing' } });
    }
  });

  test('that sends nothing to a bad certificate passes only if it works otherwise', () => {
    const id = 'client/certificate-verified/expired-certificate';
    const quiet = { scenario: 'expired-certificate', requests: [], endings: [exited(1)] };
    expect(about(id, works, quiet)[0]).toBe('pass');
    expect(about(id, { scenario: 'call', requests: [] }, quiet)).toEqual([
      'inconclusive',
      'the client does not work in the scenario call either',
    ]);
    expect(about(id, works, { ...quiet, requests: requests({}) })[0]).toBe('fail');
  });

  test('that a signal ends is inconclusive, and a violation before that counts', () => {
    const crash = { kind: 'crashed', signal: 'SIGSEGV', output: '', at: noon } as const;
    const id = 'client/retry-after-seconds/retry-after-seconds';
    const limited = { scenario: 'retry-after-seconds', endings: [crash] };
    expect(about(id, { ...limited, requests: requests(status(429, ['Retry-After', '2'])) })).toEqual([
      'inconclusive',
      'the client was ended by SIGSEGV',
    ]);
    expect(about(id, { ...limited, requests: requests(status(429, ['Retry-After', '2']), {}) })).toEqual([
      'fail',
      'the request was repeated too soon',
    ]);
  });

  test('that hangs at the time limit is not one that waits as asked', () => {
    const end = { kind: 'limit', output: '', at: noon + 45_000 } as const;
    const at = (seconds: string) =>
      about('client/retry-after-seconds/retry-after-seconds', {
        scenario: 'retry-after-seconds',
        requests: requests(status(429, ['Retry-After', seconds])),
        endings: [end],
      });
    expect(at('3600')).toEqual(['inconclusive', 'the client still waited for its next try after 45 s']);
    expect(at('')).toEqual(['inconclusive', 'the client still waited for its next try after 45 s']);
    expect(at('2')).toEqual(['inconclusive', 'the client still ran after 45 s, and was not waiting for a next try']);
  });

  test('that says so does not support a scenario', () => {
    for (const ending of [exited(64), exited(0, 'some words\n unsupported \n')])
      expect(about('client/scheme-case/token-type-case', { scenario: 'token-type-case', requests: [], endings: [ending] })).toEqual([
        'blocked',
        'the client says that it does not support this',
      ]);
  });

  test('that an interruption ends is undecided, and so is a scenario that was not played', () => {
    const interrupted = { kind: 'interrupted', output: '', at: noon } as const;
    expect(about('client/key-placement/call', { ...works, endings: [interrupted] })).toEqual([
      'inconclusive',
      'interrupted before the client ended',
    ]);
  });

  test.each([
    ['raw', key],
    ['in Base64', Buffer.from(`user:${key}`).toString('base64')],
    ['in a URL', encodeURIComponent(`x/${key}`)],
  ])('that prints its key %s fails, and the result does not repeat the key', (_, text) => {
    const check = judged({ ...works, endings: [exited(0, `request failed: ${text}`)] }).get('client/key-not-logged/call')!;
    expect(check).toMatchObject({ outcome: 'fail', reason: 'the output contains the key' });
    expect(JSON.stringify(check)).not.toContain(key);
  });

  test('whose final error nobody hears of fails, and a message is enough', () => {
    const id = 'client/error-surfaced/key-rejected';
    const rejected = { scenario: 'key-rejected', requests: requests(status(401, [], '{"error":{"code":"unauthorized"}}')) };
    expect(about(id, rejected)[0]).toBe('fail');
    expect(about(id, { ...rejected, endings: [exited(3)] })[0]).toBe('pass');
    expect(about(id, { ...rejected, endings: [exited(0, 'HTTP 401')] })[0]).toBe('pass');
    expect(about(id, { ...rejected, endings: [exited(0, 'Error: unauthorized')] })[0]).toBe('pass');
  });
});

describe('waits', () => {
  const tries = (...seconds: readonly number[]) =>
    requests(
      ...seconds.map((second, index) => ({
        at: noon + second * 1000,
        answeredAt: noon + second * 1000,
        ...(index < seconds.length - 1 && status(429, ['Retry-After', '2'])),
      })),
    );
  const of = (scenario: string, id: string, ...seconds: readonly number[]) => about(id, { scenario, requests: tries(...seconds) })[0];

  test('may be a quarter of a second too short', () => {
    const id = 'client/retry-after-seconds/retry-after-seconds';
    expect(of('retry-after-seconds', id, 0, 1.76, 3.8)).toBe('pass');
    expect(of('retry-after-seconds', id, 0, 1.74, 3.8)).toBe('fail');
  });

  test('until a date last up to the date, which may be three seconds ahead', () => {
    const id = 'client/retry-after-date/retry-after-date';
    expect(of('retry-after-date', id, 0.2, 2.9)).toBe('pass');
    expect(of('retry-after-date', id, 0.2, 2.4)).toBe('fail');
  });

  test('of parallel calls are the same within a tenth of a second, but for one', () => {
    const id = 'client/parallel-backoff/parallel-limited';
    const parallel = (next: readonly number[], apartMs = 0) =>
      about(id, {
        scenario: 'parallel-limited',
        requests: requests(
          ...Array.from({ length: 5 }, (_, index) => {
            const at = noon + index * apartMs;
            return { at, answeredAt: at + 5, ...status(429) };
          }),
          ...next.map((second) => ({ at: noon + second * 1000, answeredAt: noon + second * 1000 })),
        ),
      })[0];
    expect(parallel([1, 1.01, 1.02, 1.03, 1.04])).toBe('fail');
    expect(parallel([1, 1.01, 1.02, 1.03, 1.6])).toBe('fail');
    expect(parallel([1, 1.2, 1.4, 1.45, 1.6])).toBe('pass');
    // On a busy machine, 240 ms lie between the first calls and the last.
    expect(parallel([1, 1.01, 1.1, 1.3, 1.4], 60)).toBe('fail');
    expect(parallel([1, 1.2, 1.6, 1.8, 2.4], 60)).toBe('pass');
    // A client that sends one call after the other, each with its own wait.
    expect(of('parallel-limited', id, 0, 1.1, 2.4, 3.8, 5, 6.2)).toBe('pass');
  });
});

describe('the catalogue for clients', () => {
  test('has a scenario for each requirement, and a requirement for each scenario', () => {
    expect(clientRequirementIds).toHaveLength(34);
    expect(clientRequirementIds.filter((id) => scenariosOf(id).length === 0)).toEqual([]);
    const judgedSomewhere = new Set(clientRequirementIds.flatMap(scenariosOf));
    expect(clientScenarios.filter((scenario) => !judgedSomewhere.has(scenario))).toEqual([]);
  });

  test('asks for PKCE of a public client, and recommends it to others', () => {
    expect(clientLevelOf('client/oauth-pkce', setting)).toBe('SHOULD');
    const { oauth } = setting;
    const open = { ...setting, oauth: { ...oauth!, client: { ...oauth!.client, public: true } } };
    expect(clientLevelOf('client/oauth-pkce', open)).toBe('MUST');
  });
});
