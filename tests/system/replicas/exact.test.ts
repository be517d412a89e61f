import { afterAll, beforeAll, expect, test } from 'vitest';
import { folderWith } from '../../support/command.ts';
import { startRedis, type RedisServer } from '../../support/redis.ts';
import { control, startReplica, type ReplicaProcess } from '../../support/replicas.ts';
import { accounts, document, limit } from './document.ts';
import { createTally, loadOn, type Load } from './load.ts';

/** Each account is asked for three times what it has. */
const requests = accounts * limit * 3;

let redis: RedisServer;
let site: Awaited<ReturnType<typeof folderWith>>;
let replicas: readonly ReplicaProcess[];
let load: Load;

beforeAll(async () => {
  site = await folderWith({ 'openapi.json': JSON.stringify(document) });
  redis = await startRedis(['--bind', '127.0.0.1', '--save', '']);
  const begin = () => startReplica(site.folder, `redis://127.0.0.1:${redis.port}`, ['openapi.json', '--plain']);
  replicas = await Promise.all([begin(), begin(), begin(), begin()]);
  load = loadOn(replicas);
  // Early in a day, so that no window ends in between.
  const now: { now: number } = await (await control(replicas[0]!, 'GET /clock')).json();
  await control(replicas[0]!, 'POST /clock', { advance: `${86_400 - (Math.floor(now.now) % 86_400) + 60}s` });
}, 180_000);
afterAll(async () => {
  await load?.close();
  for (const { process } of replicas ?? []) process.kill('SIGKILL');
  await redis?.remove();
  await site?.remove();
});

const form = { 'Content-Type': 'application/x-www-form-urlencoded' };

test('Four replicas redeem no code and no refresh token twice', { timeout: 240_000 }, async () => {
  const { clientId, clientSecret, redirectUri } = replicas[0]!.line.clients['app']!;
  const login = { client_id: clientId, client_secret: clientSecret };
  const query = new URLSearchParams({ response_type: 'code', client_id: clientId, redirect_uri: redirectUri, scope: 'read' });
  const codes: string[] = [];
  await load.all(
    10,
    () => ({ path: `/authorize?${query}` }),
    (_, reply) => codes.push(new URL(String(reply!.headers['location'])).searchParams.get('code')!),
  );
  /** Presents each handle to each replica twice, all at the same time. Returns the tokens of each one. */
  const present = async (handles: readonly string[], parameters: (handle: string) => object) => {
    const issued = handles.map((): { refresh_token: string }[] => []);
    await load.all(
      handles.length * 8,
      (index) => ({
        method: 'POST',
        path: '/token',
        headers: form,
        body: new URLSearchParams({ ...login, ...parameters(handles[Math.floor(index / 8)]!) }).toString(),
      }),
      (index, reply) => {
        expect([200, 400]).toContain(reply?.status);
        if (reply?.status === 200) issued[Math.floor(index / 8)]!.push(JSON.parse(reply.body));
      },
    );
    return issued;
  };
  const redeemed = await present(codes, (code) => ({ grant_type: 'authorization_code', code, redirect_uri: redirectUri }));
  expect(redeemed.map(({ length }) => length)).toEqual(codes.map(() => 1));
  // Each code was used again, so that its refresh token has ended.
  const refreshed = await present(
    redeemed.map(([tokens]) => tokens!.refresh_token),
    (token) => ({ grant_type: 'refresh_token', refresh_token: token }),
  );
  expect(refreshed.flat()).toEqual([]);
});

test('Four replicas admit exactly what the windows have; one of them is killed in between', { timeout: 240_000 }, async () => {
  const secrets = Object.values(replicas[0]!.line.principals)
    .filter(({ account }) => account !== 'partner')
    .map(({ secret }) => secret);
  expect(secrets).toHaveLength(accounts);
  const tally = createTally();
  const admitted = secrets.map(() => 0);
  let [replies, lost] = [0, 0];
  const requestAt = (index: number) => ({ path: '/v1/things', headers: { authorization: `Bearer ${secrets[accountAt(index)]!}` } });
  // Every account is used at every replica.
  const accountAt = (index: number) => Math.floor(index / 4) % accounts;
  await load.all(requests, requestAt, (index, reply) => {
    tally.count(reply);
    if (reply?.status === 200) admitted[accountAt(index)]! += 1;
    if (reply === undefined) lost += 1;
    replies += 1;
    // While the quotas last: half of what can be admitted is.
    if (replies === (accounts * limit) / 2) replicas[3]!.process.kill('SIGKILL');
  });
  expect(Object.keys(tally.counts).map(Number)).toEqual([0, 200, 429]);
  // What the replica had charged when it was killed, it could not serve: at most the requests that it had then.
  const total = admitted.reduce((sum, each) => sum + each, 0);
  expect(Math.max(...admitted)).toBeLessThanOrEqual(limit);
  expect(total).toBeGreaterThanOrEqual(accounts * limit - 64);
  expect(lost).toBeLessThan(requests / 3);
  const more = createTally();
  await load.all(accounts * 4, requestAt, (index, reply) => index % 4 !== 3 && more.count(reply));
  expect(more.counts).toEqual({ 429: accounts * 3 });
});
