/**
 * Installs Unleash from npm, starts it with an empty database, and tests it with the OpenAPI document that it serves: the run of docs/field-notes.md.
 * Prints the verdict. Ends with 1 if a MUST failed that docs/field-notes.md does not explain. Needs a build and PostgreSQL.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startPostgres } from './unleash/postgres.ts';
import { Unusable } from './unleash/processes.ts';
import { installUnleash, startUnleash, type Unleash } from './unleash/server.ts';

/** Every MUST that is known to fail; docs/field-notes.md says why each is right. */
const explained = new Set([
  'abuse/error-details',
  'credentials/challenge-scheme',
  'credentials/valid',
  'errors/server-error',
  'http/401-challenge',
]);

const usage = 'npm run unleash -- [--dir DIR] [--release 7.5.1] [--seconds 600] [--keep]';
const { values } = parseArgs({
  options: {
    dir: { type: 'string' },
    release: { type: 'string', default: '7.5.1' },
    seconds: { type: 'string', default: '600' },
    keep: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const seconds = Number(values.seconds);
if (values.help || !(seconds > 0)) {
  console.error(`${usage}

  --dir      folder of the installation, which stays (default: a temporary one)
  --release  release of unleash-server
  --seconds  how long the run may last
  --keep     keep the reports, and print their folder`);
  process.exit(values.help ? 0 : 2);
}

/** The parts of the result that are read here. */
interface Verdict {
  readonly verdict: string;
  readonly requests: number;
  readonly seconds: number;
  readonly requirements: readonly { readonly id: string; readonly level: string; readonly outcome: string }[];
}

const dataIn = (name: string) => fileURLToPath(new URL(`unleash/${name}`, import.meta.url));

/** Tests Unleash as its user would: the document that it serves, four credentials, and the permission to create objects. */
async function test(unleash: Unleash, folder: string): Promise<Verdict> {
  await writeFile(join(folder, 'openapi.json'), JSON.stringify(await unleash.document()));
  await copyFile(dataIn('overlay.yaml'), join(folder, 'overlay.yaml'));
  await copyFile(dataIn('configuration.yaml'), join(folder, 'auth-conformance.yaml'));
  const expiry = new Date(Date.now() + 1500);
  const tomorrow = new Date(Date.now() + 86_400_000);
  const expired = await unleash.token('expired', expiry);
  const [valid, revoked] = [await unleash.token('valid', tomorrow), await unleash.token('revoked', tomorrow)];
  await unleash.revoke(revoked);
  while (Date.now() <= expiry.getTime()) await new Promise((resolve) => setTimeout(resolve, 100));
  const program = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
  const child = spawn(
    process.execPath,
    [program, 'run', '--target', unleash.url, '--max-seconds', String(seconds), '--format', 'json,html'],
    {
      cwd: folder,
      env: { ...process.env, UNLEASH_TOKEN: valid.secret, UNLEASH_REVOKED_TOKEN: revoked.secret, UNLEASH_EXPIRED_TOKEN: expired.secret },
      stdio: 'inherit',
      // The time to remove what the run created is not part of its seconds.
      timeout: (seconds + 120) * 1000,
    },
  );
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  const result = await readFile(join(folder, 'auth-conformance-report/results.json'), 'utf8').catch(() => undefined);
  if (result === undefined) throw new Unusable(`the run ended with ${code ?? 'a signal'} and left no result`);
  const verdict: Verdict = JSON.parse(result);
  return verdict;
}

const folder = await mkdtemp(join(tmpdir(), 'auth-conformance-unleash-'));
const ends: (() => Promise<unknown>)[] = [];
const clear = async () => {
  for (const end of ends.splice(0).toReversed()) await end();
};
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void clear().finally(() => process.exit(130)));

try {
  if (!values.keep) ends.push(() => rm(folder, { recursive: true, force: true }));
  console.log(`installing unleash-server ${values.release} into ${values.dir ?? 'a temporary folder'}`);
  const program = await installUnleash(values.dir ?? join(folder, 'server'), values.release);
  const database = await startPostgres('unleash');
  ends.push(database.stop);
  const unleash = await startUnleash(program, database, folder);
  ends.push(unleash.stop);
  const { verdict, requests, requirements, ...result } = await test(unleash, folder);
  const failed = requirements.filter(({ outcome }) => outcome === 'fail');
  const must = failed.filter(({ level }) => level === 'MUST').map(({ id }) => id);
  const unexplained = must.filter((id) => !explained.has(id));
  console.log(`\nUnleash ${values.release}: ${verdict}, ${requests} requests in ${Math.round(result.seconds)} s`);
  console.log(`${must.length} MUST failed: ${must.join(', ')}; ${failed.length - must.length} SHOULD failed`);
  if (values.keep) console.log(`reports: ${join(folder, 'auth-conformance-report')}`);
  if (unexplained.length > 0) throw new Unusable(`docs/field-notes.md does not explain ${unexplained.join(', ')}`);
} catch (error) {
  if (!(error instanceof Unusable)) throw error;
  console.error(`unleash: ${error.message}`);
  process.exitCode = 1;
} finally {
  await clear();
}
