/** A message for an unknown name: `expected a plan (free, pro), got "fre"; did you mean "free"?`. A long list is left out if there is a similar name. */
export function unknownName(what: string, name: string, known: readonly string[]): string {
  const most = 12;
  const meant = suggestion(name, known);
  const isLong = known.length > most;
  const list = known.length === 0 ? 'the document has none' : `${known.slice(0, most).join(', ')}${isLong ? ', …' : ''}`;
  return `expected ${what}${isLong && meant !== undefined ? '' : ` (${list})`}, got ${JSON.stringify(name)}${meant === undefined ? '' : `; did you mean ${JSON.stringify(meant)}?`}`;
}

/** The most similar candidate, if it differs by at most a third of the word's length. */
export function suggestion(word: string, candidates: readonly string[]): string | undefined {
  const most = Math.max(1, Math.floor(word.length / 3));
  const near = candidates
    // Words of other lengths differ by at least as much.
    .filter((candidate) => Math.abs(candidate.length - word.length) <= most)
    .map((candidate) => ({ candidate, distance: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter((entry) => entry.distance <= most)
    .sort((left, right) => left.distance - right.distance);
  return near[0]?.candidate;
}

/** How many letters must be inserted, removed, replaced or swapped with their neighbour to turn one word into the other. */
function distance(from: string, to: string): number {
  const rows: number[][] = [Array.from({ length: to.length + 1 }, (_, index) => index)];
  for (let row = 1; row <= from.length; row += 1) {
    const cells = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const replaced = rows[row - 1]![column - 1]! + (from[row - 1] === to[column - 1] ? 0 : 1);
      const swapped = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      const best = Math.min(rows[row - 1]![column]! + 1, cells[column - 1]! + 1, replaced);
      cells.push(swapped ? Math.min(best, rows[row - 2]![column - 2]! + 1) : best);
    }
    rows.push(cells);
  }
  return rows[from.length]![to.length]!;
}
