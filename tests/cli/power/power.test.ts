import { describe, expect, test } from 'vitest';
import { additionsTo } from '../../../cli/power/additions.ts';
import { knownSigns } from '../../../cli/power/known.ts';
import { lookalike, type Outfit } from '../../../cli/power/lookalike.ts';
import { powerOf } from '../../../cli/power/power.ts';
import { judgeAll } from '../../../cli/prove/in-process.ts';
import { needsSockets } from '../../../cli/prove/trial.ts';
import { faultNames } from '../../../mock/faults/faults.ts';
import type { Power } from '../../../suites/result/result.ts';
import { lessons, trials } from './outfits.ts';

const signs = await knownSigns();

async function estimated(outfit: Outfit): Promise<Power> {
  const session = lookalike(outfit, []);
  return powerOf({ outfit, schedule: session.schedule, findings: await judgeAll(session), signs });
}

/** The exact way: the whole run against a mock with the fault. */
async function notices(outfit: Outfit, fault: string): Promise<boolean> {
  const findings = await judgeAll(lookalike(outfit, [fault]));
  return findings.some(({ checks }) => checks.some(({ outcome }) => outcome === 'fail'));
}

const inProcess = faultNames.filter((name) => !needsSockets(name));
/** One fault in twenty; `EXACT=1` tries them all. */
const sample = process.env['EXACT'] === '1' ? inProcess : inProcess.filter((_, index) => index % 20 === 3);

test(
  'what a run is said to notice it does notice, and the other way round, but for one fault in twenty',
  { timeout: 600_000 },
  async () => {
    const wrong: string[] = [];
    for (const [name, outfit] of Object.entries(trials)) {
      const within = new Set((await estimated(outfit)).within);
      for (const fault of sample) {
        const really = await notices(outfit, fault);
        if (really !== within.has(fault)) wrong.push(`${name}: ${fault} is ${really ? '' : 'not '}noticed`);
      }
    }
    const asked = sample.length * Object.keys(trials).length;
    if (sample === inProcess) console.log(`wrong about ${wrong.length} of ${asked}:\n${wrong.join('\n')}`);
    expect(wrong.length, wrong.join(', ')).toBeLessThan(asked / 20);
  },
);

describe('what is named as an addition adds what it says', () => {
  test.each(['a reader alone', 'three principals, a client and every hook'])('%s', { timeout: 60_000 }, async (name) => {
    const outfit = trials[name]!;
    const { additions } = await estimated(outfit);
    expect(additions.length).toBeGreaterThan(1);
    for (const { says, faults, adds } of additions) {
      const added = additionsTo(outfit).find((addition) => addition.says === says)!.outfit;
      const some = faults.slice(0, 6);
      for (const fault of some) expect([says, fault, await notices(added, fault)]).toEqual([says, fault, true]);
      expect(faults).toHaveLength(adds);
    }
  });
});

test('a whole run in process notices whatever sockets are not needed for, and nothing is left to add', async () => {
  const { within, faults, beyond, additions } = await estimated(lessons[0]!);
  expect(within.length / faults).toBeGreaterThan(0.96);
  expect(beyond.filter(({ fault }) => !needsSockets(fault)).length).toBeLessThan(3);
  expect(additions).toEqual([]);
});

test('a budget that was spent is the first thing to add to', async () => {
  const { additions } = await estimated(trials['the staging example']!);
  expect(additions[0]).toMatchObject({ says: 'a larger budget', configuration: 'budget' });
});

test('of a run that found nothing out nothing is within its power', () => {
  const outfit = trials['a reader alone']!;
  const { schedule } = lookalike(outfit, []);
  const { within, beyond, faults } = powerOf({ outfit, schedule, findings: [], signs });
  expect([within, beyond.length]).toEqual([[], faults]);
});

test('it holds nothing secret', async () => {
  const outfit = trials['a reader alone']!;
  const session = lookalike(outfit, []);
  const findings = await judgeAll(session);
  const power = powerOf({ outfit, schedule: session.schedule, findings, signs });
  expect(JSON.stringify(power)).not.toMatch(/mock_|secret_/);
});
