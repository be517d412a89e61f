import { expect, test } from 'vitest';
import { scenarioListText } from '../../../cli/client/list.ts';
import { selectScenarios } from '../../../cli/client/selection.ts';
import { clientScenarios } from '../../../client/scenarios/scenarios.ts';

const names = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name);

test('without a word all scenarios are judged', () => {
  expect(selectScenarios([], []).judged).toEqual(clientScenarios);
});

test('a scenario brings its control, which is not judged', () => {
  const { judged, played } = selectScenarios(['expired-certificate'], []);
  expect([names(judged), names(played)]).toEqual([['expired-certificate'], ['call', 'expired-certificate']]);
});

test('a requirement, a pattern and a group stand for their scenarios', () => {
  expect(names(selectScenarios(['client/https-only'], []).judged)).toEqual(['plain-base-url', 'redirect-to-plain-http']);
  expect(names(selectScenarios(['retry-after-d*'], []).judged)).toEqual(['retry-after-date']);
  expect(names(selectScenarios(['device'], []).judged)).toEqual(['device-poll', 'device-code-expired', 'device-denied']);
});

test('what is skipped is judged as such, and not played', () => {
  const { judged, skipped, played } = selectScenarios([], ['oauth']);
  expect(judged).toEqual(clientScenarios);
  expect(skipped.has('sign-in')).toBe(true);
  expect(names(played)).not.toContain('sign-in');
});

test('an unknown word is an error with a suggestion, and so is nothing', () => {
  expect(() => selectScenarios(['retry-after-second'], [])).toThrow(/did you mean "retry-after-seconds"/);
  expect(() => selectScenarios(['call'], ['call'])).toThrow(/no scenario is selected/);
});

test('the list has every scenario with its task', () => {
  const text = scenarioListText();
  expect(clientScenarios.filter(({ name, task }) => !new RegExp(`^  ${name} +${task}$`, 'm').test(text))).toEqual([]);
});
