import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:tls';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { call, folderWith } from '../../support/command.ts';
import { startRedis } from '../../support/redis.ts';
import { control, startMockProcess, type ReplicaProcess } from '../../support/replicas.ts';
import { accounts, document, limit } from '../replicas/document.ts';
import { createTally, loadOn } from '../replicas/load.ts';

let site: Awaited<ReturnType<typeof folderWith>>;
beforeAll(async () => void (site = await folderWith({ 'openapi.json': JSON.stringify(document) })));
afterAll(() => site?.remove());

const started = async (...args: readonly string[]) => {
  const mock = await startMockProcess(site.folder, ['openapi.json', '--plain', ...args]);
  onTestFinished(async () => {
    mock.process.kill('SIGTERM');
    await mock.ended;
  });
  return mock;
};

interface Child {
  readonly pid: number;
  readonly command: string;
}

/** The processes that a mock has started. */
function childrenOf({ process: { pid } }: ReplicaProcess): readonly Child[] {
  const rows = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n');
  return rows.flatMap((row) => {
    const [, own, parent, command = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(row) ?? [];
    return Number(parent) === pid && !command.startsWith('ps ') ? [{ pid: Number(own), command }] : [];
  });
}
const workersOf = (mock: ReplicaProcess) => childrenOf(mock).filter(({ command }) => command.includes('worker.js'));
const folderOf = (mock: ReplicaProcess) => {
  const { command } = childrenOf(mock).find(({ command: text }) => text.includes('store.sock'))!;
  return /(\/\S*)\/store\.sock/.exec(command)![1]!;
};

const isAlive = ({ pid }: Pick<Child, 'pid'>) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
/** Asks again until something is so. */
async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 20_000;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`never: ${what}`);
    await new Promise((resolve) => void setImmediate(resolve));
  }
}

