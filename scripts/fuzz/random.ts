/** Numbers and texts that follow from a seed. */
export interface Random {
  below(limit: number): number;
  pick<Item>(items: readonly Item[]): Item;
  /** A text with some bytes changed, removed, repeated, or replaced by hostile ones. */
  mutate(text: string): string;
}

const hostile = [
  '\0',
  '\r\n',
  '"',
  "'",
  '\\',
  '{',
  '[',
  '}',
  ']',
  ':',
  '- ',
  '%',
  '%00',
  '\ud800',
  'ü',
  '\u{1f512}',
  '__proto__',
  'constructor',
  '*a',
  '&a ',
  '$ref',
  '#/',
  '-1',
  '1e999',
  '../',
  ' ',
  '\t',
];

/** The generator mulberry32. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  const pick = <Item>(items: readonly Item[]): Item => items[below(items.length)]!;
  return {
    below,
    pick,
    mutate(text) {
      let mutated = text;
      for (let count = 1 + below(4); count > 0; count -= 1) {
        const [at, length] = [below(mutated.length + 1), below(20)];
        const piece = pick([
          () => '',
          () => pick(hostile),
          () => mutated.slice(at, at + length).repeat(1 + below(3)),
          () => pick(hostile).repeat(below(300)),
        ])();
        mutated = mutated.slice(0, at) + piece + mutated.slice(at + pick([0, 0, length]));
      }
      return mutated;
    },
  };
}
