import { expect, test } from 'vitest';
import { sharedPace } from '../../../suites/http/pace.ts';

const pace = { requests: 5, seconds: 1 };

test('All workers of all shards together keep the pace of a run', () => {
  expect(sharedPace({ pace }, 1)).toEqual(pace);
  expect(sharedPace({ pace }, 2)).toEqual({ requests: 5, seconds: 2 });
  expect(sharedPace({ pace, shard: { index: 2, total: 3 } }, 2)).toEqual({ requests: 5, seconds: 6 });
  expect(sharedPace({ shard: { index: 1, total: 3 } }, 2)).toBeUndefined();
});
