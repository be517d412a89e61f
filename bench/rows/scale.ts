/**
 * More than one process, and more than a few operations.
 *
 * @module
 */
import type { Result } from '../../suites/result/result.ts';
import { startRedis } from '../../tests/support/redis.ts';
import { enlarged, ownDocument, unlimited } from '../documents.ts';
import { compared, duel, type Contender } from '../duel.ts';
import type { Lab, MockServer } from '../lab.ts';
import { atMost, type Line } from '../line.ts';
import { prepareLoad, type Load } from '../load.ts';
import { mintMany } from '../mint.ts';
import type { Row } from '../row.ts';
import { watched } from '../watched.ts';

const counts = { replicas: [1, 2, 4], workers: [2], operations: [10, 100, 1000] } as const;

/** Requests of one account are one after the other; those of several are not. */
const accounts = 32;

async function loadOf(lab: Lab, name: string, mock: MockServer): Promise<Load> {
  const credentials = await mintMany(mock, accounts);
  const shots = credentials.map((credential) => ({
    method: 'GET',
    target: `${mock.basePath}/conversations`,
    headers: { Authorization: `Bearer ${credential}` },
  }));
  return prepareLoad(lab.folder, name, shots);
}

/** One load for each of some servers, at the same time. */
function spread(load: Load, origins: readonly string[]): Load {
  return async (_, seconds) => {
    const bursts = await Promise.all(origins.map((origin) => load(origin, seconds)));
    const [sum, most] = [
      (name: 'requests' | 'refused') => bursts.reduce((total, burst) => total + burst[name], 0),
      (name: 'seconds' | 'p50' | 'p99') => Math.max(...bursts.map((burst) => burst[name])),
    ];
    return { requests: sum('requests'), refused: sum('refused'), seconds: most('seconds'), p50: most('p50'), p99: most('p99') };
  };
}

/** All of them beside a mock in memory. */
async function besideMemory(lab: Lab, name: string, contenders: readonly Contender[], document: string): Promise<readonly Line[]> {
  const memory = await lab.mock(document);
  const own = { name: 'in memory', running: memory.running, origin: memory.plain, load: await loadOf(lab, name, memory) };
  const [first, ...others] = await duel([own, ...contenders], lab.effort);
  return others.flatMap((other) => compared(other, first!));
}

async function workers(lab: Lab): Promise<readonly Line[]> {
  const document = await lab.write('workers.json', unlimited(await ownDocument()));
  const contenders: Contender[] = [];
  for (const count of counts.workers) {
    const mock = await lab.mock(document, '--workers', String(count));
    const load = await loadOf(lab, `workers-${count}`, mock);
    contenders.push({ name: `${count} workers`, running: mock.running, origin: mock.plain, load });
  }
  return besideMemory(lab, 'workers', contenders, document);
}

async function replicas(lab: Lab): Promise<readonly Line[]> {
  const document = await lab.write('replicas.json', unlimited(await ownDocument()));
  const redis = await startRedis(['--bind', '127.0.0.1', '--save', '']);
  try {
    const contenders: Contender[] = [];
    for (const count of counts.replicas) {
      const mocks: MockServer[] = [];
      for (let index = 0; index < count; index += 1)
        mocks.push(await lab.mock(document, '--store', `redis://127.0.0.1:${redis.port}/0?name=of-${count}`));
      const [first] = mocks;
      const load = await loadOf(lab, `replicas-${count}`, first!);
      contenders.push({
        name: count === 1 ? '1 replica' : `${count} replicas`,
        running: { ...first!.running, cpu: () => mocks.reduce((sum, { running }) => sum + running.cpu(), 0) },
        origin: first!.plain,
        load: spread(
          load,
          mocks.map(({ plain }) => plain),
        ),
      });
    }
    return await besideMemory(lab, 'replicas', contenders, document);
  } finally {
    await redis.remove();
  }
}

async function operations(lab: Lab): Promise<readonly Line[]> {
  const own = await ownDocument();
  const lines: Line[] = [];
  for (const count of counts.operations) {
    const document = await lab.write(`run-${count}.json`, enlarged(own, count));
    const common = [document, '--target', 'mock', '--max-seconds', '3600'];
    const planned = await watched([lab.program, 'plan', ...common]);
    const ran = await watched([lab.program, 'run', ...common, '--quiet', '--json', '--report-dir', lab.folder]);
    const { requests, exit }: Pick<Result, 'requests' | 'exit'> = JSON.parse(ran.stdout);
    if (exit.code !== 0 && exit.code !== 3) throw new Error(`bench: expected a run to its end, got exit code ${exit.code}: ${exit.reason}`);
    const line = (what: string, unit: string, value: number, most?: number): Line => ({
      what: `${count} operations: ${what}`,
      unit,
      values: [value],
      ...(most !== undefined && { target: atMost(most) }),
    });
    lines.push(
      line('plan, time', 's', planned.seconds),
      line('plan, resident memory', 'MB', planned.memory, 1024),
      line('run, requests', '', requests),
      line('run, time', 's', ran.seconds),
      line('run, resident memory of all processes', 'MB', ran.memory, 1024),
    );
  }
  return lines;
}

/** Beyond one process, one row each. */
export const scale: readonly Row[] = [
  {
    name: 'workers',
    description: `mock --workers ${counts.workers.join(', ')} beside one process in memory, requests of ${accounts} accounts`,
    measure: workers,
  },
  {
    name: 'replicas',
    description: `${counts.replicas.join(', ')} replicas at one Redis beside one process in memory, requests of ${accounts} accounts`,
    measure: replicas,
  },
  {
    name: 'runs',
    description: `plan and run over documents of ${counts.operations.join(', ')} operations`,
    isUnloaded: true,
    measure: operations,
  },
];
