/**
 * Measures what the project promises to be fast at, and prints a table. Everything stays on the loopback interface; servers run in
 * processes of their own and end with it.
 *
 * @module
 */
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openLab } from './lab.ts';
import { requireWrk } from './load.ts';
import { rows } from './rows.ts';
import { head, printed } from './table.ts';

const options = {
  row: { type: 'string', multiple: true, default: [] as string[] },
  rounds: { type: 'string', default: '7' },
  seconds: { type: 'string', default: '2' },
  build: { type: 'string', default: fileURLToPath(new URL('../dist', import.meta.url)) },
  help: { type: 'boolean', default: false },
} as const;

const usage = `npm run bench -- [--row NAME]… [--rounds N] [--seconds N] [--build DIR]

  --row      only this row (repeatable)
  --rounds   how often each thing is measured (default ${options.rounds.default}, at most 100)
  --seconds  how long each burst of load lasts (default ${options.seconds.default}, at most 60)
  --build    the compiled package that is measured (default: dist)

Rows: ${rows.map(({ name, description }) => `\n  ${name.padEnd(12)} ${description}`).join('')}
`;

function whole(name: string, text: string, most: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0 && value <= most) return value;
  throw new Error(`bench: --${name}: expected a whole number from 1 to ${most}, got ${JSON.stringify(text)}`);
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options });
  if (values.help) return void process.stdout.write(usage);
  const unknown = values.row.find((name) => !rows.some((row) => row.name === name));
  if (unknown !== undefined) throw new Error(`bench: --row: expected one of ${rows.map(({ name }) => name).join(', ')}, got ${unknown}`);
  if (rows.some(({ name, isUnloaded }) => isUnloaded !== true && (values.row.length === 0 || values.row.includes(name)))) requireWrk();
  const effort = { rounds: whole('rounds', values.rounds, 100), seconds: whole('seconds', values.seconds, 60) };
  const lab = await openLab(effort, values.build);
  try {
    const { length } = cpus();
    process.stdout.write(`${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, ${length} cores\n\n${head}\n`);
    for (const row of rows.filter(({ name }) => values.row.length === 0 || values.row.includes(name))) {
      process.stdout.write(`${printed(row.name, await row.measure(lab))}\n`);
      await lab.clear();
    }
  } finally {
    await lab.close();
  }
}

await main();
