import { execFileSync, type SpawnOptions } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { runCommand, serve, Unusable, type Served } from './processes.ts';

const needed = ['createdb', 'initdb', 'pg_isready', 'postgres'];

/** The folder of the programs of PostgreSQL, on the path or where Debian installs them; the newest of several. */
function programs(): string {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).toSorted((one, other) => Number(other) - Number(one)) : [];
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...versions.map((version) => join(debian, version, 'bin'))];
  const found = folders.find((folder) => folder !== '' && needed.every((program) => existsSync(join(folder, program))));
  if (found === undefined)
    throw new Unusable(`no folder has ${needed.join(', ')}: install PostgreSQL, on Debian with apt-get install postgresql`);
  return found;
}

/** PostgreSQL refuses to run as root: then it runs as the user of its package. */
function unprivileged(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = (flag: string) => {
    try {
      return Number(execFileSync('id', [flag, 'postgres'], { stdio: ['ignore', 'pipe', 'ignore'] }).toString());
    } catch {
      throw new Unusable('PostgreSQL does not run as root, and there is no user "postgres": run this as another user');
    }
  };
  return { uid: idOf('-u'), gid: idOf('-g') };
}

/** An empty database, and the folder of its socket. */
export interface Database extends Served {
  readonly socket: string;
}

/** Starts PostgreSQL with an empty database of this name and of a user of the same name, at a socket and at no port. */
export async function startPostgres(name: string): Promise<Database> {
  const bin = programs();
  const user = unprivileged();
  const socket = await mkdtemp(join(tmpdir(), 'auth-conformance-postgres-'));
  const options: SpawnOptions = { cwd: socket, env: { PATH: process.env['PATH'] }, ...user };
  const run = (program: string, seconds: number, ...args: readonly string[]) =>
    runCommand(join(bin, program), args, { ...options, seconds });
  let server: Served | undefined;
  const stop = async () => {
    await server?.stop();
    await rm(socket, { recursive: true, force: true });
  };
  try {
    if (user) await chown(socket, user.uid, user.gid);
    await run('initdb', 60, '-D', 'data', '-U', name, '--auth=trust', '--no-sync', '--encoding=UTF8');
    // -F: no fsync, because the data is deleted at the end.
    server = await serve(join(bin, 'postgres'), ['-D', 'data', '-k', socket, '-F', '-c', 'listen_addresses='], {
      ...options,
      seconds: 30,
      isReady: () =>
        run('pg_isready', 5, '-q', '-h', socket).then(
          () => true,
          () => false,
        ),
    });
    await run('createdb', 30, '-h', socket, '-U', name, name);
    return { socket, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
