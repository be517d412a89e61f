import { afterAll, beforeAll, expect, test } from 'vitest';
import { folderWith } from '../../support/command.ts';
import { startRedis, type RedisServer } from '../../support/redis.ts';
import { control, startReplica, type ReplicaProcess } from '../../support/replicas.ts';
import { document, limit } from './document.ts';
import { loadOn, type Load } from './load.ts';

let redis: RedisServer;
let site: Awaited<ReturnType<typeof folderWith>>;
let replica: ReplicaProcess;
let load: Load;

beforeAll(async () => {
  site = await folderWith({ 'openapi.json': JSON.stringify(document) });
  redis = await startRedis();
  replica = await startReplica(site.folder, `redis://127.0.0.1:${redis.port}`, ['openapi.json', '--plain']);
  load = loadOn([replica]);
}, 180_000);
afterAll(async () => {
  await load?.close();
  replica?.process.kill('SIGKILL');
  await redis?.remove();
  await site?.remove();
});

const probe = async (path: string) => (await fetch(replica.line.control.url + path)).status;
/** Asks again until a probe has a status. */
const until = async (path: string, status: number) => {
  const end = performance.now() + 30_000;
  while ((await probe(path)) !== status) if (performance.now() > end) throw new Error(`${path} is never ${status}`);
};

test(
  'Without Redis every request gets 503 in the documented shape, and none is let through; with it, all is as before',
  { timeout: 240_000 },
  async () => {
    const headers = { authorization: `Bearer ${replica.line.principals['account-0']!.secret}` };
    const ask = () => load.send(0, { path: '/v1/things', headers });
    const served = await Promise.all(Array.from({ length: limit - 1 }, ask));
    expect(new Set(served.map((reply) => reply?.status))).toEqual(new Set([200]));
    expect([await probe('/healthz'), await probe('/readyz')]).toEqual([200, 200]);

    await redis.kill();
    const away = await Promise.all(Array.from({ length: 20 }, ask));
    expect(new Set(away.map((reply) => reply?.status))).toEqual(new Set([503]));
    expect(away[0]!.headers['retry-after']).toBe('1');
    expect(JSON.parse(away[0]!.body)).toEqual({ fault: { code: 'service_unavailable', text: expect.any(String) } });
    await until('/readyz', 503);
    expect([await probe('/healthz'), (await control(replica, 'POST /mint', {})).status]).toEqual([200, 503]);
    await replica.seen('stderr', /"event":"not-ready"/);

    await redis.restart();
    await until('/readyz', 200);
    await replica.seen('stderr', /"event":"ready"/);
    // One was left.
    expect([(await ask())?.status, (await ask())?.status]).toEqual([200, 429]);
  },
);

test('A replica that starts before Redis is not ready, and then is', { timeout: 240_000 }, async () => {
  const late = await startRedis();
  await late.kill();
  const early = await startReplica(site.folder, `redis://127.0.0.1:${late.port}`, ['openapi.json', '--plain']);
  try {
    const ready = async () => (await fetch(`${early.line.control.url}/readyz`)).status;
    expect(await ready()).toBe(503);
    await late.restart();
    await early.seen('stderr', /"event":"ready"/);
    expect(await ready()).toBe(200);
  } finally {
    early.process.kill('SIGKILL');
    await late.remove();
  }
});
