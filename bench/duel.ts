import type { Load } from './load.ts';
import type { Line, Target } from './line.ts';
import type { Running } from './processes.ts';
import { ratios } from './statistics.ts';

/** A server and the load that is put on it. */
export interface Contender {
  readonly name: string;
  readonly running: Running;
  readonly origin: string;
  readonly load: Load;
  /** Whether every answer is expected to have a status of 400 or more; otherwise none is. */
  readonly refuses?: boolean;
}

/** How often and how long everything is measured. */
export interface Effort {
  readonly rounds: number;
  /** Of one burst. */
  readonly seconds: number;
}

/** What the bursts on one server found, round by round. */
export interface Score {
  readonly name: string;
  /** Microseconds of the server's processor time for each request. */
  readonly cpu: readonly number[];
  readonly rate: readonly number[];
  /** Microseconds. */
  readonly p99: readonly number[];
}

/** Refusals and successes that a windowed limit lets slip in between. */
const strays = 0.01;

async function burst({ name, running, origin, load, refuses = false }: Contender, seconds: number) {
  const before = running.cpu();
  const { requests, refused, seconds: taken, p99 } = await load(origin, seconds);
  const cpu = ((running.cpu() - before) * 1000) / requests;
  const share = refused / requests;
  if (refuses ? share < 1 - strays : share > strays) {
    throw new Error(`bench: ${name} refused ${refused} of ${requests} requests, expected ${refuses ? 'all' : 'none'}`);
  }
  return { cpu, rate: requests / taken, p99 };
}

/** How much longer the first burst is, which only warms a server up: its code is being compiled while it serves. */
const warmingUp = 4;

/** Loads the servers in turn, A B A B, so that whatever slows the machine slows them alike. */
export async function duel(contenders: readonly Contender[], { rounds, seconds }: Effort): Promise<readonly Score[]> {
  const found = contenders.map(({ name }) => ({ name, cpu: [] as number[], rate: [] as number[], p99: [] as number[] }));
  for (let round = 0; round <= rounds; round += 1) {
    for (const [index, contender] of contenders.entries()) {
      const { cpu, rate, p99 } = await burst(contender, round === 0 ? seconds + warmingUp : seconds);
      if (round === 0) continue;
      found[index]!.cpu.push(cpu);
      found[index]!.rate.push(rate);
      found[index]!.p99.push(p99);
    }
  }
  return found;
}

/** What the comparison of a server with a yardstick is held against. */
export interface Expected {
  readonly work?: Target;
  readonly p99?: Target;
}

/** A server beside its yardstick: how much more it does for the same processor time, and how much later its slowest answers come. */
export function compared(one: Score, yardstick: Score, expected: Expected = {}): readonly Line[] {
  return [
    {
      what: `${one.name}: requests for the same processor time`,
      unit: `× ${yardstick.name}`,
      values: ratios(yardstick.cpu, one.cpu),
      ...(expected.work && { target: expected.work }),
    },
    {
      what: `${one.name}: p99`,
      unit: `× ${yardstick.name}`,
      values: ratios(one.p99, yardstick.p99),
      ...(expected.p99 && { target: expected.p99 }),
    },
    { what: `${one.name}: requests per second`, unit: `× ${yardstick.name}`, values: ratios(one.rate, yardstick.rate) },
    { what: `${one.name}: processor time of a request`, unit: 'µs', values: one.cpu },
    { what: `${yardstick.name}: processor time of a request`, unit: 'µs', values: yardstick.cpu },
  ];
}
