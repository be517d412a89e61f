import { afterAll, expect, onTestFinished, test } from 'vitest';
import { bundledDocument, loadContract } from '../../../spec/load.ts';
import { resultSchema } from '../../../suites/result/result.ts';
import { staging } from '../../cli/staging.ts';
import { call, filesOf, folderWith } from '../../support/command.ts';

const { folder, remove } = await folderWith();
afterAll(remove);

test(
  'shards of a run against the mock, each with a mock of its own, are merged; without one of them the run is incomplete',
  {
    timeout: 60_000,
  },
  async () => {
    const shard = (index: number) =>
      call(['run', '--target', 'mock', '--only', 'whoami', '--shard', `${index}/2`, '--report-dir', `shard-${index}`, '--format', 'json'], {
        folder,
      });
    const ends = await Promise.all([shard(1), shard(2)]);
    expect(ends.map(({ code }) => code)).toEqual([0, 0]);
    const [whole, part] = await Promise.all([
      call(['merge', 'shard-1/results.json', 'shard-2/results.json', '--report-dir', 'whole', '--format', 'json'], { folder }),
      call(['merge', 'shard-2/results.json', '--report-dir', 'part', '--format', 'json'], { folder }),
    ]);
    expect([whole.code, part.code]).toEqual([0, 3]);
    const files = await filesOf(folder);
    expect(resultSchema.parse(JSON.parse(files['whole/results.json']!)).verdict).toBe('conformant');
    expect(resultSchema.parse(JSON.parse(files['part/results.json']!))).toMatchObject({
      verdict: 'incomplete',
      exit: { code: 3, reason: 'shard 1/2 missing: run it, and merge again' },
      warnings: expect.arrayContaining(['not tested: the requirements of shard 1/2, whose result is missing']),
    });
  },
);

test('shards at one server divide the scenarios, and only the first calls as a principal whose quota it may use up', async () => {
  const contract = await loadContract(bundledDocument);
  const site = await staging(contract, { principals: ['reader', 'writer', 'revoked', 'expired', 'free-burner'] });
  onTestFinished(site.close);
  const callers: (readonly (string | undefined)[])[] = [];
  for (const index of [1, 2]) {
    const before = site.mock.journal().length;
    const { code } = await call(
      [
        ...'run --config staging.yaml --only credentials --skip credentials/echoed'.split(' '),
        '--shard',
        `${index}/2`,
        '--report-dir',
        `${index}`,
      ],
      site,
    );
    expect(code).toBe(0);
    callers.push(
      site.mock
        .journal()
        .slice(before)
        .map(({ principal }) => principal),
    );
  }
  expect(callers.map((own) => own.includes('free-burner'))).toEqual([true, false]);
  expect(callers.map(({ length }) => length > 20)).toEqual([true, true]);
  const merged = await call(['merge', '1/results.json', '2/results.json', '--report-dir', 'whole', '--format', 'json'], site);
  expect(merged.code).toBe(0);
  const files = await filesOf(site.folder);
  const [whole, ...parts] = ['whole', '1', '2'].map((name) => resultSchema.parse(JSON.parse(files[`${name}/results.json`]!)));
  const scenariosOf = ({ exchanges }: (typeof parts)[number]) => new Set(exchanges.map(({ scenario }) => scenario));
  expect([...scenariosOf(parts[0]!)].filter((scenario) => scenariosOf(parts[1]!).has(scenario))).toEqual([]);
  expect(whole!.summary.contract.must.fail).toBe(0);
});
