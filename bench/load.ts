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

/** Tabs and line ends divide the file that the script reads, and so stand in no shot. */
function listed({ method, target, headers, body = '' }: Shot): string {
  const fields = [method, target, body, ...Object.entries(headers).flat()];
  const odd = fields.find((field) => /[\t\r\n]/.test(field));
  if (odd !== undefined) throw new Error(`bench: expected a shot without tabs and line ends, got ${JSON.stringify(odd)}`);
  return fields.join('\t');
}

/** The script that makes wrk send the shots of a file in turn, and tell what it found as JSON. */
const scriptFor = (file: string) => `local written, turn = {}, 0
local function fieldsOf(line)
  local fields = {}
  for field in (line .. '\\t'):gmatch('(.-)\\t') do fields[#fields + 1] = field end
  return fields
end
function init()
  for line in io.lines(${JSON.stringify(file)}) do
    local fields, headers = fieldsOf(line), {}
    for index = 4, #fields, 2 do headers[fields[index]] = fields[index + 1] end
    written[#written + 1] = wrk.format(fields[1], fields[2], headers, fields[3] ~= '' and fields[3] or nil)
  end
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

/** A load that can be put on any server. */
export type Load = (origin: string, seconds: number) => Promise<Burst>;

/** Writes a load down. Its name is that of its files in the folder. */
export async function prepareLoad(folder: string, name: string, cases: readonly Shot[]): Promise<Load> {
  const script = join(folder, `${name}.lua`);
  const file = join(folder, `${name}.shots`);
  await writeFile(file, `${cases.map(listed).join('\n')}\n`);
  await writeFile(script, scriptFor(file));
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
