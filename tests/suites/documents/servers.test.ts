import { expect, test } from 'vitest';
import { load, run } from '../../support/field.ts';

test('an operation that is documented with and without a base path may be served without it', async () => {
  const servers = [{ url: 'https://things.example/rest/1.0' }, { url: 'https://api.things.example' }];
  const { checks } = await run(await load({ servers, security: [{ Key: [] }] }), {});
  expect(checks.filter(({ outcome }) => outcome === 'fail').map(({ id }) => id)).toEqual([]);
});
