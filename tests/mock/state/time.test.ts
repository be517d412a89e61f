import { expect, test } from 'vitest';
import type { TimeForm } from '../../../spec/quotas.ts';
import { writtenForm } from '../../../spec/time-form.ts';
import { timeText } from '../../../mock/state/time.ts';
import { hasForm, timeOf } from '../../../suites/expectations/times.ts';

const now = Date.UTC(2027, 0, 15, 8);

test.each<readonly [TimeForm, number, string]>([
  ['delta-seconds', 1001, '2'],
  ['delta-seconds', 0, '1'],
  ['delta-milliseconds', 1500, '1500'],
  ['delta-milliseconds', 0, '1'],
  ['delta-decimal', 1500, '1.500'],
  ['epoch-seconds', 500, '1800000001'],
  ['epoch-milliseconds', 500, '1800000000500'],
  ['epoch-decimal', 500, '1800000000.500'],
  ['http-date', 500, 'Fri, 15 Jan 2027 08:00:01 GMT'],
  ['iso-8601', 60_000, '2027-01-15T08:01:00Z'],
  ['duration', 90_000, '1m30s'],
  ['duration', 3_600_000, '1h'],
  ['duration', 500, '1s'],
  ['iso-duration', 3_690_000, 'PT1H1M30S'],
])('As %s, %i ms from now are %s', (form, milliseconds, text) => {
  expect(timeText(form, now + milliseconds, now)).toBe(text);
  expect(hasForm(text, form)).toBe(true);
  // What the mock writes, the suites read, at most a second later: times are rounded up.
  const ahead = timeOf(text, form, now / 1000)! - (now + milliseconds) / 1000;
  expect(ahead).toBeGreaterThanOrEqual(-0.001);
  expect(ahead).toBeLessThanOrEqual(1);
});

test('Only milliseconds from now do not show what they are', () => {
  expect(writtenForm(timeText('delta-milliseconds', now + 90_000, now))).toBe('delta-seconds');
});