describe('mock --workers', () => {
  test(
    'four processes behind one port admit exactly what the windows have, and one control API is for all',
    { timeout: 120_000 },
    async () => {
      const mock = await started('--workers', '4');
      expect(workersOf(mock)).toHaveLength(4);
      const load = loadOn([mock]);
      onTestFinished(() => load.close());
      const { now }: { now: number } = await (await control(mock, 'GET /clock')).json();
      await control(mock, 'POST /clock', { advance: `${86_400 - (Math.floor(now) % 86_400) + 60}s` });
      const secrets = Object.values(mock.line.principals).flatMap(({ account, secret }) => (account === 'partner' ? [] : [secret]));
      expect(secrets).toHaveLength(accounts);
      const headersOf = (index: number) => ({ authorization: `Bearer ${secrets[index % accounts]!}` });
      const admitted = secrets.map(() => 0);
      await load.all(
        accounts * limit * 2,
        (index) => ({ path: '/v1/things', headers: headersOf(index) }),
        (index, reply) => void (admitted[index % accounts]! += reply?.status === 200 ? 1 : 0),
      );
      expect(admitted).toEqual(secrets.map(() => limit));

      const metrics = await (await control(mock, 'GET /metrics')).text();
      expect(metrics).toContain(`{listener="http",status="200"} ${accounts * limit}\n`);
      expect(metrics).toContain(`{listener="http",status="429"} ${accounts * limit}\n`);
      // Each worker has served some of them.
      const { entries }: { entries: { id: string }[] } = await (await control(mock, 'GET /journal')).json();
      expect(entries).toHaveLength(1000);
      expect(new Set(entries.map(({ id }) => id)).size).toBe(1000);
      expect(new Set(entries.map(({ id }) => id.slice(0, -8))).size).toBeGreaterThan(1);

      /** One request on each of the connections, which are with all workers. */
      const statuses = async (headers: { readonly [name: string]: string } = {}) => {
        const tally = createTally();
        await load.all(
          64,
          () => ({ path: '/v1/things', headers }),
          (_, reply) => tally.count(reply),
        );
        return tally.counts;
      };
      expect(await statuses(headersOf(0))).toEqual({ 429: 64 });
      await control(mock, 'POST /clock', { advance: '24h' });
      expect(await statuses(headersOf(0))).toEqual({ 200: 64 });
      const minted: { credential: string } = await (await control(mock, 'POST /keys', { account: 'account-1' })).json();
      expect(await statuses({ authorization: `Bearer ${minted.credential}` })).toEqual({ 200: 64 });
      const challenges: unknown[] = [];
      await control(mock, 'PUT /faults', { armed: ['omits-challenge-on-401'] });
      await load.all(
        64,
        () => ({ path: '/v1/things' }),
        (_, reply) => challenges.push(reply?.status, reply?.headers['www-authenticate']),
      );
      expect(new Set(challenges)).toEqual(new Set([401, undefined]));
    },
  );

  test('faults of the listeners are on at once in every process', { timeout: 60_000 }, async () => {
    const mock = await started('--workers', '3');
    const ca = await readFile(mock.line.ca, 'utf8');
    const handshake = () =>
      new Promise<string>((resolve) => {
        const socket = connect({ port: Number(new URL(mock.line.url).port), host: '127.0.0.1', ca }, () => {
          resolve('trusted');
          socket.destroy();
        }).on('error', ({ message }) => resolve(message));
      });
    const handshakes = async () => new Set(await Promise.all(Array.from({ length: 9 }, handshake)));
    expect(await handshakes()).toEqual(new Set(['trusted']));
    await control(mock, 'PUT /faults', { armed: ['serves-expired-certificate'] });
    expect(await handshakes()).toEqual(new Set(['certificate has expired']));
  });

  test('ends on SIGTERM with nothing left over', { timeout: 60_000 }, async () => {
    const mock = await started('--workers', '2', '--log', 'json');
    const [children, folder] = [childrenOf(mock), folderOf(mock)];
    expect(children).toHaveLength(3);
    mock.process.kill('SIGTERM');
    const { code, stderr } = await mock.ended;
    expect(code).toBe(0);
    expect(stderr).toMatch(/"stopped"/);
    expect(children.filter(isAlive)).toEqual([]);
    expect([existsSync(folder), existsSync(mock.line.ca)]).toEqual([false, false]);
  });

  test('leaves no process behind if it is killed', { timeout: 60_000 }, async () => {
    const mock = await started('--workers', '2');
    const [children, folder] = [childrenOf(mock), folderOf(mock)];
    mock.process.kill('SIGKILL');
    await until('its processes end', () => !children.some(isAlive));
    expect(existsSync(folder)).toBe(false);
  });

  test('another process takes the place of one that ends', { timeout: 60_000 }, async () => {
    const mock = await started('--workers', '2');
    const before = workersOf(mock);
    process.kill(before[0]!.pid, 'SIGKILL');
    await mock.seen('stderr', /A worker has ended by SIGKILL; another one takes its place/);
    await until('there are two again', () => workersOf(mock).filter(({ pid }) => pid !== before[0]!.pid).length === 2);
    const url = `${mock.line.httpUrl}/things`;
    const headers = { Authorization: `Bearer ${mock.line.principals['account-0']!.secret}`, Connection: 'close' };
    const responses = await Promise.all(Array.from({ length: 8 }, () => fetch(url, { headers })));
    expect(responses.map(({ status }) => status)).toEqual(responses.map(() => 200));
  });

  test('ends if its store does', { timeout: 60_000 }, async () => {
    const mock = await started('--workers', '2');
    const children = childrenOf(mock);
    process.kill(children.find(({ command }) => command.includes('store.sock'))!.pid, 'SIGKILL');
    const { code, lastLine } = await mock.ended;
    expect([code, lastLine]).toEqual([70, 'exit 70: --workers: the store has ended by SIGKILL [mock/store]']);
    expect(children.filter(isAlive)).toEqual([]);
  });

  test('takes the store of --store, and starts none', { timeout: 60_000 }, async () => {
    const redis = await startRedis();
    onTestFinished(() => redis.remove());
    const mock = await started('--workers', '2', '--store', `redis://127.0.0.1:${redis.port}`);
    expect(childrenOf(mock).map(({ command }) => command.includes('worker.js'))).toEqual([true, true]);
    const { credential }: { credential: string } = await (await control(mock, 'POST /keys', { account: 'account-0' })).json();
    const { status } = await fetch(`${mock.line.httpUrl}/things`, { headers: { Authorization: `Bearer ${credential}` } });
    expect(status).toBe(200);
  });

  test('without redis-server says how to get one', { timeout: 60_000 }, async () => {
    const { code, lastLine } = await call(['mock', '--workers', '2'], { folder: site.folder, environment: { PATH: site.folder } });
    expect(code).toBe(2);
    expect(lastLine).toBe(
      'exit 2: --workers: expected redis-server or valkey-server on this machine, found neither; install one (Debian, Ubuntu: ' +
        'apt-get install redis-server; Fedora: dnf install valkey; macOS: brew install redis), or name a store: --store redis://HOST [mock/store]',
    );
  });

  test('reports a port that is in use, and leaves nothing', { timeout: 60_000 }, async () => {
    const mock = await started();
    const port = new URL(mock.line.httpUrl).port;
    const { code, lastLine } = await call(['mock', '--workers', '2', '--port', '0', '--http-port', port, '--no-control'], {
      folder: site.folder,
    });
    expect(code).toBe(2);
    expect(lastLine).toContain(`cannot bind 127.0.0.1:${port}: the port is in use`);
  });
});
