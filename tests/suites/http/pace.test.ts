import { expect, test } from 'vitest';
import { atSharedPace } from '../../../suites/http/pace.ts';

const pace = { requests: 5, seconds: 1 };

test('All workers and shards together keep the pace of a run', () => {
  expect(atSharedPace({ pace }, 1)).toEqual({ pace });
  expect(atSharedPace(atSharedPace({ pace }, 3), 2)).toEqual({ pace: { requests: 5, seconds: 6 } });
  expect(atSharedPace({}, 2)).toEqual({});
});
