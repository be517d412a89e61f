import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { shardsInOrder } from '../../cli/merge/shards.ts';
import { unitedPower } from '../../cli/merge/power.ts';
import { union } from '../../cli/merge/union.ts';
import type { CheckFinding, GatherInput } from '../../reporters/gathering/input.ts';
import { requirementIds } from '../../spec/catalogue/catalogue.ts';
import { bundledDocument, loadContract } from '../../spec/load.ts';
import { resultSchema, type Result } from '../../suites/result/result.ts';
import { call, filesOf, folderWith } from '../support/command.ts';
import { check, finding, planned, recorded, resultOf } from '../reporters/builder.ts';
import { runOf, shardsOf } from '../cli/results/shards.ts';

const contract = await loadContract(bundledDocument);
const ids = requirementIds.slice(0, 5);
const outcomes = ['pass', 'fail', 'pass', 'blocked', 'pass'] as const;
const closers: (() => Promise<void>)[] = [];
afterAll(async () => void (await Promise.all(closers.map((close) => close()))));

/** Part I of N of a small run. */
function part(index: number, total: number, changes: Parameters<typeof resultOf>[1] = {}): Result {
  const own = ids.map((id, place) => finding(id, outcomes[place]!)).filter((_, place) => place % total === index - 1);
  return resultOf(own, { selection: { only: [], skip: [], shard: { index, total } }, ...changes });
}

const named = (...results: readonly Result[]) => results.map((result, index) => ({ file: `${'abc'[index]}.json`, result }));
const merged = (...results: readonly Result[]) => union(shardsInOrder(named(...results)));
const told = ({ requirements }: Result) =>
  requirements.map(({ id, outcome, reason, decided, total, checks }) => ({
    id,
    outcome,
    reason,
    decided,
    total,
    checks: checks
      .map(({ exchanges, mismatch, ...judged }) => ({ ...judged, code: mismatch?.code, evidence: exchanges.length }))
      .toSorted((one, other) => one.id.localeCompare(other.id)),
  }));

describe('three shards of the whole catalogue, merged, are the whole run', () => {
  test.for([
    ['sound', []],
    ['with faults', ['accepts-any-scheme', 'reports-reset-in-milliseconds']],
  ] as const)('%s', { timeout: 60_000 }, async ([, faults]) => {
    const [whole, shards] = await Promise.all([runOf(contract, { faults }, {}), shardsOf(contract, { faults }, 3)]);
    const result = resultSchema.parse(merged(...shards.toReversed()));
    expect(told(result)).toEqual(told(whole));
    expect(result).toMatchObject({ summary: whole.summary, verdict: whole.verdict, exit: whole.exit, baseline: whole.baseline });
    expect(result.selection).toBeUndefined();
    expect(shards.map(({ requests }) => requests > 100)).toEqual([true, true, true]);
    expect(result.requests).toBe(whole.requests);
    const evidence = (of: Result) => of.requirements.flatMap(({ checks }) => checks).filter(({ exchanges }) => exchanges.length > 0);
    const byId = new Map(result.exchanges.map((exchange) => [exchange.id, exchange]));
    for (const { id, exchanges } of evidence(result))
      expect(
        exchanges.map((number) => byId.get(number)?.curl),
        id,
      ).not.toContain(undefined);
  });
});

