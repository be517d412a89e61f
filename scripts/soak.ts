/**
 * Fills the memory of a mock for some time, and fails if the heap keeps growing: `npm run soak -- --seconds N`, ten minutes by default.
 * It fills the memory first. Then every tenth of the time it prints the size of the heap. Nothing is sent over the network.
 *
 * @module
 */
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createMock } from '../mock/create.ts';
import { memoryLimits } from '../mock/state/memory/limits.ts';
import { bundledDocument, loadContract } from '../spec/load.ts';

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '600' } } });
const seconds = Number(values.seconds);
if (!(seconds > 0)) throw new Error(`--seconds: expected a number of seconds, got ${values.seconds}`);

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');
const mock = createMock(await loadContract(bundledDocument));
const writer = mock.principals['writer']!.secret;
const { clientId, redirectUris } = mock.clients['app']!;

const send = (method: string, target: string, headers: readonly string[] = [], body?: string) =>
  mock.handle({ method, target, headers, secure: true, peer: '127.0.0.1', ...(body !== undefined && { body }) });

/** Each kind of thing that a client can make a mock remember. */
async function remember(round: number): Promise<void> {
  const { credential } = mock.mint({ scopes: ['read'] });
  await send('GET', '/v1/auth/test', ['Authorization', `Bearer ${credential}`]);
  await send('GET', '/v1/auth/test', ['Authorization', `Bearer ${writer}.n${round}`]);
  const json = ['Content-Type', 'application/json', 'Authorization', `Bearer ${writer}.m${round % 5000}`];
  await send('POST', '/v1/conversations', json, JSON.stringify({ title: 'x'.repeat(4000) }));
  const query = new URLSearchParams({ response_type: 'code', client_id: clientId, redirect_uri: redirectUris[0]!, scope: 'read' });
  await send('GET', `/oauth/authorize?${query.toString()}&state=${'s'.repeat(500)}`);
  await send('GET', `/oauth/authorize?${query.toString()}&prompt=consent&state=${'s'.repeat(500)}`);
  await send('GET', `/v1/nothing/${round}`);
  if (round % 100 === 0) mock.clock.advance(1000);
}

const heapInMegabytes = () => {
  collect();
  return process.memoryUsage().heapUsed / 1e6;
};

let rounds = 0;
// First until everything that has a limit has reached it.
while (rounds < 2 * memoryLimits.keys) await remember((rounds += 1));
console.log(`full after ${rounds} rounds: ${heapInMegabytes().toFixed(1)} MB`);

const samples: number[] = [];
const begin = performance.now();
while (samples.length < 10) {
  await remember((rounds += 1));
  if (performance.now() - begin < ((samples.length + 1) * seconds * 1000) / 10) continue;
  samples.push(heapInMegabytes());
  console.log(`${Math.round((performance.now() - begin) / 1000)} s  ${rounds} rounds  ${samples.at(-1)!.toFixed(1)} MB`);
}
mock.clock.advance(86_400_000);
mock.reset();
console.log(`after a day and a reset: ${heapInMegabytes().toFixed(1)} MB`);

const [early, last] = [Math.max(...samples.slice(0, 3)), Math.max(...samples.slice(7))];
if (last > early * 1.1) {
  console.error(`the heap grew from ${early.toFixed(1)} MB to ${last.toFixed(1)} MB: something has no end`);
  process.exitCode = 1;
}
