/**
 * How long a run takes at a server without test hooks, and what the plan says beforehand.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { configured } from '../configured.ts';
import type { Lab } from '../lab.ts';
import { atMost, type Line } from '../line.ts';
import type { JsonObject } from '../../spec/contract.ts';
import type { Result } from '../../suites/result/result.ts';
import { ownDocument } from '../documents.ts';
import type { Row } from '../row.ts';

/** The longest window that a run waits for without `--slow`, and what it may take besides, in seconds. */
const longestQuiet = 61;
const besides = 15;

/** The document with sliding windows: how long a run waits does not depend on when it starts. */
function sliding(document: JsonObject): JsonObject {
  const extension = document['x-auth-conformance'];
  if (typeof extension !== 'object' || extension === null || Array.isArray(extension)) throw new Error('bench: the document has no plans');
  const { rateLimit, ...rest } = Object(extension);
  return { ...document, 'x-auth-conformance': { ...rest, rateLimit: { ...Object(rateLimit), window: 'sliding' } } };
}

/** Runs the command line, whatever its exit code. */
async function called(lab: Lab, args: readonly string[]): Promise<{ readonly stdout: string; readonly seconds: number }> {
  const began = performance.now();
  const child = spawn(process.execPath, [lab.program, ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
  return { stdout: await text(child.stdout), seconds: (performance.now() - began) / 1000 };
}

async function measure(lab: Lab): Promise<readonly Line[]> {
  const document = await lab.write('sliding.json', sliding(await ownDocument()));
  const config = await configured(lab, 'waits', await lab.mock(document), { document });
  const common = ['--config', config, '--profile', 'full'];
  const plan: { readonly total: number; readonly seconds: number } = JSON.parse((await called(lab, ['plan', ...common, '--json'])).stdout);
  const { stdout, seconds: real } = await called(lab, ['run', ...common, '--quiet', '--report-dir', lab.folder, '--json']);
  const { requests, preflight, exit }: Pick<Result, 'requests' | 'preflight' | 'exit'> = JSON.parse(stdout);
  const bad = preflight.find(({ outcome }) => outcome === 'fail');
  if (bad) throw new Error(`bench: the run did not start (exit ${exit.code}): ${bad.message}`);
  return [
    { what: 'predicted waiting', unit: 's', values: [plan.seconds] },
    { what: 'predicted time', unit: 's', values: [plan.total] },
    { what: 'time', unit: 's', values: [real], target: atMost(longestQuiet + besides) },
    { what: 'difference', unit: '%', values: [(Math.abs(real - plan.total) / plan.total) * 100], target: atMost(20) },
    { what: 'requests', unit: '', values: [requests] },
  ];
}

export const waits: readonly Row[] = [
  { name: 'waits', description: 'a full run at a server without test hooks, and the time that plan predicts', isUnloaded: true, measure },
];