describe('the union', () => {
  test('has an observation that shards share once, and those apart whose tables differ', () => {
    const seen = (...cells: readonly string[]) => ({
      observations: cells.map((cell) => ({
        topic: 'a',
        message: 'Seen.',
        table: { header: ['', 'x'], rows: [['y', cell]] },
        exchanges: [],
      })),
    });
    const { notes: observations } = merged(part(1, 2, seen('401')), part(2, 2, seen('401', '404')));
    expect(observations.map(({ table }) => table?.rows)).toEqual([[['y', '401']], [['y', '404']]]);
  });

  test('has the order of the catalogue and the code of the worst', () => {
    const result = merged(part(2, 2), part(1, 2));
    expect(result.requirements.map(({ id }) => id)).toEqual(ids);
    expect(result).toMatchObject({ verdict: 'non-conformant', exit: { code: 1 }, requests: 286 });
  });

  test('joins what shards found out about one requirement, as bad as the worst of it', () => {
    const of = (index: number, ...checks: readonly CheckFinding[]) =>
      resultOf([{ requirement: ids[0]!, checks, ...(checks.length === 0 && { outcome: 'not-applicable', reason: 'nothing to check' }) }], {
        selection: { only: [], skip: [], shard: { index, total: 3 } },
        planned: [planned(ids[0]!, { severity: 'critical', guidance: { why: 'w', failure: 'f', fix: 'x', references: [] } })],
      });
    const good = check(`${ids[0]}/good`, 'pass');
    const bad = check(`${ids[0]}/bad`, 'fail', { formOnly: true });
    const { requirements, exit } = merged(of(1), of(2, good), of(3, bad));
    expect(requirements).toHaveLength(1);
    expect(requirements[0]).toMatchObject({ outcome: 'fail', severity: 'normal', decided: 2, total: 2, guidance: { fix: 'x' } });
    expect(requirements[0]!.checks.map(({ id }) => id)).toEqual([good.id, bad.id]);
    expect(requirements[0]!.reason).toBeUndefined();
    expect(exit.code).toBe(1);
    expect(merged(of(1), of(2, bad), of(3, check(`${ids[0]}/worse`, 'fail'))).requirements[0]!.severity).toBe('critical');
    expect(merged(of(1), of(2), of(3)).requirements[0]).toMatchObject({ outcome: 'not-applicable', reason: 'nothing to check' });
  });

  test('lasts from the first beginning to the last end', () => {
    const late = part(2, 2, { startedAt: '2026-01-01T12:00:10.000Z', seconds: 5 });
    expect(merged(part(1, 2), late)).toMatchObject({ startedAt: '2026-01-01T12:00:00.000Z', seconds: 15 });
  });

  test('cites the evidence of each shard under its new number', () => {
    const shard = (index: number) =>
      resultOf([{ requirement: ids[index - 1]!, checks: [check(`${ids[index - 1]}/x`, 'pass', { exchanges: ['own'] })] }], {
        selection: { only: [], skip: [], shard: { index, total: 2 } },
        exchanges: [recorded('own', 10 - index, { curl: `curl ${index}` })],
      });
    const { requirements, exchanges } = merged(shard(1), shard(2));
    expect(exchanges.map(({ id, curl }) => [id, curl])).toEqual([
      [1, 'curl 2'],
      [2, 'curl 1'],
    ]);
    expect(requirements.map(({ checks }) => checks[0]!.exchanges)).toEqual([[2], [1]]);
  });

  test('is interrupted, unusable or a mistake of the harness where a shard is', () => {
    expect(merged(part(1, 2), part(2, 2, { interrupted: true })).exit.code).toBe(130);
    const silent = { preflight: [{ id: 'target', outcome: 'fail' as const, message: 'No answer.' }] };
    expect(merged(part(1, 2), part(2, 2, silent))).toMatchObject({
      verdict: 'unusable',
      exit: { code: 4 },
      preflight: [{}, { id: 'target' }],
    });
    expect(merged(part(1, 2), part(2, 2, { harnessError: 'out of memory' })).exit).toEqual({
      code: 70,
      reason: 'the harness failed: out of memory',
      harnessError: 'out of memory',
    });
  });

  test('adds up the baseline, and says each warning once', () => {
    const baseline = { matched: 1, stale: 2, expired: 0 };
    const result = merged(part(1, 2, { baseline, warnings: ['w'] }), part(2, 2, { baseline, warnings: ['w', 'x'] }));
    expect(result).toMatchObject({ baseline: { matched: 2, stale: 4, expired: 0 }, warnings: ['w', 'x'] });
  });

  test('would have noticed what one of the shards would', () => {
    const beyond = (...faults: readonly string[]) => faults.map((fault) => ({ fault, description: fault }));
    const addition = { needs: 'a larger budget (budget)' };
    const power = unitedPower([
      { faults: 3, within: ['a'], beyond: beyond('b', 'c'), additions: [{ ...addition, adds: 2, faults: ['b', 'c'] }] },
      { faults: 3, within: ['b'], beyond: beyond('a', 'c'), additions: [] },
    ]);
    expect(power).toEqual({ faults: 3, within: ['a', 'b'], beyond: beyond('c'), additions: [{ ...addition, adds: 1, faults: ['c'] }] });
  });
});

