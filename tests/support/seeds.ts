/** Seeds for tests that behave differently with each: as many as `TEST_SEEDS` says, and three otherwise. */
export const seeds: readonly number[] = Array.from({ length: Number(process.env['TEST_SEEDS'] ?? 3) }, (_, index) => index + 1);
