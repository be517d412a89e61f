import { expect, test } from 'vitest';
import { isSentToHttps } from '../../../suites/expectations/redirect.ts';
import { reply } from './evidence.ts';

test.each([
  [300, 'https://api.example/', true],
  [308, 'HTTPS://api.example/', true],
  [399, 'https://api.example/', true],
  [299, 'https://api.example/', false],
  [201, 'https://api.example/', false],
  [400, 'https://api.example/', false],
  [403, 'https://api.example/', false],
  [301, 'http://api.example/', false],
  [301, '//api.example/', false],
  [301, '/to?next=https://api.example/', false],
])('a %i with Location: %s redirects to HTTPS: %s', (status, location, expected) =>
  expect(isSentToHttps(reply(status, ['Location', location]))).toBe(expected),
);

test('a response without a Location does not redirect', () => expect(isSentToHttps(reply(301))).toBe(false));
