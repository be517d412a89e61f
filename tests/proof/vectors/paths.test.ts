/**
 * The examples of the standards themselves, against the parsers and writers of both sides.
 *
 * @module
 * @see RFC 3986 §6.2.2; RFC 3986 §5.4; RFC 9112 §3.2
 */
import { describe, expect, test } from 'vitest';
import { pathOf } from '../../../mock/gates/route.ts';
import { buildRouter, findRoute } from '../../../mock/compile/router.ts';
import { bundledDocument, loadContract } from '../../../spec/load.ts';

const [operation] = (await loadContract(bundledDocument)).operations;

/** A router of these paths; answers with the template that a path leads to and the values in it, or with nothing. */
function found(paths: readonly string[], path: string) {
  const router = buildRouter(
    paths.map((one) => ({ ...operation!, path: one })),
    ({ id }) => id,
  );
  const match = findRoute(router, path);
  return match && [match.route.path, ...match.values];
}

describe('equivalent paths (RFC 3986 §6.2.2)', () => {
  test('the digits of an escape have no case (6.2.2.1)', () => {
    expect(found(['/{name}'], '/a%c2%b1b')).toEqual(['/{name}', 'a±b']);
    expect(found(['/{name}'], '/a%C2%B1b')).toEqual(['/{name}', 'a±b']);
  });

  test('an escape that need not be one is what it stands for (6.2.2.2)', () => {
    expect(found(['/~smith/{id}'], '/%7Esmith/1')).toEqual(['/~smith/{id}', '1']);
    expect(found(['/{name}'], '/%7Esmith')).toEqual(['/{name}', '~smith']);
    expect(found(['/{name}'], '/~smith')).toEqual(['/{name}', '~smith']);
  });

  test('an escaped slash does not separate, for it is data (2.2)', () => {
    expect(found(['/{name}', '/{a}/{b}'], '/a%2Fb')).toEqual(['/{name}', 'a/b']);
    expect(found(['/{name}', '/{a}/{b}'], '/a/b')).toEqual(['/{a}/{b}', 'a', 'b']);
  });

  test('letters of a path do have case (6.2.2.1)', () => expect(found(['/things'], '/Things')).toBeUndefined());

  test.each(['/%', '/%zz', '/%ff', '/a%2'])('%s is not an escape of anything, and leads nowhere (2.1)', (path) =>
    expect(found(['/{name}'], path)).toBeUndefined(),
  );
});

describe('dot segments (RFC 3986 §5.4)', () => {
  // Clients remove them before they send; what removes them behind the check of a credential lets callers past it.
  test('that are sent nevertheless are segments like any other', () => {
    expect(found(['/b/g'], '/b/c/../g')).toBeUndefined();
    expect(found(['/b/{any}/{other}/g'], '/b/c/../g')).toEqual(['/b/{any}/{other}/g', 'c', '..']);
  });
});

describe('forms of a target (RFC 9112 §3.2)', () => {
  test.each([
    ['/where?q=now', '', '/where'],
    ['http://www.example.org/pub/WWW/TheProject.html', '/pub', '/WWW/TheProject.html'],
    ['http://www.example.org/pub', '/pub', '/'],
    ['/public', '/pub', undefined],
    ['*', '/pub', undefined],
  ])('%s below "%s" is %s', (target, basePath, path) => expect(pathOf(target, basePath)).toBe(path));
});
