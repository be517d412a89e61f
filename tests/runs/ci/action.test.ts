import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { filesOf, folderWith } from '../../support/command.ts';
import { publishedSchema } from '../../reporters/schemas/schemas.ts';
import { root } from '../../support/pages.ts';

interface Step {
  readonly id: string;
  readonly shell: string;
  readonly run: string;
  readonly env: { readonly [name: string]: string };
  readonly 'working-directory': string;
}

interface Action {
  readonly inputs: { readonly [name: string]: { readonly default?: string } };
  readonly outputs: { readonly [name: string]: { readonly value: string } };
  readonly runs: { readonly steps: readonly Step[] };
}

const action: Action = parse(await readFile(join(root, 'action.yml'), 'utf8'));
const command = `${process.execPath} ${join(root, 'dist/cli/main.js')}`;
const closers: (() => Promise<void>)[] = [];
afterAll(async () => void (await Promise.all(closers.map((close) => close()))));

/** How a step ended, with what it left for the runner. */
interface StepEnd {
  readonly code: number | null;
  readonly stdout: string;
  readonly summary: string;
  readonly outputs: { readonly [name: string]: string };
  readonly files: { readonly [path: string]: string };
}

/** Runs the steps as the runner does: expressions replaced, `bash -e`, and files for outputs and the summary. */
async function runAction(
  inputs: { readonly [name: string]: string },
  environment: { readonly [name: string]: string } = {},
): Promise<StepEnd> {
  const [workspace, runner] = await Promise.all([folderWith(), folderWith({ output: '', summary: '' })]);
  closers.push(workspace.remove, runner.remove);
  const values = Object.fromEntries(Object.entries(action.inputs).map(([name, { default: usual = '' }]) => [name, inputs[name] ?? usual]));
  const filled = (text: string, outputs: StepEnd['outputs'] = {}) =>
    text.replaceAll(/\$\{\{ (inputs|steps\.run\.outputs)\.([a-z-]+) \}\}/g, (_, source, name: string) =>
      source === 'inputs' ? values[name]! : (outputs[name] ?? ''),
    );
  const [step] = action.runs.steps;
  await writeFile(join(runner.folder, 'script.sh'), step!.run);
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn('bash', ['--noprofile', '--norc', '-e', '-o', 'pipefail', join(runner.folder, 'script.sh')], {
    cwd: join(workspace.folder, filled(step!['working-directory'])),
    env: {
      PATH,
      HOME,
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_OUTPUT: join(runner.folder, 'output'),
      GITHUB_STEP_SUMMARY: join(runner.folder, 'summary'),
      ...environment,
      ...Object.fromEntries(Object.entries(step!.env).map(([name, value]) => [name, filled(value)])),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => void (stdout += text));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  const raw = await readFile(join(runner.folder, 'output'), 'utf8');
  const own = Object.fromEntries([...raw.matchAll(/^([a-z-]+)=(.*)$/gm)].map(([, name, value]) => [name!, value!]));
  const outputs = Object.fromEntries(Object.entries(action.outputs).map(([name, { value }]) => [name, filled(value, own)]));
  return { code, stdout, outputs, summary: await readFile(join(runner.folder, 'summary'), 'utf8'), files: await filesOf(workspace.folder) };
}

test('action.yml is valid for the published schema', async () => {
  expect((await publishedSchema('github-action'))(action)).toEqual([]);
});

test('no input is written into the script, where it could add a command', () => {
  for (const { run } of action.runs.steps) expect(run).not.toContain('${{');
});

describe('the action', { timeout: 60_000 }, () => {
  test('passes with a conformant target, and leaves summary, outputs and reports', async () => {
    const { code, summary, outputs, files, stdout } = await runAction({ command, target: 'mock', arguments: '--only=whoami' });
    expect(code).toBe(0);
    expect(summary).toMatch(/^## ✅ conformant/);
    expect(outputs).toEqual({
      'exit-code': '0',
      verdict: 'conformant',
      'report-dir': 'auth-conformance-report',
      results: 'auth-conformance-report/results.json',
      sarif: 'auth-conformance-report/results.sarif',
      junit: 'auth-conformance-report/junit.xml',
    });
    expect(Object.keys(files)).toEqual(expect.arrayContaining([outputs['results'], outputs['sarif'], outputs['junit']]));
    expect(stdout).toMatch(/^::notice title=auth-conformance::conformant: /m);
  });

  test('fails with a failure, and annotates it', async () => {
    const { code, summary, outputs, stdout } = await runAction({
      command,
      target: 'mock',
      arguments: '--only=credentials/revoked\n--fault=accepts-revoked-key\n',
      shard: '1/1',
    });
    expect([code, outputs['exit-code'], outputs['verdict']]).toEqual([1, '1', 'non-conformant']);
    expect(summary).toContain('<code>credentials/revoked</code>');
    expect(stdout).toMatch(/^::error .*title=Revoked credentials are rejected \(credentials\/revoked\)::failed, MUST, critical/m);
  });

  test('takes an input with spaces and shell characters as one word, and says that there is no result', async () => {
    const { code, summary, outputs, stdout, files } = await runAction({
      command,
      document: 'no $(touch made) "file".yaml',
      target: 'mock',
    });
    expect([code, outputs['exit-code'], outputs['verdict']]).toEqual([2, '2', '']);
    expect(summary).toContain('exit code 2 and without a result');
    expect(stdout).toContain('::error title=auth-conformance::no result, exit 2');
    expect(files).toEqual({});
  });
});
