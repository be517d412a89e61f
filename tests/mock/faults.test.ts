import { expect, test } from 'vitest';
import { applyFaults } from '../../mock/faults/apply.ts';
import { faults, faultNames } from '../../mock/faults/faults.ts';
import { defaultParts } from '../../mock/engine/parts.ts';
import { isRequirementId, requirementIds } from '../../spec/catalogue/catalogue.ts';
import { ask, bundled, bundledMock } from './mocks.ts';

test.each(faultNames)('The fault %s changes the parts, names requirements and says what is wrong', (name) => {
  const { breaks, also = [], description: says } = faults[name]!;
  const sound = defaultParts(bundled);
  const bent = applyFaults(sound, [name], faults);
  expect(JSON.stringify(sound)).toBe(JSON.stringify(defaultParts(bundled)));
  const changed = [
    bent.contract !== sound.contract,
    bent.gates !== sound.gates,
    bent.oauth !== sound.oauth,
    bent.finish !== sound.finish,
    bent.listener !== sound.listener,
  ];
  expect(changed).toContain(true);
  expect(breaks.length).toBeGreaterThan(0);
  expect([...breaks, ...also].filter((id) => !isRequirementId(id))).toEqual([]);
  expect(new Set([...breaks, ...also]).size).toBe(breaks.length + also.length);
  expect(says).toMatch(/^[A-Z].*\.$/);
  expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
});

test('Every requirement is broken by a fault that is made for it', () => {
  const broken = new Set(Object.values(faults).flatMap(({ breaks }) => breaks));
  expect(requirementIds.filter((id) => !broken.has(id))).toEqual([]);
});

test('Faults add up, and an unknown one is refused with the names that there are', async () => {
  const mock = bundledMock({ faults: ['ignores-scopes-on-reads', 'accepts-revoked-key'] });
  expect((await ask(mock, 'GET /v1/conversations', { as: 'writer' })).status).toBe(200);
  expect((await ask(mock, 'GET /v1/conversations', { as: 'revoked' })).status).toBe(200);
  expect(() => bundledMock({ faults: ['nonsense'] })).toThrow(/expected the name of a fault .*, got "nonsense".*docs\/catalogue\.md/);
});

test('Arming faults keeps the state, and disarming them makes the mock sound again', async () => {
  const mock = bundledMock();
  await ask(mock, 'POST /v1/conversations', { as: 'writer', json: { title: 'kept' } });
  mock.faults.arm(['reports-limit-one-too-high']);
  expect((await ask(mock, 'GET /v1/auth/test', { as: 'reader' })).headers).toEqual(expect.arrayContaining(['10001', '9998']));
  mock.faults.arm([]);
  expect((await ask(mock, 'GET /v1/conversations', { as: 'reader' })).body).toContain('kept');
  expect(mock.faults.armed()).toEqual([]);
});
