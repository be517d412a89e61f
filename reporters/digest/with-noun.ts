/** A number with its noun: `1 request`, `2 requests`. */
export function withNoun(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** How many checks ended like the one that is shown, and how many otherwise: ` and 3 with the same result, 4 with other results`. */
export function alikeText(same: number, others = 0): string {
  const parts = [...(same > 0 ? [`${same} with the same result`] : []), ...(others > 0 ? [`${others} with other results`] : [])];
  return parts.length === 0 ? '' : ` and ${parts.join(', ')}`;
}
