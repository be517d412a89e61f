import { readFile } from 'node:fs/promises';
import { needsSockets, overSockets } from '../../cli/prove/trial.ts';
import { faultNames, faults } from '../../mock/faults/faults.ts';
import { oddityNames, oddTellings, pageOf, titleOf as oddTitle, toldOfOdd, type OddTelling } from '../proof/snapshots/odd.ts';
import { documents, tellings, titleOf, told, type Telling } from '../proof/snapshots/snapshots.ts';
import { fairTrials } from './fair-trials.ts';
import type { Probation } from './probation.ts';

const goldens = new Map<string, Promise<string>>();

function goldenOf(page: string): Promise<string> {
  const known = goldens.get(page) ?? readFile(new URL(`../proof/snapshots/golden/${page}.golden`, import.meta.url), 'utf8');
  goldens.set(page, known);
  return known;
}

async function isTold(telling: Telling): Promise<void> {
  const [text, golden] = [await told(telling), await goldenOf(telling.page)];
  if (!`\n\n${golden}\n`.includes(`\n\n${text}\n\n`)) throw new Error(`told otherwise: ${text}`);
}

/** Of each requirement the same is told of a sound mock, and of one with a fault, as was told before. */
const tellingTrials: readonly Probation[] = tellings.map((telling) => ({
  name: `${telling.page} ${titleOf(telling)}`,
  file: 'tests/proof/snapshots/snapshots.test.ts',
  about: telling.requirement,
  run: () => isTold(telling),
}));

/** Whether the section under a heading is the same as before, also where there was and is none. */
async function isToldOfOdd(telling: OddTelling): Promise<void> {
  const [text, golden] = [await toldOfOdd(telling), await goldenOf(pageOf(telling.oddity))];
  const before = `\n\n${golden}`.split('\n\n').find((section) => section.split('\n')[0] === oddTitle(telling));
  if (text !== before?.trimEnd()) throw new Error(`told otherwise: ${text}`);
}

/** Of each scene the same is told of servers that are odd as was told before. */
const oddTrials: readonly Probation[] = oddityNames.flatMap((oddity) =>
  oddTellings(oddity).map((telling) => ({
    name: `${pageOf(oddity)} ${oddTitle(telling)}`,
    file: 'tests/proof/snapshots/odd.test.ts',
    about: telling.scene.name,
    run: () => isToldOfOdd(telling),
  })),
);

/** What only a listener can keep or break: a sound one keeps it, and each fault turns red what it names. */
const socketTrials: readonly Probation[] = [undefined, ...faultNames.filter((fault) => needsSockets(fault))].map((fault) => ({
  name: `over sockets, with ${fault ?? 'nothing wrong'}`,
  file: 'cli/prove/trial.ts',
  about: 'sockets',
  async run() {
    const broken = fault === undefined ? [] : faults[fault]!.breaks;
    for (const { requirement, checks } of await overSockets(documents[0]!, fault === undefined ? [] : [fault])) {
      const failed = checks.filter(({ outcome }) => outcome === 'fail');
      if (failed.length > 0 !== broken.includes(requirement)) throw new Error(`${requirement}: ${failed.length} failed`);
      const open = checks.find(({ outcome }) => fault === undefined && outcome !== 'pass');
      if (open) throw new Error(`${open.outcome} ${open.id}: ${open.reason}`);
    }
  },
}));

export const trials: readonly Probation[] = [...tellingTrials, ...oddTrials, ...fairTrials, ...socketTrials];
