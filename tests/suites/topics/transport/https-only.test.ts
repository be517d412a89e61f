import { expect, test } from 'vitest';
import { sessionFor, stillMock } from '../../../../cli/prove/in-process.ts';
import { bundled } from '../../../mock/mocks.ts';

const scheduled = (target: string, httpTargetGiven: boolean) =>
  sessionFor(stillMock(bundled), { target, httpTarget: 'http://127.0.0.1:4011/v1', httpTargetGiven, only: ['transport'] }).schedule;

function excluded(target: string, httpTargetGiven: boolean) {
  const rows = scheduled(target, httpTargetGiven).requirements.map(({ id, excluded: why }) => [id, why] as const);
  return Object.fromEntries(rows.filter(([, why]) => why?.includes('(target)')));
}

test('All requirements of an HTTPS target apply', () => {
  expect(excluded('https://127.0.0.1:4010/v1', false)).toEqual({});
});

test('A target over plain HTTP is asked nothing about transport, and each requirement has the reason', () => {
  const why = excluded('http://127.0.0.1:4010/v1', false);
  expect(why).toMatchObject({
    'transport/hsts': 'the target uses plain HTTP, not TLS (target)',
    'transport/old-tls': 'the target uses plain HTTP, not TLS (target)',
    'transport/plain-http': 'the target itself uses plain HTTP (target)',
    'transport/forwarded-proto': 'the target itself uses plain HTTP (target)',
  });
  expect(scheduled('http://127.0.0.1:4010/v1', false).scenarios).toEqual([]);
});

test('A target over plain HTTP with another address for plain HTTP is asked what can be seen there', () => {
  const why = excluded('http://127.0.0.1:4010/v1', true);
  expect(Object.keys(why).toSorted()).toEqual(['transport/certificate', 'transport/hsts', 'transport/old-tls']);
});
