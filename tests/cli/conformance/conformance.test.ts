import { describe, expect, test } from 'vitest';
import { defineConformance, runConformance } from '../../../cli/conformance/index.ts';

describe('runConformance', () => {
  test('returns the result of a sound target', async () => {
    const heard: string[] = [];
    const result = await runConformance({ target: 'mock', only: ['whoami'], onFinding: ({ requirement }) => heard.push(requirement) });
    expect(result).toMatchObject({ verdict: 'conformant', exit: { code: 0 }, selection: { only: ['whoami'] } });
    expect(heard).toEqual(result.requirements.map(({ id }) => id));
  });

  test('names the requirement that a fault violates, with its evidence', async () => {
    const result = await runConformance({ target: 'mock', only: ['whoami/scopes'], faults: ['whoami-lists-every-scope'] });
    const [requirement] = result.requirements;
    expect(requirement).toMatchObject({ id: 'whoami/scopes', outcome: 'fail', level: 'MUST' });
    expect(requirement!.checks[0]!.exchanges.length).toBeGreaterThan(0);
    expect(result.exit.code).toBe(1);
  });

  test('ends when it is told to, and says so', async () => {
    const ending = new AbortController();
    const result = await runConformance({ target: 'mock', signal: ending.signal, onFinding: () => ending.abort() });
    expect(result.exit.code).toBe(130);
  });

  test('throws an error with a code for an option that is invalid', async () => {
    await expect(runConformance({ target: 'mock', only: ['no-such-topic'] })).rejects.toThrow(/no-such-topic/);
  });
});

describe('defineConformance', () => {
  test('keeps the tests of its user a project of their own', () => {
    const config = defineConformance({ testDir: './e2e', globalSetup: './setup.ts', reporter: 'list', use: { baseURL: 'https://x.test' } });
    expect(config.projects).toEqual([
      expect.objectContaining({ name: 'auth-conformance', testMatch: '**/*.suite.ts' }),
      { name: 'own', testDir: './e2e' },
    ]);
    expect(config).toMatchObject({ reporter: 'list', use: { baseURL: 'https://x.test' } });
    expect(config.globalSetup).toEqual([expect.stringMatching(/native-setup\.ts$/), './setup.ts']);
  });

  test('keeps the projects of its user as they are', () => {
    const { projects } = defineConformance({ projects: [{ name: 'firefox' }] });
    expect(projects?.map(({ name }) => name)).toEqual(['auth-conformance', 'firefox']);
  });
});
