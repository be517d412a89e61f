/**
 * SHA-256 at once, without a module of Node's: the engine is synchronous and runs in browsers too.
 *
 * @module
 * @see FIPS 180-4 §6.2
 */
const primes = Array.from({ length: 312 }, (_, number) => number).filter(isPrime);

function isPrime(number: number): boolean {
  for (let divisor = 2; divisor * divisor <= number; divisor += 1) if (number % divisor === 0) return false;
  return number > 1;
}

/** The first 32 bits of the fraction of a root. */
const fraction = (root: number) => Math.floor((root - Math.floor(root)) * 2 ** 32) >>> 0;

const start = primes.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));
const rounds = primes.slice(0, 64).map((prime) => fraction(Math.cbrt(prime)));

const turned = (word: number, by: number) => (word >>> by) | (word << (32 - by));

/** The message, a one bit, zeroes and the length in bits, up to whole blocks of 64 bytes. */
function padded(message: Uint8Array): DataView {
  const view = new DataView(new ArrayBuffer(Math.ceil((message.length + 9) / 64) * 64));
  message.forEach((byte, index) => view.setUint8(index, byte));
  view.setUint8(message.length, 0x80);
  view.setUint32(view.byteLength - 8, Math.floor(message.length / 2 ** 29));
  view.setUint32(view.byteLength - 4, message.length << 3);
  return view;
}

function schedule(view: DataView, offset: number): readonly number[] {
  const words = Array.from({ length: 16 }, (_, index) => view.getUint32(offset + 4 * index));
  for (let index = 16; index < 64; index += 1) {
    const [early, late] = [words[index - 15]!, words[index - 2]!];
    const small = turned(early, 7) ^ turned(early, 18) ^ (early >>> 3);
    const large = turned(late, 17) ^ turned(late, 19) ^ (late >>> 10);
    words.push((words[index - 16]! + small + words[index - 7]! + large) >>> 0);
  }
  return words;
}

function compressed(state: readonly number[], words: readonly number[]): readonly number[] {
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let index = 0; index < 64; index += 1) {
    const choice = (e & f) ^ (~e & g);
    const first = (h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + choice + rounds[index]! + words[index]!) >>> 0;
    const majority = (a & b) ^ (a & c) ^ (b & c);
    const second = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + majority) >>> 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) >>> 0, c, b, a, (first + second) >>> 0];
  }
  return [a, b, c, d, e, f, g, h].map((word, index) => (word + state[index]!) >>> 0);
}

function digestOf(message: Uint8Array): Uint8Array {
  const view = padded(message);
  let state: readonly number[] = start;
  for (let offset = 0; offset < view.byteLength; offset += 64) state = compressed(state, schedule(view, offset));
  return Uint8Array.from(state.flatMap((word) => [word >>> 24, (word >>> 16) & 0xff, (word >>> 8) & 0xff, word & 0xff]));
}

/** The digest of a text's UTF-8 in Base64, padded. */
export function sha256(text: string): string {
  return btoa(String.fromCharCode(...digestOf(new TextEncoder().encode(text))));
}

/** The authentication code of a text under a key, both in UTF-8. @see RFC 2104 §2 */
export function hmacSha256(key: string, text: string): Uint8Array {
  const bytes = new TextEncoder().encode(key);
  const block = new Uint8Array(64);
  block.set(bytes.length > 64 ? digestOf(bytes) : bytes);
  const inner = digestOf(Uint8Array.of(...block.map((byte) => byte ^ 0x36), ...new TextEncoder().encode(text)));
  return digestOf(Uint8Array.of(...block.map((byte) => byte ^ 0x5c), ...inner));
}

/** The `S256` challenge of a code verifier. @see RFC 7636 §4.2 */
export function challengeOf(verifier: string): string {
  return sha256(verifier).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}
