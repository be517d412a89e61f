import { expect, test } from 'vitest';
import { overlappingWaits } from '../../cli/plan/overlapping-waits.ts';

function clockFrom(start: number) {
  let now = start;
  return { now: () => now, advance: (milliseconds: number) => void (now += milliseconds) };
}

test('waits that overlap take as long as the longest, and end in their order', async () => {
  const clock = clockFrom(1000);
  let passed = 0;
  const { wait } = overlappingWaits(clock, (milliseconds) => void (passed += milliseconds));
  const ended: [string, number][] = [];
  const waits = async (name: string, times: readonly number[]) => {
    for (const time of times) await wait(time);
    ended.push([name, clock.now()]);
  };
  await Promise.all([waits('long', [60]), waits('short', [20, 30]), waits('none', [0])]);
  expect(ended).toEqual([
    ['none', 1000],
    ['short', 1050],
    ['long', 1060],
  ]);
  expect(passed).toBe(60);
});

test('time does not pass while something else goes on, and that knows how much else does', async () => {
  const clock = clockFrom(0);
  const { wait, during } = overlappingWaits(clock, () => {});
  const seen: [number, number][] = [];
  const act = (parallel: number) =>
    new Promise<void>((resolve) =>
      setTimeout(() => {
        seen.push([parallel, clock.now()]);
        resolve();
      }, 20),
    );
  await Promise.all([wait(1000), during(act), during(act)]);
  expect(seen).toEqual([
    [1, 0],
    [2, 0],
  ]);
  expect(clock.now()).toBe(1000);
});
