import { expect, test } from 'vitest';
import { memoryLimits } from '../../../mock/state/memory/limits.ts';
import { createMemory } from '../../../mock/state/memory/memory.ts';
import { createRecent } from '../../../mock/state/memory/recent.ts';
import type { Key } from '../../../mock/state/key.ts';
import { ask, bundledMock, noon } from '../mocks.ts';
import { authorize, codeFor, exchange, post } from '../oauth/clients.ts';

const keyOf = (secret: string, expiresAt = Number.POSITIVE_INFINITY): Key => ({
  name: secret,
  secret,
  account: 'account',
  scheme: 'Key',
  scopes: [],
  state: 'active',
  expiresAt,
  expendable: true,
  scopesText: '[]',
});

const window = { label: '1/minute', limit: 1, seconds: 60 };
const many = (count: number, act: (index: number) => void) => {
  for (let index = 0; index < count; index += 1) act(index);
};

test('What was not used for the longest time is forgotten', () => {
  const forgotten: number[] = [];
  const recent = createRecent<number>({ most: 10, weigh: (value) => value, forgotten: (value) => forgotten.push(value) });
  recent.set('a', 4);
  recent.set('b', 5);
  expect(recent.get('a')).toBe(4);
  recent.set('c', 3);
  expect([...recent.entries()]).toEqual([
    ['a', 4],
    ['c', 3],
  ]);
  recent.set('a', 1);
  recent.set('d', 100);
  expect([[...recent.entries()], forgotten]).toEqual([[['d', 100]], [5, 3, 1]]);
});

test('Minted credentials have an end, and those of the document stay', () => {
  const store = createMemory([keyOf('own')]);
  many(memoryLimits.keys + 500, (index) => store.addKey(keyOf(`minted ${index}`)));
  expect(store.keys()).toHaveLength(memoryLimits.keys + 1);
  expect([store.key('own'), store.key('minted 0'), store.key(`minted ${memoryLimits.keys}`)].map((key) => key?.name)).toEqual([
    'own',
    undefined,
    `minted ${memoryLimits.keys}`,
  ]);
});

test('Quotas have an end, and one that is used stays', () => {
  const store = createMemory([]);
  const charge = (quotaKey: string) => store.charge('fixed', [{ quotaKey, windows: [window], units: 1 }], noon).admitted;
  many(memoryLimits.quotas * 2, (index) => {
    charge('used');
    charge(`namespace ${index}`);
  });
  expect([charge('used'), charge('namespace 0')]).toEqual([false, true]);
});

test('Objects have an end by number and by size', () => {
  const store = createMemory([]);
  many(memoryLimits.objectsOfCollection + 5, (index) => store.putObject('things', String(index), { index }));
  expect(store.objects('things').size).toBe(memoryLimits.objectsOfCollection);
  expect([store.object('things', '0'), store.object('things', '1000')]).toEqual([undefined, { index: 1000 }]);
  const large = { text: 'x'.repeat(1_000_000) };
  many(50, (index) => store.putObject(`collection ${index}`, '1', large));
  expect(store.object('things', '1000')).toBeUndefined();
  expect(Array.from({ length: 50 }, (_, index) => store.object(`collection ${index}`, '1')).filter(Boolean)).toHaveLength(15);
  many(50, (index) => store.putObject('one', String(index), large));
  expect(store.objects('one').size).toBe(15);
});

test('A number of a series is never used twice, also after it was forgotten', () => {
  const store = createMemory([]);
  const first = [store.next('handle'), store.next('handle'), store.next('handle')];
  many(memoryLimits.series, (index) => store.next(`series ${index}`));
  expect([...first, store.next('handle')]).toEqual([1, 2, 3, 4]);
});

test('Codes have an end, and a new one can be used', async () => {
  const mock = bundledMock();
  const old = await codeFor(mock);
  const state = 's'.repeat(8000);
  for (let index = 0; index < memoryLimits.grantSize / 8000; index += 1) await authorize(mock, { state, prompt: 'consent' });
  expect((await post(mock, exchange(mock, old))).status).toBe(400);
  expect((await post(mock, exchange(mock, await codeFor(mock)))).status).toBe(200);
});

test('A reset frees what has expired on the clock of the mock', () => {
  const store = createMemory([keyOf('own', noon)]);
  store.addKey(keyOf('gone', noon));
  store.addKey(keyOf('kept', noon + 1));
  store.putGrant('denial', { kind: 'denial', due: false });
  store.free(noon);
  expect([store.keys().map(({ name }) => name), store.grant('denial')]).toEqual([['own', 'kept'], undefined]);
});

test('The journal keeps no long method', async () => {
  const mock = bundledMock();
  await ask(mock, `${'M'.repeat(60_000)} /v1/auth/test`);
  expect(mock.journal().at(-1)!.method).toHaveLength(40);
});
