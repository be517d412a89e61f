import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { doctor } from '../../../cli/commands/doctor.ts';
import { init } from '../../../cli/commands/init.ts';
import { readConfiguration } from '../../../cli/configuration/file.ts';
import type { DoctorReport } from '../../../cli/doctor/report.ts';
import { createMock } from '../../../mock/create.ts';
import { bundledDocument, loadContract } from '../../../spec/load.ts';
import { folderWith } from '../../support/command.ts';

const mock = createMock(await loadContract(bundledDocument));
const { url, ca, close } = await mock.listen({ controlPort: false });
const { folder, remove } = await folderWith();
afterAll(async () => void (await Promise.all([close(), remove()])));

test('what init asks for, made at the server and filled in, is all that doctor wants', async () => {
  const config = join(folder, 'auth-conformance.yaml');
  await init({ overlay: [], target: url, config, force: false, stdout: false }, { stdout: { write: () => {} } });
  const { values } = await readConfiguration(config);
  const accounts = new Map<string, string>();
  const keys = new Map<string, string>();
  for (const { secret, account = '', plan, scopes, state, from } of Object.values(values.principals ?? {})) {
    const home = accounts.get(account);
    const shape = {
      scopes,
      state,
      ...(plan !== undefined && { plan }),
      ...(from && { from }),
      ...(home !== undefined && { account: home }),
    };
    const minted = mock.mint(shape);
    if (account !== '') accounts.set(account, minted.account);
    keys.set('env' in secret ? secret.env : '', minted.credential);
  }
  const names = Object.keys(parseEnv(await readFile(join(folder, '.env.example'), 'utf8')));
  await writeFile(join(folder, '.env'), names.map((name) => `${name}=${keys.get(name) ?? 'not-registered-anywhere'}`).join('\n'));
  const text = await readFile(config, 'utf8');
  await writeFile(config, text.replace(/^# tls: .*$/m, `tls: { ca: ${ca} }`));

  let printed = '';
  const code = await doctor(
    { config, json: true, quiet: true, overlay: [], only: [], skip: [], allow: 'writes', slow: false, fault: [], iOwnThisTarget: false },
    { stdout: { write: (part) => (printed += part) }, stderr: { write: () => {} } },
  );
  const report: DoctorReport = JSON.parse(printed);
  const about = (start: string) => report.lines.filter(({ id, outcome }) => id.startsWith(start) && outcome !== 'pass');
  expect(about('principals')).toEqual([]);
  // The clients are registered nowhere, and it says so of each; what no configuration alone can give, lists of this machine say.
  expect(about('clients').every(({ configuration }) => /^clients\.[\w-]+\.(?:clientSecret|redirectUri)/.test(configuration!))).toBe(true);
  expect(
    about('plan/missing')
      .map(({ fix }) => fix)
      .filter((fix) => !/127\.0\.0\.8\/30|here: true/.test(fix!)),
  ).toEqual([]);
  expect(code).toBe(0);
});
