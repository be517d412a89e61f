import { expect, test } from 'vitest';
import { describePlan } from '../../cli/plan/text.ts';
import { rehearsalTime } from '../../cli/plan/rehearsal-time.ts';
import { weather } from '../../cli/prove/documents/weather.ts';
import { schedule } from '../../suites/engine/schedule.ts';
import type { Settings } from '../../suites/engine/settings.ts';
import type { Target } from '../../suites/http/target.ts';
import { createPrincipals } from '../../suites/principals/principals.ts';
import { createRedactor } from '../../suites/redaction/redactor.ts';
import { createSession, registerSecrets } from '../../suites/engine/session.ts';
import { overlappingWaits } from '../../cli/plan/overlapping-waits.ts';
import { inProcessTarget, settingsFor, stillMock } from '../support/in-process.ts';

/** Small quotas, so that a run has to wait for some of them. */
const contract = weather(undefined, {
  plans: { small: { limits: ['40/minute'] }, large: { limits: ['60/minute'] } },
  rateLimit: { window: 'sliding' },
});
const hooks = { url: 'https://mock.example/hooks', token: 'token' };
const { hooks: _none, ...bare } = settingsFor(stillMock(contract));
const plan = (settings: Settings) =>
  schedule({
    contract,
    principals: createPrincipals(contract, settings),
    settings,
    hooks: { clock: settings.hooks !== undefined, reset: settings.hooks !== undefined },
  });
const startedAt = Date.UTC(2026, 0, 1, 12);

/** How long a run waits at another mock, whose requests take two milliseconds, without its hooks. */
async function waited(overlaps = true, document = contract): Promise<number> {
  const mock = stillMock(document);
  const plain = inProcessTarget(mock);
  let milliseconds = 0;
  const { wait, during } = overlappingWaits(mock.clock, (time) => void (milliseconds += time));
  const target: Target = {
    ...plain,
    capabilities: {},
    send: (call) =>
      during(() => {
        mock.clock.advance(2);
        return plain.send(call);
      }),
    wait,
  };
  const settings = settingsFor(mock);
  const redactor = createRedactor('test');
  registerSecrets(redactor, settings);
  const session = createSession({ contract: document, settings, target, redactor, overlaps });
  for (const { id } of session.schedule.requirements) await session.judge(id);
  return milliseconds / 1000;
}

test('A plan predicts within a fifth how long a run waits for quotas', async () => {
  const time = await rehearsalTime(contract, bare, plan(bare), startedAt);
  const real = await waited();
  expect(real).toBeGreaterThan(55);
  expect(Math.abs(time!.waits - real) / real).toBeLessThan(0.2);
  expect(time!.total).toBeGreaterThan(time!.waits);
  expect(Math.max(...Object.values(time!.byScenario))).toBeLessThanOrEqual(time!.waits);
});

test('Waits of scenarios overlap where there are no test hooks', async () => {
  expect(await waited()).toBeLessThan(0.8 * (await waited(false)));
});

test('Where a limit counts by address, nobody waits for what scenarios that spend quotas have spent', async () => {
  const shared = weather(undefined, { plans: { small: { limits: ['60/minute'] } }, rateLimit: { partition: 'ip' } });
  expect(await waited(true, shared)).toBeLessThan((await waited(false, shared)) - 50);
});

test('With test hooks nothing is waited for', async () => {
  const settings = { ...bare, hooks };
  expect((await rehearsalTime(contract, settings, plan(settings), startedAt))?.waits).toBe(0);
});

test('A pace makes a run longer', async () => {
  const [quick, slow] = [bare, { ...bare, pace: { requests: 5, seconds: 1 } }];
  const [one, other] = [
    await rehearsalTime(contract, quick, plan(quick), startedAt),
    await rehearsalTime(contract, slow, plan(slow), startedAt),
  ];
  expect(other!.total - one!.total).toBeGreaterThan(60);
});

test('The text of a plan has the waiting and the whole time', async () => {
  const planned = plan(bare);
  expect(describePlan({ ...planned, seconds: 70 }, bare, contract, 90)).toMatch(
    /about \d+ requests and 70 s of waiting, about 90 s in all; nothing was sent/,
  );
});
