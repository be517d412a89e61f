import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { createMock } from '../../../mock/create.ts';
import { createAuthority } from '../../../mock/listeners/tls/certificate.ts';
import { listen } from '../../../mock/listeners/listen.ts';
import type { Contract } from '../../../spec/contract.ts';
import { bundledDocument, loadContract } from '../../../spec/load.ts';
import type { Settings } from '../../../suites/engine/settings.ts';
import { folderWith } from '../../support/command.ts';
import { settingsFor } from '../../support/in-process.ts';
import { realRun } from '../../support/real-run.ts';
import { startRedis, type RedisServer } from '../../support/redis.ts';
import { replicasOf, startReplica, type ReplicaProcess } from '../../support/replicas.ts';
import { roundRobin } from '../../support/round-robin.ts';

let redis: RedisServer;
let site: Awaited<ReturnType<typeof folderWith>>;
let contract: Contract;
let replicas: readonly ReplicaProcess[];

beforeAll(async () => {
  // The bundled document with windows that take fewer requests to exhaust.
  const text = await readFile(bundledDocument, 'utf8');
  const smaller = text.replace(/(standard: .*)2000(\/hour.*\n.*)10000(\/hour), 500/, '$1200$2300$3, 150');
  expect(smaller).not.toBe(text);
  site = await folderWith({ 'openapi.yaml': smaller });
  contract = await loadContract(join(site.folder, 'openapi.yaml'));
  redis = await startRedis(['--bind', '127.0.0.1', '--save', '']);
  replicas = await Promise.all([1, 2, 3, 4].map(() => startReplica(site.folder, `redis://127.0.0.1:${redis.port}`, ['openapi.yaml'])));
}, 180_000);
afterAll(async () => {
  for (const { process } of replicas ?? []) process.kill('SIGKILL');
  await redis?.remove();
  await site?.remove();
});

/** A run against servers behind a balancer; the hooks are those of the first. */
async function runOver(
  servers: readonly Pick<ReplicaProcess['line'], 'url' | 'httpUrl' | 'control'>[],
  changes: Pick<Settings, 'only' | 'skip'>,
) {
  const authority = await createAuthority(Date.now());
  const portsOf = (name: 'url' | 'httpUrl') => servers.map((server) => Number(new URL(server[name]).port));
  const secure = await roundRobin(portsOf('url'), await authority.identity('valid'));
  const plain = await roundRobin(portsOf('httpUrl'));
  onTestFinished(async () => void (await Promise.all([secure.close(), plain.close()])));
  const target = `https://127.0.0.1:${secure.port}${contract.basePath}`;
  const settings = settingsFor(createMock(contract), {
    target,
    httpTarget: `http://127.0.0.1:${plain.port}${contract.basePath}`,
    oauthTarget: new URL(target).origin,
    origin: { usual: '127.0.0.1', choices: ['127.0.0.1'], mapped: false },
    hooks: servers[0]!.control,
    tls: { ca: authority.ca, insecure: false },
    ...changes,
  });
  const result = await realRun(contract, settings);
  const failed = result.requirements.filter(({ outcome }) => outcome === 'fail' || outcome === 'error');
  return { verdict: result.verdict, failed: failed.map(({ id }) => id), requests: secure.requests };
}

test('A run against a balancer that sends each request to the next of four replicas is conformant', { timeout: 240_000 }, async () => {
  // The address that replicas see is that of the balancer.
  const { verdict, failed, requests } = await runOver(
    replicas.map(({ line }) => line),
    { only: [], skip: ['address/listed'] },
  );
  expect(failed).toEqual([]);
  expect(verdict).toBe('conformant');
  for (const count of requests) expect(count).toBeGreaterThan(500);
});

test('Behind the same balancer, servers that share nothing fail', { timeout: 240_000 }, async () => {
  const alone = await Promise.all(
    [1, 2, 3, 4].map(async (name) => {
      const [replica] = await replicasOf(contract, `redis://127.0.0.1:${redis.port}/0?name=alone-${name}`, 1);
      const listening = await listen(replica!);
      onTestFinished(async () => {
        await listening.close();
        await replica!.close();
      });
      return { ...listening, control: listening.control! };
    }),
  );
  const { failed } = await runOver(alone, { only: ['limits/enforcement', 'oauth/code-exchange'], skip: [] });
  expect(failed).toEqual(['limits/enforcement', 'oauth/code-exchange']);
});
