/** What a mock remembers besides its document. Sizes are in characters of JSON. */
export const memoryLimits = {
  keys: 5000,
  quotas: 5000,
  series: 5000,
  grantSize: 8_000_000,
  collections: 5000,
  objectsOfCollection: 1000,
  objectSize: 16_000_000,
} as const;

/** What an entry takes besides its JSON. */
const overhead = 200;

/** The size of a value in memory. */
export const sizeOf = (value: unknown): number => JSON.stringify(value).length + overhead;
