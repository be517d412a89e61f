import { expect, test } from 'vitest';
import { amended } from '../../../client/stage/amendment.ts';
import { headerValue } from '../../../spec/message.ts';

const response = {
  status: 200,
  headers: [
    'Content-Type',
    'application/json',
    'Content-Length',
    '15',
    'Retry-After',
    '9',
    'Location',
    'https://app.example/?state=a&code=b',
  ],
  body: '{"a":{"b":1}}',
};

test('members are set and removed by pointer, and the length follows', () => {
  const { body, headers } = amended(response, { members: { '/a/c/d': 2, '/e': 'ü' }, without: ['/a/b', '/no/such'] });
  expect(JSON.parse(body)).toEqual({ a: { c: { d: 2 } }, e: 'ü' });
  expect(headerValue(headers, 'Content-Length')).toBe(String(Buffer.byteLength(body)));
});

test('headers are replaced or removed, whatever their case is', () => {
  const { headers } = amended(response, { headers: { 'retry-after': null, 'X-New': '1' } });
  expect([headerValue(headers, 'Retry-After'), headerValue(headers, 'X-New')]).toEqual([undefined, '1']);
});

test('parameters of the redirect are replaced or removed', () => {
  const { headers } = amended(response, { redirect: { state: 'z', code: null } });
  expect(headerValue(headers, 'Location')).toBe('https://app.example/?state=z');
});

test('a body that is no JSON stays as it is', () => {
  const text = { ...response, body: 'text' };
  expect(amended(text, { members: { '/a': 1 } })).toEqual({ ...text, headers: text.headers });
});

test('of a list, each object gets the members', () => {
  const list = { ...response, body: '[{"a":1},"b"]' };
  expect(amended(list, { members: { '/e': 2 } }).body).toBe('[{"a":1,"e":2},"b"]');
});
