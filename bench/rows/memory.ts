/**
 * What a run takes up whose target sends 4 MB in every response.
 *
 * @module
 */
import type { Result } from '../../suites/result/result.ts';
import { configured } from '../configured.ts';
import { ownDocument, roomier } from '../documents.ts';
import type { Lab } from '../lab.ts';
import { atLeast, atMost, type Line } from '../line.ts';
import type { Row } from '../row.ts';
import { watched } from '../watched.ts';

async function measure(lab: Lab): Promise<readonly Line[]> {
  const document = await lab.write('roomier.json', roomier(await ownDocument()));
  const config = await configured(lab, 'memory', await lab.padded(document), { document, hooks: true });
  const args = ['run', '--config', config, '--profile', 'full', '--max-requests', '100000', '--max-seconds', '1800', '--quiet', '--json'];
  const { stdout, seconds, memory: most } = await watched([lab.program, ...args, '--report-dir', lab.folder]);
  const { requests, exit }: Pick<Result, 'requests' | 'exit'> = JSON.parse(stdout);
  // What a slow machine leaves undecided was sent and kept all the same.
  if (![0, 1, 3].includes(exit.code)) throw new Error(`bench: expected a run to its end, got exit code ${exit.code}: ${exit.reason}`);
  return [
    { what: 'requests', unit: '', values: [requests], target: atLeast(15_000) },
    { what: 'resident memory of all processes, at most', unit: 'MB', values: [most], target: atMost(500) },
    { what: 'time', unit: 's', values: [seconds] },
  ];
}

/** Long responses. */
export const memory: readonly Row[] = [
  { name: 'memory', description: 'a full run at a mock that puts 4 MB into every body, and its memory', isUnloaded: true, measure },
];
