import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

/** One request that wrk sends. */
export interface Shot {
  readonly method: string;
  /** Path and query, base path included. */
  readonly target: string;
  readonly headers: { readonly [name: string]: string };
  readonly body?: string;
}

/** What one burst of load found. */
export interface Burst {
  readonly requests: number;
  readonly seconds: number;
  /** Answers with a status of 400 or more. */
  readonly refused: number;
  /** Microseconds. */
  readonly p50: number;
  readonly p99: number;
}

const wrk = '/usr/bin/wrk';

/** Connections that are kept open and have one request under way each. */
const connections = 32;

/** @throws Error that says how to get wrk where it is missing. */
export function requireWrk(): void {
  if (!existsSync(wrk)) throw new Error(`bench: expected the load generator ${wrk}, which is not there: on Debian, apt-get install wrk`);
}

const quoted = (value: string) => JSON.stringify(value).replaceAll(/\\u([\da-f]{4})/g, String.raw`\u{$1}`);

function listed({ method, target, headers, body }: Shot): string {
  const fields = Object.entries(headers).map(([name, value]) => `[${quoted(name)}]=${quoted(value)}`);
  return `{${quoted(method)},${quoted(target)},{${fields.join(',')}},${body === undefined ? 'nil' : quoted(body)}}`;
}

/** The script that makes wrk send the shots in turn, and tell what it found as JSON. */
function scriptOf(shots: readonly Shot[]): string {
  return `local shots = {
${shots.map(listed).join(',\n')}
}
local written, turn = {}, 0
function init()
  for index, shot in ipairs(shots) do written[index] = wrk.format(shot[1], shot[2], shot[3], shot[4]) end
end
function request()
  turn = turn % #written + 1
  return written[turn]
end
function done(summary, latency)
  local lost = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  io.write(string.format('\\nRESULT {"requests":%d,"seconds":%f,"refused":%d,"lost":%d,"p50":%d,"p99":%d}\\n',
    summary.requests, summary.duration / 1e6, summary.errors.status, lost, latency:percentile(50), latency:percentile(99)))
end
`;
}

/** A load that can be put on any server. */
export type Load = (origin: string, seconds: number) => Promise<Burst>;

/** Writes a load down. Its name is that of its script in the folder. */
export async function prepareLoad(folder: string, name: string, shots: readonly Shot[]): Promise<Load> {
  const script = join(folder, `${name}.lua`);
  await writeFile(script, scriptOf(shots));
  return async (origin, seconds) => {
    const args = ['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '10s', '-s', script, origin];
    const child = spawn(wrk, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const said = await text(child.stdout);
    const found = /^RESULT (.*)$/m.exec(said)?.[1];
    if (found === undefined) throw new Error(`bench: expected ${wrk} to report, but ${wrk} ${args.join(' ')} said:\n${said}`);
    const { lost, ...burst }: Burst & { readonly lost: number } = JSON.parse(found);
    if (lost > 0 || burst.requests === 0)
      throw new Error(`bench: ${origin} lost ${lost} of ${burst.requests} requests of ${name}:\n${said}`);
    return burst;
  };
}
