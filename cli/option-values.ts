import { usage } from './failure.ts';

/** Options that may be given more than once. */
const repeatable = new Set([
  'overlay',
  'allow-dir',
  'fault',
  'variant',
  'only',
  'skip',
  'origin',
  'credential',
  'client',
  'results',
  'scenarios',
  'help',
  'version',
  'v',
  'h',
]);

/** Options without a value. */
const switches = new Set(
  'accept-critical against-mock allow-incomplete allow-remote control explain force help h i-own-this-target json list quiet sample slow stdout strict v verbose version'.split(
    ' ',
  ),
);

/** The least and the greatest value of options that are whole numbers. */
const wholeNumbers: { readonly [option: string]: readonly [least: number, greatest: number] } = {
  workers: [1, 64],
  timeout: [1, 3600],
  'max-requests': [1, Number.MAX_SAFE_INTEGER],
  'max-seconds': [1, 2_000_000],
  port: [0, 65_535],
  'http-port': [0, 65_535],
  'control-port': [0, 65_535],
};

/**
 * Checks what the parser accepts and no command can use: an option given twice, a switch with a value, a number that is none.
 *
 * @param written - the words of the command line: the parser drops the value of a switch
 * @throws {CommandFailure} with exit code 2
 */
export function checkOptionValues(options: { readonly [name: string]: unknown }, written: readonly string[]): true {
  for (const word of written) {
    const [, name = '', value] = /^--(?:no-)?([a-z-]+)=(?!true$|false$)(.*)$/s.exec(word) ?? [];
    if (switches.has(name)) throw usage(`--${name}: expected no value, got "${value}"`);
  }
  for (const [name, value] of Object.entries(options)) {
    // The parser adds each name in camel case too.
    if (value === undefined || /^[_$]|[A-Z]/.test(name)) continue;
    const expected = complaint(name, value);
    if (expected !== undefined) throw usage(`--${name}: ${expected}`);
  }
  return true;
}

function complaint(name: string, value: unknown): string | undefined {
  if (Array.isArray(value)) return repeatable.has(name) ? undefined : `expected one value, got ${value.length}`;
  if (switches.has(name)) return undefined;
  const range = Object.hasOwn(wholeNumbers, name) ? wholeNumbers[name] : undefined;
  if (range === undefined) return typeof value === 'boolean' ? 'expected a value' : undefined;
  if (Number.isSafeInteger(value) && Number(value) >= range[0] && Number(value) <= range[1]) return undefined;
  return `expected a whole number from ${range[0]} to ${range[1]}${Number.isNaN(value) ? '' : `, got "${String(value)}"`}`;
}
