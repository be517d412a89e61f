import { assert, jsonValue, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { digest } from '../../../mock/state/digest.ts';
import { identifierLike } from '../../../mock/state/key.ts';
import { buildRouter, findRoute } from '../../../mock/compile/router.ts';
import { fillTemplate, jsonTemplate } from '../../../mock/compile/template.ts';
import { byteLength, withStringReplaced, withValueAt } from '../../../mock/compile/value.ts';
import { smallContract } from '../mocks.ts';

const nothing = { get: { responses: { '204': { description: 'Nothing.' } } } };
const parameter = (name: string) => ({ name, in: 'path', required: true, schema: { type: 'string' } });
const item = (...names: readonly string[]) => ({ parameters: names.map(parameter), ...nothing });

const router = buildRouter(
  smallContract({
    '/': nothing,
    '/things': nothing,
    '/things/{id}': item('id'),
    '/things/new': nothing,
    '/things/{id}/parts/{part}': item('id', 'part'),
    '/things/{id}/all': item('id'),
    '/files/{name}.json': item('name'),
    '/spans/{from}-{until}': item('from', 'until'),
  }).operations,
  ({ path }) => path,
);

test.each([
  ['/', '/', []],
  ['/things', '/things', []],
  ['/things/new', '/things/new', []],
  ['/things/x', '/things/{id}', ['x']],
  ['/things/new/all', '/things/{id}/all', ['new']],
  ['/things/a%2Fb', '/things/{id}', ['a/b']],
  ['/th%69ngs', '/things', []],
  ['/things/1/parts/2', '/things/{id}/parts/{part}', ['1', '2']],
  ['/files/a.b.json', '/files/{name}.json', ['a.b']],
  ['/spans/1-2', '/spans/{from}-{until}', ['1', '2']],
])('%s leads to %s', (path, route, values) => {
  const match = findRoute(router, path);
  expect([match?.route.path, match?.values]).toEqual([route, values]);
});

test.each(['/things/', '//things', '/things//parts/2', '/Things', '/things/x/', '/files/.json', '/things/%E0%A4%A', '/nothing'])(
  '%s leads nowhere',
  (path) => {
    expect(findRoute(router, path)).toBeUndefined();
  },
);

test('A template puts live values where they belong, and leaves the documented ones where none is known', () => {
  const body = { limits: { left: 4999, until: '2021' }, who: ['a'], said: 'left 4999' };
  const template = jsonTemplate(body, [
    { place: 'remaining', pointer: '/limits/left' },
    { place: 'reset', pointer: '/limits/until' },
    { place: 'scopes', pointer: '/who' },
    { place: 'limit', pointer: '/nowhere' },
  ]);
  expect(JSON.parse(fillTemplate(template, {}))).toEqual(body);
  expect(JSON.parse(fillTemplate(template, { remaining: '7', reset: '1700000000', scopes: '["b"]' }))).toEqual({
    limits: { left: 7, until: '1700000000' },
    who: ['b'],
    said: 'left 4999',
  });
});

test('Where scopes are documented as one string, they are joined by spaces', () => {
  const template = jsonTemplate({ scope: 'read' }, [{ place: 'scopes', pointer: '/scope' }]);
  expect(fillTemplate(template, { scopes: '["read","write"]' })).toBe('{"scope":"read write"}');
});

test('A template without live values is the body itself, whatever is in it', () => {
  assert(
    property(jsonValue(), (value) => {
      const plain = JSON.parse(JSON.stringify(value));
      expect(fillTemplate(jsonTemplate(plain, []), {})).toBe(JSON.stringify(plain));
    }),
  );
});

test('The length of a body is that of its bytes in UTF-8', () => {
  assert(
    property(string({ unit: 'grapheme' }), (text) => {
      expect(byteLength(text)).toBe(Buffer.byteLength(text));
    }),
  );
});

test('A value is replaced at a pointer and renamed everywhere, and the original stays as it was', () => {
  const original = { a: [{ b: 'x' }], c: 'x' };
  expect(withValueAt(original, '/a/0/b', 1)).toEqual({ a: [{ b: 1 }], c: 'x' });
  expect(withValueAt(original, '/d/e', 1)).toEqual({ ...original, d: { e: 1 } });
  expect(withStringReplaced(original, 'x', 'y')).toEqual({ a: [{ b: 'y' }], c: 'y' });
  expect(original).toEqual({ a: [{ b: 'x' }], c: 'x' });
});

test('Digests are the same for the same text and different for different ones', () => {
  const texts = Array.from({ length: 2000 }, (_, index) => `mock/principal/${index}`);
  const digests = texts.map(digest);
  expect(new Set(digests).size).toBe(texts.length);
  expect(digests.every((digits) => /^[0-9a-f]{32}$/.test(digits))).toBe(true);
  expect(texts.map(digest)).toEqual(digests);
});

test('A new identifier looks like the documented one', () => {
  expect(identifierLike('conv_123', 'x')).toMatch(/^conv_[0-9a-f]{12}$/);
  expect(identifierLike('0b4c1f5e-8a53-4c6e-9d7e-2f6a1c3b4d5e', 'x')).toMatch(
    /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/,
  );
  expect(identifierLike(7, 'x')).toEqual(expect.any(Number));
  expect(identifierLike('42', 'x')).toMatch(/^\d+$/);
});

test('A literal part of a template may be written percent-encoded', () => {
  const paths = { '/two%20words/{a}:{b}': item('a', 'b'), '/a%20{c}': item('c'), '/100%': nothing };
  const encoded = buildRouter(smallContract(paths).operations, ({ path }) => path);
  expect(findRoute(encoded, '/two%20words/x:y')).toMatchObject({ route: { path: '/two%20words/{a}:{b}' }, values: ['x', 'y'] });
  expect(findRoute(encoded, '/a%20z')?.values).toEqual(['z']);
  expect(findRoute(encoded, '/100%25')?.route.path).toBe('/100%');
});
