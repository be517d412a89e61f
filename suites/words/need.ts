/** What would decide something: a thing, the configuration key for it, or both. */
export interface Need {
  readonly what?: string;
  readonly key?: string;
}

export function describeNeed({ what, key }: Need): string {
  return what === undefined || key === undefined ? (what ?? key ?? '') : `${what} (${key})`;
}
