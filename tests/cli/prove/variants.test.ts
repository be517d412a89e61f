import { describe, expect, test } from 'vitest';
import { createMock } from '../../../mock/create.ts';
import { faultNames } from '../../../mock/faults/faults.ts';
import { variantNames, variants } from '../../../mock/variants/variants.ts';
import { catalogue } from '../../../spec/catalogue/catalogue.ts';
import { bundled } from '../../mock/mocks.ts';

test('there are at least forty, each with a sentence and a name of its own', () => {
  expect(variantNames.length).toBeGreaterThanOrEqual(40);
  expect(new Set(Object.values(variants).map(({ description: says }) => says)).size).toBe(variantNames.length);
  expect(variantNames.filter((name) => faultNames.includes(name) || !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name))).toEqual([]);
  expect(Object.values(variants).filter(({ description: says }) => !/^[A-Z].*\.$/.test(says))).toEqual([]);
});

test('only recommendations are missed, never what a server must do', () => {
  const missed = Object.values(variants).flatMap(({ warns = [] }) => warns);
  expect(missed.filter((id) => catalogue[id].level === 'MUST')).toEqual([]);
});

test('a name that nobody knows is refused with the next one', () => {
  expect(() => createMock(bundled, { variants: ['sliding-windw'] })).toThrow(/sliding-window/);
});

describe('variants and faults', () => {
  test('are combined: the fault has the last word', async () => {
    const mock = createMock(bundled, { variants: ['lowercases-header-names'], faults: ['serves-expired-certificate'] });
    expect(mock.traits().certificate).toBe('expired');
    const { headers } = await mock.handle({ method: 'GET', target: '/', headers: [], secure: true, peer: '127.0.0.1' });
    expect(headers.filter((_, index) => index % 2 === 0).every((name) => name === name.toLowerCase())).toBe(true);
  });

  test('disarming faults leaves the variant', () => {
    const mock = createMock(bundled, { variants: ['drops-plain-http-connections'], faults: ['serves-expired-certificate'] });
    mock.faults.arm([]);
    expect(mock.traits()).toMatchObject({ plain: 'closed', certificate: 'valid' });
  });
});
