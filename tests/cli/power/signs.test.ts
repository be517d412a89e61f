import { readFile, writeFile } from 'node:fs/promises';
import { format } from 'prettier';
import { expect, test } from 'vitest';
import type { Signs } from '../../../cli/power/coverage.ts';
import { knownSigns } from '../../../cli/power/known.ts';
import { observed } from '../../../cli/power/observed.ts';
import { learn, shows, type Observation } from '../../../cli/power/sign.ts';
import { needsSockets } from '../../../cli/prove/trial.ts';
import { faultNames } from '../../../mock/faults/faults.ts';
import { lessons } from './outfits.ts';

const file = new URL('../../../cli/power/signs.json', import.meta.url);
const updating = process.env['UPDATE'] === '1';
/** What only sockets show cannot be learned in process: there any check of what it breaks counts. */
const teachable = faultNames.filter((name) => !needsSockets(name));

async function lessonOn(fault: string): Promise<Signs[string]> {
  const seen: ReadonlyMap<string, readonly Observation[]>[] = [];
  for (const outfit of lessons) seen.push(await observed(outfit, fault));
  const requirements = [...new Set(seen.flatMap((run) => [...run.keys()]))].toSorted();
  return Object.fromEntries(
    requirements.flatMap((id) => {
      const sign = learn(seen.flatMap((run) => (run.has(id) ? [run.get(id)!] : [])));
      return sign ? [[id, sign]] : [];
    }),
  );
}

test(
  'the signs of faults are those that they show today: all of them where the file is written again, else one in fifty',
  { timeout: 600_000 },
  async () => {
    const studied = teachable.filter((_, index) => updating || index % 50 === 7);
    const learned: { [fault: string]: Signs[string] } = {};
    for (const fault of studied) learned[fault] = await lessonOn(fault);
    if (updating) await writeFile(file, await format(JSON.stringify(learned), { parser: 'json', printWidth: 140 }));
    const known = await knownSigns();
    for (const fault of studied) expect(known[fault], fault).toEqual(learned[fault]);
  },
);

test('every fault that shows in process has a sign, and no other has', async () => {
  expect(Object.keys(await knownSigns()).toSorted(), 'UPDATE=1 npx vitest run tests/cli/power/signs.test.ts').toEqual(teachable.toSorted());
  expect(Object.entries(await knownSigns()).filter(([, signs]) => Object.keys(signs).length === 0)).toEqual([]);
  expect(await readFile(file, 'utf8')).not.toMatch(/bundled|conv_|\d{1,3}\.\d{1,3}\.\d{1,3}/);
});

test('of the readings that explain what was seen the simplest is taken', () => {
  const seen = (variant: string, caller: string, red: boolean | undefined): Observation => ({
    kind: { variant, operation: 'reads', caller },
    red,
  });
  expect(learn([[seen('one', 'client', true), seen('two', 'reader', true)]])).toEqual({ by: [], kinds: [''] });
  expect(learn([[seen('one', 'client', true), seen('two', 'client', false)]])).toEqual({ by: ['variant'], kinds: ['one'] });
  expect(learn([[seen('one', 'client', true), seen('one', 'reader', undefined)]])).toEqual({ by: ['caller'], kinds: ['client'] });
  expect(learn([[seen('one', 'client', false)]])).toBeUndefined();
});

test('a kind that mostly stays green is a sign where otherwise a run that saw the fault would be told that it did not', () => {
  const seen = (red: boolean): Observation => ({ kind: { variant: 'one', operation: '', caller: '' }, red });
  const sign = learn([[seen(false), seen(false), seen(true)]]);
  expect(sign && shows(sign, seen(true).kind)).toBe(true);
});
