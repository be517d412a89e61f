/**
 * Runs everything over each document of a folder: lint, mock, one request for each operation, and all checks against the document's own mock.
 * One document at a time, in a process of its own. Prints a table, or JSON (`--json`).
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import path, { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { tableOf, verdictOf, type Row } from './corpus/measured.ts';

const usage = 'npm run corpus -- DIR [--json] [--only TEXT] [--timeout SECONDS] [--memory MB]';
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    help: { type: 'boolean', short: 'h', default: false },
    json: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    timeout: { type: 'string', default: '120' },
    memory: { type: 'string', default: '1024' },
  },
});
if (values.help) {
  console.log(usage);
  process.exit(0);
}
const [folder] = positionals;
const [timeout, memory] = [Number(values.timeout), Number(values.memory)];
if (folder === undefined || !(timeout > 0) || !(memory > 0)) {
  console.error(`expected a folder of OpenAPI documents: ${usage}`);
  process.exit(2);
}

/** Measures a document in a process with limits of time and memory. */
function measured(document: string): Promise<Row> {
  const script = fileURLToPath(new URL('corpus/document.ts', import.meta.url));
  const child = spawn(process.execPath, [`--max-old-space-size=${memory}`, '--import', 'tsx', script, join(folder!, document)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: timeout * 1000,
    killSignal: 'SIGKILL',
  });
  let [output, errors] = ['', ''];
  child.stdout.on('data', (data: Buffer) => (output += data.toString()));
  child.stderr.on('data', (data: Buffer) => (errors += data.toString()));
  return new Promise((resolve) => {
    child.on('close', (code, signal) => {
      if (code === 0) resolve({ document, measured: JSON.parse(output.trim().split('\n').at(-1)!) });
      else if (signal === 'SIGKILL') resolve({ document, ended: `longer than ${timeout} s` });
      else if (/heap out of memory/.test(errors)) resolve({ document, ended: `more than ${memory} MB` });
      else resolve({ document, ended: /^\w*Error.*$/m.exec(errors)?.[0] ?? `ended with ${signal ?? code}` });
    });
  });
}

const documents = (await readdir(folder)).filter((name) => /\.(?:ya?ml|json)$/.test(name) && name.includes(values.only)).toSorted();
const rows: Row[] = [];
for (const document of documents) {
  const row = await measured(document);
  rows.push(row);
  console.error(`${document}: ${verdictOf(row)[0]}`);
}
// The table is for pages, where the folders of this machine mean nothing.
console.log(values.json ? JSON.stringify(rows, undefined, 2) : tableOf(rows).replaceAll(path.dirname(path.resolve(folder)), '..'));
