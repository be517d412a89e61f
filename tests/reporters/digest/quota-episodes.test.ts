import { expect, it } from 'vitest';
import { quotaEpisodes } from '../../../reporters/digest/quota-episodes.ts';
import type { Exchange } from '../../../suites/result/result.ts';
import { recorded } from '../builder.ts';

type Quota = NonNullable<Exchange['quota']>;

const use = (id: number, second: number, status: number, quota: Quota, more: Partial<Exchange> = {}): Exchange => ({
  id,
  ...recorded('x', second, { principal: 'burner', scenario: 'use', response: { status, headers: [] }, quota, ...more }).exchange,
});

it('an episode goes from the first served request over the rejections to the request that is served again', () => {
  const exchanges = [
    use(1, 0, 200, { limit: 10, remaining: 9, resetSeconds: 60 }, { repeated: 1 }),
    use(2, 3, 200, { limit: 10, remaining: 0, resetSeconds: 57 }, { repeated: 8 }),
    use(3, 4, 429, { limit: 10, remaining: 0, retrySeconds: 56 }),
    use(4, 6, 429, { limit: 10, remaining: 0, retrySeconds: 54 }),
    use(5, 61, 200, { limit: 10, remaining: 9 }),
    use(6, 70, 200, { limit: 100, remaining: 80 }, { repeated: 1 }),
    use(7, 71, 429, { limit: 100, remaining: 0, retrySeconds: 3000 }),
    use(8, 72, 200, { limit: 10, remaining: 9 }, { repeated: 1 }),
  ];
  expect(
    quotaEpisodes({ exchanges }).map(({ points, ...episode }) => ({ ...episode, points: points.map(({ exchange }) => exchange) })),
  ).toEqual([
    { principal: 'burner', operation: 'listThings', limit: 10, rejectedAt: 4, retryAt: 60, servedAgainAt: 61, points: [1, 2, 3, 4, 5] },
    { principal: 'burner', operation: 'listThings', limit: 100, rejectedAt: 1, retryAt: 3001, points: [6, 7] },
  ]);
});

it('waits on a clock that was moved count as real ones', () => {
  const exchanges = [
    use(1, 0, 200, { remaining: 1 }),
    use(2, 0, 429, { remaining: 0, retrySeconds: 30 }),
    use(3, 0, 200, { remaining: 1 }, { waited: 31 }),
  ];
  expect(quotaEpisodes({ exchanges })).toMatchObject([{ rejectedAt: 0, retryAt: 30, servedAgainAt: 31 }]);
});

it('without a rejection after something was served there is no episode', () => {
  expect(quotaEpisodes({ exchanges: [use(1, 0, 429, { retrySeconds: 1 }), use(2, 2, 200, { remaining: 1 })] })).toEqual([]);
  expect(quotaEpisodes({ exchanges: [use(1, 0, 200, { remaining: 1 }), use(2, 2, 403, { remaining: 0 })] })).toEqual([]);
});
