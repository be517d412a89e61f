/**
 * Hostile input of every kind for some time: `npm run fuzz -- --seconds N --seed N`. Sends nothing beyond loopback.
 * A failure prints the kind and the seed of its round; `--seed N --kind NAME --rounds 1` repeats it.
 *
 * @module
 */
import { parseArgs } from 'node:util';
import { fuzzedKinds } from './fuzz/kinds.ts';
import { createRandom } from './fuzz/random.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '120' },
    seed: { type: 'string', default: '1' },
    kind: { type: 'string' },
    rounds: { type: 'string', default: 'Infinity' },
  },
});
const [seconds, first, rounds] = [Number(values.seconds), Number(values.seed), Number(values.rounds)];
if (!(seconds > 0) || !Number.isInteger(first) || !(rounds > 0)) throw new Error('expected numbers for --seconds, --seed and --rounds');

const kinds = (await fuzzedKinds()).map((kind) => ({ ...kind, rounds: 0, milliseconds: 0 }));
const chosen = kinds.filter(({ name }) => values.kind === undefined || name === values.kind);
if (chosen.length === 0) throw new Error(`--kind: expected one of ${kinds.map(({ name }) => name).join(', ')}`);
let failure: string | undefined;
process.on('uncaughtException', (cause) => {
  failure ??= `uncaught: ${cause.stack}`;
});
const begin = performance.now();
for (let seed = first; failure === undefined && seed < first + rounds && performance.now() - begin < seconds * 1000; seed += 1) {
  // The kind that had the least time so far.
  const kind = chosen.toSorted((one, other) => one.milliseconds - other.milliseconds)[0]!;
  const started = performance.now();
  try {
    await kind.round(createRandom(seed));
  } catch (cause) {
    failure ??= cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
  }
  const took = performance.now() - started;
  if (took > 10_000) failure ??= `the round took ${Math.round(took)} ms`;
  kind.rounds += 1;
  kind.milliseconds += took;
  if (failure !== undefined) console.error(`${kind.name}, --seed ${seed}: ${failure}`);
}
for (const { name, rounds: count } of chosen) console.log(`${name}: ${count} rounds`);
for (const kind of kinds) await kind.close();
process.exit(failure === undefined ? 0 : 1);
