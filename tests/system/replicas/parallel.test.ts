import { afterAll, beforeAll, expect, test } from 'vitest';
import { createMock } from '../../../mock/create.ts';
import type { Replica } from '../../../mock/replicas/replica.ts';
import { compileDocument } from '../../../spec/load.ts';
import { noon } from '../../mock/mocks.ts';
import { startRedis, type RedisServer } from '../../support/redis.ts';
import { replicasOf, send } from '../../support/replicas.ts';
import { accounts, document, limit } from './document.ts';

const requests = 100_000;
/** How many requests are on their way at the same time. */
const parallel = 1000;

const contract = compileDocument(document);

let redis: RedisServer;
let replicas: readonly Replica[];
beforeAll(async () => {
  redis = await startRedis(['--bind', '127.0.0.1', '--save', '']);
  replicas = await replicasOf(contract, `redis://127.0.0.1:${redis.port}`, 4, { now: () => noon, explain: false });
});
afterAll(async () => {
  for (const replica of replicas ?? []) await replica.close();
  await redis?.remove();
});

test(
  'Of 100,000 requests to four replicas, a thousand at a time, exactly those are served that the windows have',
  { timeout: 240_000 },
  async () => {
    const secrets = Object.values(createMock(contract).principals).map(({ secret }) => secret);
    const admitted = secrets.map(() => 0);
    const statuses = new Set<number>();
    let next = 0;
    const work = async () => {
      while (next < requests) {
        const index = next;
        next += 1;
        const account = Math.floor(index / 4) % accounts;
        const { status } = await send(replicas[index % 4]!, 'GET /v1/things', { as: secrets[account]! });
        statuses.add(status);
        if (status === 200) admitted[account]! += 1;
      }
    };
    await Promise.all(Array.from({ length: parallel }, work));
    expect(statuses).toEqual(new Set([200, 429]));
    expect(admitted).toEqual(secrets.map(() => limit));
  },
);
