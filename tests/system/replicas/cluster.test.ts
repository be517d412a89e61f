import { afterAll, beforeAll, expect, test } from 'vitest';
import { createMock } from '../../../mock/create.ts';
import { headerValue } from '../../../spec/message.ts';
import { compileDocument } from '../../../spec/load.ts';
import { noon } from '../../mock/mocks.ts';
import { redisCli, startRedis, startRedisCluster, type RedisServer } from '../../support/redis.ts';
import { replicasOf, send } from '../../support/replicas.ts';
import { document, limit } from './document.ts';

const contract = compileDocument(document);
const { principals, clients } = createMock(contract);
const options = { now: () => noon };

let cluster: Awaited<ReturnType<typeof startRedisCluster>>;
beforeAll(async () => void (cluster = await startRedisCluster()), 180_000);
afterAll(() => cluster?.remove());

test('Replicas share a cluster of three servers: quotas, codes and the clock', { timeout: 240_000 }, async () => {
  const url = `redis+cluster://${cluster.ports.map((port) => `127.0.0.1:${port}`).join(',')}`;
  const replicas = await replicasOf(contract, url, 3, options);
  const served = [0, 0, 0, 0];
  await Promise.all(
    Array.from({ length: 4 * (limit + 50) }, async (_, index) => {
      const account = index % 4;
      const { status } = await send(replicas[index % 3]!, 'GET /v1/things', { as: principals[`account-${account}`]!.secret });
      if (status === 200) served[account]! += 1;
    }),
  );
  expect(served).toEqual([limit, limit, limit, limit]);

  const { clientId, clientSecret, redirectUris } = clients['app']!;
  const query = new URLSearchParams({ response_type: 'code', client_id: clientId, redirect_uri: redirectUris[0]!, scope: 'read' });
  const { headers } = await send(replicas[0]!, `GET /authorize?${query}`);
  const code = new URL(headerValue(headers, 'Location')!).searchParams.get('code')!;
  const form = {
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUris[0]!,
    client_id: clientId,
    client_secret: clientSecret!,
  };
  const first = await send(replicas[1]!, 'POST /token', { form });
  const { access_token: as } = JSON.parse(first.body);
  expect((await send(replicas[2]!, 'GET /v1/shared', { as })).status).toBe(200);
  await replicas[0]!.clock.advance(3_600_000);
  expect((await send(replicas[1]!, 'GET /v1/shared', { as })).status).toBe(401);
  expect((await send(replicas[2]!, 'POST /token', { form })).status).toBe(400);

  // The accounts are spread over the servers.
  const sizes = await Promise.all(cluster.ports.map((port) => redisCli('-p', String(port), 'DBSIZE')));
  for (const size of sizes) expect(Number(size)).toBeGreaterThan(0);
  for (const replica of replicas) await replica.close();
});

test('Replicas find the server of a group through its sentinels', { timeout: 240_000 }, async () => {
  const server = await startRedis(['--bind', '127.0.0.1', '--save', '']);
  let sentinel: RedisServer | undefined;
  try {
    sentinel = await startRedis(['--bind', '127.0.0.1', '--sentinel'], `sentinel monitor main 127.0.0.1 ${server.port} 1\n`);
    const replicas = await replicasOf(contract, `redis+sentinel://127.0.0.1:${sentinel.port}/main`, 2, options);
    expect(replicas.map((replica) => replica.ready())).toEqual([true, true]);
    const as = principals['account-0']!.secret;
    const responses = await Promise.all(
      Array.from({ length: limit + 50 }, (_, index) => send(replicas[index % 2]!, 'GET /v1/things', { as })),
    );
    expect(responses.filter(({ status }) => status === 200)).toHaveLength(limit);
    for (const replica of replicas) await replica.close();
  } finally {
    await sentinel?.remove();
    await server.remove();
  }
});
