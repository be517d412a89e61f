/**
 * How long it takes until something is there.
 *
 * @module
 */
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { ask } from '../ask.ts';
import { command } from '../command.ts';
import { bearer } from '../credential.ts';
import { enlarged, generatedPath, ownDocument, unlimited } from '../documents.ts';
import type { Lab } from '../lab.ts';
import { atMost, type Line, type Target } from '../line.ts';
import type { Row } from '../row.ts';

interface Start {
  readonly wall: number;
  readonly cpu: number;
  readonly memory: number;
}

/** Milliseconds until a mock is taken to be at rest. */
const rest = 500;

/** From the command to the first success at a path, and what the mock takes up once it rests. */
async function startOf(lab: Lab, path: string, document?: string): Promise<Start> {
  const began = performance.now();
  const mock = await lab.mock(document);
  const testCase = { method: 'GET', target: mock.basePath + path, headers: { Authorization: bearer(mock, { has: 'read' }) } };
  const { status } = await ask(mock.origin, testCase);
  const [wall, cpu] = [performance.now() - began, mock.running.cpu()];
  if (status >= 300) throw new Error(`bench: expected ${path} to be served, got ${status}`);
  await setTimeout(rest);
  const memory = mock.running.memory();
  await lab.clear();
  return { wall, cpu, memory };
}

interface Limits {
  readonly wall?: Target;
  readonly cpu?: Target;
  readonly memory?: Target;
}

async function repeated(times: number, limits: Limits, once: () => Promise<Start>): Promise<readonly Line[]> {
  const starts: Start[] = [];
  for (let round = 0; round < times; round += 1) starts.push(await once());
  const line = (what: string, unit: string, member: keyof Start): Line => ({
    what,
    unit,
    values: starts.map((start) => start[member]),
    ...(limits[member] && { target: limits[member] }),
  });
  return [
    line('processor time to the first success', 'ms', 'cpu'),
    line('time to the first success', 'ms', 'wall'),
    line('memory at rest', 'MB', 'memory'),
  ];
}

const bundled = (lab: Lab) => repeated(lab.effort.rounds, { cpu: atMost(600), memory: atMost(75) }, () => startOf(lab, '/auth/test'));

async function large(lab: Lab): Promise<readonly Line[]> {
  const document = await lab.write('large.json', enlarged(unlimited(await ownDocument()), 1471, 9300));
  return repeated(Math.min(lab.effort.rounds, 3), { wall: atMost(5000), memory: atMost(600) }, () =>
    startOf(lab, generatedPath(1400, 'thing_1'), document),
  );
}

const ending =
  (
    args: (lab: Lab) => readonly string[] | Promise<readonly string[]>,
    most: number,
    limits: { readonly wall?: Target; readonly cpu?: Target },
  ) =>
  async (lab: Lab): Promise<readonly Line[]> => {
    const [wall, cpu]: [number[], number[]] = [[], []];
    for (let round = 0; round < Math.min(lab.effort.rounds, most); round += 1) {
      const taken = await command(await args(lab));
      wall.push(taken.wall / 1000);
      cpu.push(taken.cpu / 1000);
    }
    return [
      { what: 'processor time', unit: 's', values: cpu, ...(limits.cpu && { target: limits.cpu }) },
      { what: 'time', unit: 's', values: wall, ...(limits.wall && { target: limits.wall }) },
    ];
  };

/** A test file of an SDK: the entry points of the package, the bundled document, one success. */
function testFile({ program }: Lab): string {
  const entry = (name: string) => JSON.stringify(pathToFileURL(join(dirname(program), `../entries/node/${name}.js`)));
  return `
    import { createMock, loadContract } from ${entry('mock')};
    import { bundledDocument } from ${entry('spec')};
    const mock = createMock(await loadContract(bundledDocument));
    const headers = { Authorization: 'Bearer ' + mock.principals.reader.secret };
    const { status } = await mock.fetch(mock.contract.servers[0].url + '/auth/test', { headers });
    if (status !== 200) throw new Error('got ' + status);
  `;
}

/** Programs that start, and programs that end. */
export const starts: readonly Row[] = [
  { name: 'start', description: 'the mock from its command to the first success of the self-test, bundled document', measure: bundled },
  { name: 'large', description: 'the same for a document of 1,471 operations and 14 MB', measure: large },
  {
    name: 'in-process',
    description: 'a program that imports the package, creates a mock of the bundled document and gets its first success',
    measure: ending(async (lab) => [await lab.write('first.mjs', testFile(lab))], 20, { cpu: atMost(0.15) }),
  },
  { name: 'help', description: 'the command line’s help', measure: ending((lab) => [lab.program, '--help'], 20, { cpu: atMost(0.3) }) },
  {
    name: 'run',
    description: 'the whole catalogue against the bundled mock',
    measure: ending((lab) => [lab.program, 'run', '--target', 'mock', '--quiet', '--report-dir', lab.folder], 3, { wall: atMost(12) }),
  },
  {
    name: 'prove',
    description: 'the proof of the suites, every fault',
    measure: ending((lab) => [lab.program, 'prove', '--quiet'], 1, { wall: atMost(60) }),
  },
];
