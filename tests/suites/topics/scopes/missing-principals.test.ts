import { expect, test } from 'vitest';
import { bundledDocument, loadContract } from '../../../../spec/load.ts';
import { schedule } from '../../../../suites/engine/schedule.ts';
import { createPrincipals } from '../../../../suites/principals/principals.ts';
import { settingsFor, stillMock } from '../../../support/in-process.ts';

test('A principal that is missing is described with each scope once, though several schemes ask for it', async () => {
  const contract = await loadContract(bundledDocument);
  const all = settingsFor(stillMock(contract));
  const settings = { ...all, principals: all.principals.filter(({ name }) => name === 'admin'), clients: [] };
  const { requirements } = schedule({
    contract,
    settings,
    principals: createPrincipals(contract, settings),
    hooks: { clock: false, reset: false },
  });
  const needs = requirements.flatMap(({ id, cases }) => (id === 'scopes/missing' ? cases.flatMap(({ blocked }) => blocked ?? []) : []));
  expect(needs.map(({ needs: { what } }) => what)).toContain('an active principal without the scope read');
});
