/**
 * The guide for testers, command by command, at a server with a mistake that is put right on the way.
 *
 * @module
 */
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { readConfiguration } from '../../cli/configuration/file.ts';
import { createMock, type Mock } from '../../mock/create.ts';
import { loadContract } from '../../spec/load.ts';
import { call, folderWith, type Ended } from '../support/command.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const document = join(root, 'examples/header-key/openapi.yaml');
const staging = 'https://staging.example.com/api/v2';

interface Step {
  readonly args: readonly string[];
  readonly code: number;
}

/** The commands of the guide's blocks, with the exit code that a comment states. */
function stepsOf(guide: string): readonly Step[] {
  const lines = [...guide.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].flatMap(([, block]) => block!.trim().split('\n'));
  return lines.map((line) => {
    const [command, comment = ''] = line.split(' # ');
    return { args: command!.trim().split(/\s+/), code: Number(/exit (\d+)/.exec(comment)?.[1] ?? 0) };
  });
}

/** What a person does with `.env` after copying it: a credential for every name. */
async function filledIn(folder: string, mock: Mock): Promise<void> {
  const { values } = await readConfiguration(join(folder, 'auth-conformance.yaml'));
  const homes = new Map<string, string>();
  const keys = new Map<string, string>();
  for (const { secret, account = '', scopes, state } of Object.values(values.principals ?? {})) {
    const home = homes.get(account);
    const { credential, account: minted } = mock.mint({ scopes, state, ...(home !== undefined && { account: home }) });
    if (account !== '') homes.set(account, minted);
    keys.set('env' in secret ? secret.env : '', credential);
  }
  const names = Object.keys(parseEnv(await readFile(join(folder, '.env'), 'utf8')));
  await writeFile(join(folder, '.env'), names.map((name) => `${name}=${keys.get(name)}\n`).join(''));
}

test('the guide leads from nothing to a red run, a baseline, a correction and a green one', { timeout: 180_000 }, async () => {
  const steps = stepsOf(await readFile(join(root, 'docs/guide-qa.md'), 'utf8'));
  expect(steps.length).toBeGreaterThan(10);
  const contract = await loadContract(document);
  let corrected = false;
  const faulty = createMock(contract, { faults: ['accepts-revoked-key-for-objects'], seed: 'guide' });
  const sound = createMock(contract, { seed: 'guide' });
  const { folder, remove } = await folderWith({ 'openapi.yaml': await readFile(document, 'utf8') });
  let listening = await faulty.listen({ controlPort: false });
  onTestFinished(async () => void (await Promise.all([listening.close(), remove()])));
  const { url, httpUrl, ca } = listening;
  const ports = { port: Number(new URL(url).port), httpPort: Number(new URL(httpUrl).port) };

  const edit = async (file: string, change: (text: string) => string) =>
    writeFile(join(folder, file), change(await readFile(join(folder, file), 'utf8')));
  const perform = async ({ args: [program, ...args] }: Step): Promise<Ended> => {
    if (program === 'cp') {
      await cp(join(folder, args[0]!), join(folder, args[1]!));
      // The same seed gives both the same credentials, as one server would have them before and after.
      for (const mock of [sound, faulty]) await filledIn(folder, mock);
      return { code: 0, stdout: '', stderr: '', lastLine: '' };
    }
    expect(program).toBe('auth-conformance');
    const ended = await call(
      args.map((arg) => (arg === staging ? url : arg)),
      { folder },
    );
    if (args[0] === 'init')
      await edit('auth-conformance.yaml', (text) =>
        text.replace(/^# tls: .*$/m, `tls: { ca: ${ca} }`).replace(/^# httpTarget: .*$/m, `httpTarget: ${httpUrl}`),
      );
    if (args.includes('--write-baseline'))
      await edit('accepted.yaml', (text) => text.replaceAll(/why: .*$/gm, 'why: known').replaceAll(/owner: .*$/gm, 'owner: keys'));
    return ended;
  };

  for (const step of steps) {
    const line = step.args.join(' ');
    if (line.startsWith('auth-conformance replay') && !corrected) {
      corrected = true;
      await listening.close();
      listening = await sound.listen({ controlPort: false, ...ports });
      // The mock signs its certificate anew.
      await edit('auth-conformance.yaml', (text) => text.replace(ca, listening.ca));
    }
    const { code, stdout, stderr } = await perform(step);
    expect(code, `${line}\n${stdout}\n${stderr}`).toBe(step.code);
    if (line.includes('--report-dir first')) expect(stdout.match(/^✗ .*$/gm)).toEqual([expect.stringContaining('credentials/revoked')]);
    if (line.startsWith('auth-conformance replay')) expect(stdout).toContain('Fixed');
  }
  expect(corrected).toBe(true);
});