describe('what are not the shards of one run', () => {
  const refused = (...results: readonly Result[]) => {
    try {
      shardsInOrder(named(...results));
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
    return 'merged';
  };
  const document = { title: 'Things', version: '2', source: 'openapi.yaml', sha256: 'f'.repeat(64) };

  const cases: readonly (readonly [what: string, changes: Partial<GatherInput>, message: RegExp])[] = [
    ['another document', { document }, /document \(sha256\): "0123\w+" in a\.json, "f+" in b\.json/],
    [
      'another target',
      { target: 'https://other.test' },
      /target: "https:\/\/api\.test\/v1" in a\.json, "https:\/\/other\.test" in b\.json/,
    ],
    ['another profile', { profile: 'safe' }, /profile: "full" in a\.json, "safe" in b\.json/],
    ['another version', { harness: { version: '9.9.9' } }, /version of auth-conformance: "0\.1\.0" in a\.json/],
    ['another level', { failOn: 'should' }, /--fail-on: "must" in a\.json, "should" in b\.json/],
    ['another selection', { selection: { only: ['limits'], skip: [], shard: { index: 2, total: 2 } } }, /--only: \[\] in a\.json/],
    [
      'another number',
      { selection: { only: [], skip: [], shard: { index: 2, total: 3 } } },
      /number of shards: 2 in a\.json, 3 in b\.json/,
    ],
    [
      'another configuration',
      { selection: { only: [], skip: [], shard: { index: 2, total: 2, plan: 'ab12' } } },
      /what the shards planned together \(configuration, permissions, budget\): undefined in a\.json, "ab12" in b\.json/,
    ],
    ['no shard', { selection: undefined }, /^b\.json is not the result of a shard/],
  ];
  test.for(cases)('is told: %s', ([, changes, message]) => {
    expect(refused(part(1, 2), part(2, 2, changes))).toMatch(message);
  });

  test('is told: one is there twice', () => {
    expect(refused(part(1, 2), part(2, 2), part(1, 2))).toContain('shard 1/2 is given twice: a.json and c.json');
  });

  test('is told: a check stands in two of them', () => {
    const [first] = part(1, 2).requirements;
    const forged = { ...part(2, 2), requirements: [...part(2, 2).requirements, first!] };
    expect(refused(part(1, 2), forged)).toBe(`${first!.checks[0]!.id} is in both a.json and b.json`);
  });
});

describe('the command merge', () => {
  const files = async () => {
    const { folder, remove } = await folderWith({ '1.json': JSON.stringify(part(1, 2)), '2.json': JSON.stringify(part(2, 2)) });
    closers.push(remove);
    return folder;
  };

  test('writes the reports of the whole and exits with its code', async () => {
    const folder = await files();
    const { code, lastLine, stdout } = await call(['merge', '2.json', '1.json', '--report-dir', 'whole', '--format', 'junit', '--json'], {
      folder,
    });
    const written = await filesOf(join(folder, 'whole'));
    expect(code).toBe(1);
    expect(lastLine).toBe('exit 1: 1 MUST failed');
    expect(JSON.parse(stdout)).toEqual(JSON.parse(written['results.json']!));
    expect(Object.keys(written).toSorted()).toEqual(['junit.xml', 'results.json']);
  });

  test('is incomplete where a shard is missing, and never writes over one', async () => {
    const folder = await files();
    await mkdir(join(folder, 'auth-conformance-report'));
    await writeFile(join(folder, 'auth-conformance-report/results.json'), JSON.stringify(part(2, 2)));
    const [alone, over] = await Promise.all([
      call(['merge', '1.json'], { folder }),
      call(['merge', '1.json', 'auth-conformance-report/results.json'], { folder }),
    ]);
    expect([alone.code, alone.lastLine]).toEqual([3, 'exit 3: shard 2/2 missing: run it, and merge again']);
    expect(alone.stdout).toContain('not tested: the requirements of shard 2/2, whose result is missing');
    expect([over.code, over.lastLine]).toEqual([2, expect.stringContaining('choose another folder')]);
  });
});
