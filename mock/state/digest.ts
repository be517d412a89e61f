const mixers = [0x9e3779b1, 0x85ebca77, 0xc2b2ae3d, 0x27d4eb2f] as const;

function finalised(word: number): number {
  let mixed = word;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/**
 * A stable hash of a text as 32 hexadecimal digits.
 * Not cryptographic: used for names and test secrets only.
 */
export function digest(text: string): string {
  const words = mixers.map((mixer, lane) => {
    let word = mixer ^ (lane + text.length);
    for (let index = 0; index < text.length; index += 1) {
      word = Math.imul(word ^ (text.charCodeAt(index) + lane), mixer);
      word = (word << 13) | (word >>> 19);
    }
    return finalised(word);
  });
  const crossed = words.map((word, lane) => finalised(word ^ Math.imul(words[(lane + 1) % words.length]!, mixers[lane]!)));
  return crossed.map((word) => word.toString(16).padStart(8, '0')).join('');
}
