import { describe, expect, test } from 'vitest';
import type { WorkerPool } from '../../../cli/prove/workers.ts';
import { faultRow } from '../../../cli/prove/fault-row.ts';
import type { TestedDocument, Trial } from '../../../cli/prove/kill-matrix.ts';
import { variantRow } from '../../../cli/prove/variant-row.ts';
import type { RequirementId } from '../../../spec/catalogue/catalogue.ts';

const broken = 'credentials/revoked';
const other = 'limits/429-status';

const trial = (changes: Partial<Trial> & { readonly reds?: readonly RequirementId[] } = {}): Trial => ({
  red: new Set(changes.reds),
  decided: new Set<RequirementId>([broken, other]),
  undecided: [],
  requests: 1,
  differs: false,
  ...changes,
});

const ground = (title: string, good: Trial, index = 0): TestedDocument => ({ index, title, good });

/** Answers with these trials, document by document. */
const answering =
  (...trials: readonly Trial[]): WorkerPool['try'] =>
  async (document) =>
    trials[document]!;

describe('a fault', () => {
  const fault = 'accepts-revoked-key';
  const documents = [ground('one', trial()), ground('two', trial(), 1)];
  const fateWith = async (...trials: readonly Trial[]) => {
    const { fate, document } = await faultRow(fault, documents, answering(...trials));
    return [fate, document];
  };

  test('is killed where what it breaks turns red, and nothing else', async () =>
    expect(await fateWith(trial({ reds: [broken], differs: true }))).toEqual(['killed', 'one']));
  test('survives where the answers differ and nobody notices', async () =>
    expect(await fateWith(trial({ differs: true }))).toEqual(['survived', 'one']));
  test('is killed too much where more turns red than it names', async () =>
    expect(await fateWith(trial({ reds: [broken, other], differs: true }))).toEqual(['excess', 'one']));
  test('is killed too little where what it names besides turns red on no document that promises it', async () => {
    const claims = { breaks: [broken], also: [other], description: 'Two at once.' } as const;
    const killing = trial({ reds: [broken], differs: true });
    const both = trial({ reds: [other], differs: true });
    const row = (...trials: readonly Trial[]) => faultRow(fault, documents, answering(...trials), claims);
    expect(await row(killing, killing)).toMatchObject({ fate: 'short', document: 'one', spared: [other] });
    expect(await row(killing, both)).toMatchObject({ fate: 'killed', document: 'one', spared: [] });
    expect(await row(trial({ reds: [broken, other], differs: true }))).toMatchObject({ fate: 'killed', spared: [] });
  });
  test('is not held to what no document promises', async () => {
    const poor = [ground('one', trial({ decided: new Set<RequirementId>([broken]) }))];
    const claims = { breaks: [broken], also: [other], description: 'Two at once.' } as const;
    expect(await faultRow(fault, poor, answering(trial({ reds: [broken], differs: true })), claims)).toMatchObject({
      fate: 'killed',
    });
  });
  test('is tried on the next document where it changes nothing on the first', async () =>
    expect(await fateWith(trial(), trial({ reds: [broken], differs: true }))).toEqual(['killed', 'two']));
  test('is void where it changes nothing on any', async () => expect(await fateWith(trial(), trial())).toEqual(['void', 'two']));
  test('does not apply where no document promises what it breaks', async () => {
    const poor = [ground('one', trial({ decided: new Set<RequirementId>([other]) }))];
    const never: WorkerPool['try'] = () => Promise.reject(new Error('it was tried'));
    expect(await faultRow(fault, poor, never)).toMatchObject({ fate: 'not-applicable', expected: [] });
  });
});

describe('a variant', () => {
  const variant = 'sends-chunked-bodies';
  const open = { id: 'limits/429-status/x', reason: 'inconclusive: nothing was refused' };
  const rowWith = (found: Trial, good = trial()) => variantRow(variant, [ground('one', good)], answering(found));

  test('is green where nothing turns red and nothing stays open', async () =>
    expect(await rowWith(trial({ differs: true }))).toMatchObject({ fate: 'green', documents: ['one'], alarms: [] }));
  test('is void where every answer is as it was', async () =>
    expect(await rowWith(trial())).toMatchObject({ fate: 'void', documents: [] }));
  test('is a false alarm where something turns red', async () =>
    expect(await rowWith(trial({ reds: [other], differs: true }))).toMatchObject({
      fate: 'alarm',
      alarms: [`one: ${other} failed`],
    }));
  test('is a false alarm where something stays open', async () =>
    expect(await rowWith(trial({ undecided: [open], differs: true }))).toMatchObject({
      fate: 'alarm',
      alarms: [`one: ${open.id}: ${open.reason}`],
    }));
  test('is not blamed for what the sound mock is blamed for', async () =>
    expect(await rowWith(trial({ reds: [other], differs: true }), trial({ reds: [other] }))).toMatchObject({ fate: 'green' }));
});
