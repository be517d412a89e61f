import { describe, expect, test } from 'vitest';
import { bundledDocument, loadContract } from '../../../spec/load.ts';
import { createPrincipals } from '../../../suites/principals/principals.ts';
import { schedule } from '../../../suites/engine/schedule.ts';
import type { Settings } from '../../../suites/engine/settings.ts';
import { settingsFor, stillMock } from '../../support/in-process.ts';

const contract = await loadContract(bundledDocument);
const everybody = settingsFor(stillMock(contract));
const nothing = { writes: false, burn: false, destructive: false };

/** The outcome of planning the spending of windows, by profile and permission, with those principals. */
function plannedWith(changes: Partial<Settings>, id = 'limits/enforcement') {
  const settings = { ...everybody, ...changes };
  const planned = schedule({ contract, principals: createPrincipals(contract, settings), settings, hooks: { clock: true, reset: true } });
  const cases = planned.requirements.find((requirement) => requirement.id === id)!.cases;
  return [...new Set(cases.map(({ blocked, outside }) => (outside === undefined ? (blocked ? 'blocked' : 'made') : 'outside')))];
}

const noBurner = everybody.principals.filter(({ expendable }) => !expendable);

describe('what a permission is missing for', () => {
  test.for(['safe', 'standard'] as const)('lies outside the profile %s, whether or not there is a principal for it', (profile) => {
    expect(plannedWith({ profile, allow: nothing })).toEqual(['outside']);
    expect(plannedWith({ profile, allow: nothing, principals: noBurner })).toEqual(['outside']);
  });

  test('is blocked under full', () => {
    expect(plannedWith({ profile: 'full', allow: nothing })).toEqual(['blocked']);
  });
});

describe('what a principal is missing for', () => {
  test.for(['standard', 'full'] as const)('is blocked under %s where it is permitted', (profile) => {
    expect(plannedWith({ profile, principals: noBurner })).toEqual(['blocked']);
    expect(plannedWith({ profile })).toEqual(['made']);
  });
});

test('the profile safe makes nothing that needs a permission, even where that is given', () => {
  expect(plannedWith({ profile: 'safe' })).toEqual(['outside']);
  expect(plannedWith({ profile: 'safe' }, 'credentials/undocumented-place')).toEqual(['outside']);
});
