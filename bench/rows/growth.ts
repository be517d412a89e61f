/**
 * Whether a request costs the same however much the mock has to know.
 *
 * @module
 */
import { bearer } from '../credential.ts';
import { enlarged, generatedPath, ownDocument, unlimited } from '../documents.ts';
import { compared, duel, type Contender } from '../duel.ts';
import type { Lab } from '../lab.ts';
import { atLeast, type Line } from '../line.ts';
import { prepareLoad, type Shot } from '../load.ts';
import { mintMany } from '../mint.ts';
import type { Row } from '../row.ts';

/** As flat as measurements on a shared machine can tell. */
const flat = atLeast(0.9);

const counts = { operations: [7, 150, 1500], keys: [10, 100_000] } as const;

/** The servers beside the first of them. */
async function besideFirst(contenders: readonly Contender[], lab: Lab): Promise<readonly Line[]> {
  const [first, ...others] = await duel(contenders, lab.effort);
  return others.flatMap((other) => compared(other, first!, { work: flat }).filter(({ unit }) => unit !== 'µs'));
}

async function operations(lab: Lab): Promise<readonly Line[]> {
  const own = unlimited(await ownDocument());
  const contenders: Contender[] = [];
  for (const count of counts.operations) {
    const mock = await lab.mock(await lab.write(`operations-${count}.json`, enlarged(own, count)));
    const headers = { Authorization: bearer(mock, { has: 'read' }) };
    const cases = Array.from({ length: count }, (_, number) => ({
      method: 'GET',
      target: mock.basePath + generatedPath(number, 'thing_1'),
      headers,
    }));
    const load = await prepareLoad(lab.folder, `operations-${count}`, cases);
    contenders.push({ name: `${count} operations`, running: mock.running, origin: mock.plain, load });
  }
  return besideFirst(contenders, lab);
}

async function keys(lab: Lab): Promise<readonly Line[]> {
  const document = await lab.write('keys.json', unlimited(await ownDocument()));
  const contenders: Contender[] = [];
  for (const count of counts.keys) {
    const mock = await lab.mock(document);
    const cases = (await mintMany(mock, count)).map((credential): Shot => ({
      method: 'GET',
      target: `${mock.basePath}/conversations`,
      headers: { Authorization: `Bearer ${credential}` },
    }));
    const load = await prepareLoad(lab.folder, `keys-${count}`, cases);
    contenders.push({ name: `${count} keys`, running: mock.running, origin: mock.plain, load });
  }
  return besideFirst(contenders, lab);
}

/** Seconds of load that fill the journal many times over. */
const long = 20;

async function journal(lab: Lab): Promise<readonly Line[]> {
  const document = await lab.write('journal.json', unlimited(await ownDocument()));
  const [fresh, old] = [await lab.mock(document), await lab.mock(document)];
  const testCase = { method: 'GET', target: `${old.basePath}/conversations`, headers: { Authorization: bearer(old, { has: 'read' }) } };
  const load = await prepareLoad(lab.folder, 'journal', [testCase]);
  await load(old.plain, long);
  return besideFirst(
    [
      { name: 'new', running: fresh.running, origin: fresh.plain, load },
      { name: `${long} s older`, running: old.running, origin: old.plain, load },
    ],
    lab,
  );
}

/** What grows, one row each. */
export const growth: readonly Row[] = [
  {
    name: 'operations',
    description: `documents of ${counts.operations.join(', ')} operations, all of them asked for in turn`,
    measure: operations,
  },
  { name: 'keys', description: `${counts.keys.join(' and ')} minted keys, all of them used in turn`, measure: keys },
  { name: 'journal', description: 'a mock that has just begun, and one whose journal has been full for long', measure: journal },
];
