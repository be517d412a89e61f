const dayMs = 86_400_000;

/** How long entries are kept after their end, and those without an end after their last write, in milliseconds of real time. */
export const lifetimes = { ended: dayMs, endless: 30 * dayMs } as const;
