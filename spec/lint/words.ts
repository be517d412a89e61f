/** A list as text, shortened if it is long: `a`, `a and b`, `a, b and 7 more`. */
export function listed(names: readonly string[], most = 3): string {
  const unique = [...new Set(names)];
  const shown = unique.length <= most + 1 ? unique : unique.slice(0, most);
  const rest = unique.length - shown.length;
  const [last, ...before] = rest > 0 ? [`${rest} more`, ...shown] : [shown.at(-1) ?? '', ...shown.slice(0, -1)];
  return before.length === 0 ? last : `${before.join(', ')} and ${last}`;
}

/** A number with its noun: `1 operation`, `2 operations`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}

/** The verb for one or for several. */
export function verb(names: readonly unknown[], one: string, several: string): string {
  return new Set(names).size === 1 ? one : several;
}
