import { afterAll, expect, test } from 'vitest';
import { resultSchema } from '../../../suites/result/result.ts';
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
