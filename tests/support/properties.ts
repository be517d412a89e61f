/**
 * Property-based tests try the same examples in every run: what turns red is what was changed, never the luck of a day. `PROPERTY_SEED=random`
 * tries others, as many as `PROPERTY_RUNS` says where a test names no number of its own; the seed of a failure is printed with it.
 *
 * @module
 */
import { configureGlobal } from 'fast-check';

const { PROPERTY_SEED: seed = '1', PROPERTY_RUNS: runs } = process.env;

configureGlobal({
  ...(seed === 'random' ? {} : { seed: Number(seed) }),
  ...(runs === undefined ? {} : { numRuns: Number(runs) }),
});
