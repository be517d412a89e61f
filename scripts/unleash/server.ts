import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from './postgres.ts';
import { freePort, runCommand, serve, Unusable, type Served } from './processes.ts';

/** Installs a release of unleash-server into a folder, unless it has it. No install script of a package runs. */
export async function installUnleash(folder: string, release: string): Promise<string> {
  const program = join(folder, 'node_modules/unleash-server/dist/server.js');
  if (existsSync(program)) return program;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: { 'unleash-server': release } }));
  const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel', 'error'];
  await runCommand('npm', args, { cwd: folder, seconds: 600 });
  return program;
}

/** Unleash at a port of the loopback interface, with the session of its administrator. */
export interface Unleash extends Served {
  readonly url: string;
  readonly document: () => Promise<unknown>;
  /** A personal token of the administrator. */
  readonly token: (name: string, expiresAt: Date) => Promise<PersonalToken>;
  readonly revoke: (token: PersonalToken) => Promise<void>;
}

/** A token as Unleash returns it once. */
export interface PersonalToken {
  readonly id: number;
  readonly secret: string;
}

const isReachable = async (url: string) => {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2000) })).ok;
  } catch {
    return false;
  }
};

/** Starts Unleash, without telemetry and without asking for newer releases, and signs in. */
export async function startUnleash(program: string, { socket }: Database, folder: string): Promise<Unleash> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const administrator = { username: 'admin', password: `Aa1!${randomBytes(12).toString('hex')}` };
  const env = {
    PATH: process.env['PATH'],
    NODE_ENV: 'production',
    DATABASE_HOST: socket,
    DATABASE_NAME: 'unleash',
    DATABASE_USERNAME: 'unleash',
    DATABASE_PASSWORD: 'none',
    DATABASE_SSL: 'false',
    HTTP_HOST: '127.0.0.1',
    HTTP_PORT: String(port),
    UNLEASH_URL: url,
    UNLEASH_DEFAULT_ADMIN_USERNAME: administrator.username,
    UNLEASH_DEFAULT_ADMIN_PASSWORD: administrator.password,
    CHECK_VERSION: 'false',
    SEND_TELEMETRY: 'false',
    LOG_LEVEL: 'error',
  };
  const server = await serve(process.execPath, [program], { cwd: folder, env, seconds: 120, isReady: () => isReachable(`${url}/health`) });
  let cookie = '';
  const call = async (method: string, path: string, body?: unknown): Promise<Response> => {
    const headers = { cookie, 'content-type': 'application/json' };
    const text = body === undefined ? null : JSON.stringify(body);
    const response = await fetch(`${url}${path}`, { method, headers, body: text, signal: AbortSignal.timeout(20_000) });
    if (!response.ok) throw new Unusable(`Unleash: ${method} ${path}: ${response.status} ${(await response.text()).slice(0, 300)}`);
    return response;
  };
  try {
    const session = await call('POST', '/auth/simple/login', administrator);
    cookie = session.headers
      .getSetCookie()
      .map((line) => line.split(';', 1)[0])
      .join('; ');
  } catch (error) {
    await server.stop();
    throw error;
  }
  return {
    ...server,
    url,
    document: async () => (await call('GET', '/docs/openapi.json')).json(),
    token: async (description, expiresAt) => {
      const made = await call('POST', '/api/admin/user/tokens', { description, expiresAt: expiresAt.toISOString() });
      const token: PersonalToken = JSON.parse(await made.text());
      return token;
    },
    revoke: async ({ id }) => void (await call('DELETE', `/api/admin/user/tokens/${id}`)),
  };
}
