/** The exit codes that scripts rely on; `docs/outcomes.md` documents them. */
export const exitCodes = { good: 0, failed: 1, usage: 2, incomplete: 3, unusable: 4, baseline: 5, harness: 70, interrupted: 130 } as const;
