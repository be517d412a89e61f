/**
 * Redis servers of Debian on loopback, each with a folder of its own.
 *
 * @module
 */
import { spawn, execFile } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { folderWith } from './command.ts';

/** A server that runs. */
export interface RedisServer {
  readonly port: number;
  /** Ends it at once, as a crash does. */
  kill(): Promise<void>;
  /** Starts it again at the same port, with what it had written to its disk. */
  restart(): Promise<void>;
  signal(signal: NodeJS.Signals): void;
  remove(): Promise<void>;
}

/** A port that nothing listens on, as is one above it for the bus of a cluster. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await new Promise((resolve) => server.close(resolve));
  // The bus of a cluster is 10,000 above.
  return port <= 55_000 ? port : freePort();
}

const settings = ['--bind', '127.0.0.1', '--save', '', '--appendonly', 'yes', '--appendfsync', 'always'];

/** Starts a server that writes every change to its disk. `configuration` is its file. Fails where Debian's `redis-server` is missing. */
export async function startRedis(options: readonly string[] = settings, configuration = ''): Promise<RedisServer> {
  const { folder, remove } = await folderWith({ 'redis.conf': configuration });
  const port = await freePort();
  const launch = async () => {
    const child = spawn('redis-server', [join(folder, 'redis.conf'), '--port', String(port), '--dir', folder, ...options], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    await new Promise<void>((resolve, reject) => {
      child.on('error', (cause) => reject(new Error('redis-server is missing: apt-get install redis-server', { cause })));
      child.on('close', () => reject(new Error(`redis-server ended:\n${output}`)));
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        if (/ready to accept connections|Sentinel ID/i.test(output)) resolve();
      });
    });
    return { child, closed: new Promise<void>((resolve) => void child.on('close', () => resolve())) };
  };
  let running = await launch();
  const kill = async () => {
    running.child.kill('SIGKILL');
    await running.closed;
  };
  return {
    port,
    kill,
    signal: (signal) => void running.child.kill(signal),
    restart: async () => void (running = await launch()),
    async remove() {
      await kill();
      await remove();
    },
  };
}

/** Three servers that are one cluster, with every slot. */
export async function startRedisCluster(): Promise<{ readonly ports: readonly number[]; remove(): Promise<void> }> {
  const servers = await Promise.all([1, 2, 3].map(() => startRedis([...settings, '--cluster-enabled', 'yes'])));
  const addresses = servers.map(({ port }) => `127.0.0.1:${port}`);
  await redisCli('--cluster', 'create', ...addresses, '--cluster-replicas', '0', '--cluster-yes');
  return { ports: servers.map(({ port }) => port), remove: async () => void (await Promise.all(servers.map(({ remove }) => remove()))) };
}

/** Runs `redis-cli`; returns what it prints. */
export const redisCli = (...args: readonly string[]) =>
  new Promise<string>((resolve, reject) => {
    execFile('redis-cli', args, (cause, stdout, stderr) => (cause ? reject(new Error(`${stdout}${stderr}`, { cause })) : resolve(stdout)));
  });
