import { expect, test } from 'vitest';
import { CommandFailure } from '../../cli/failure.ts';
import { checkOptionValues } from '../../cli/option-values.ts';

/** The kinds of some options. */
const known = { array: ['only', 'name'], boolean: ['quiet', 'control', 'help'] };

/** What the options are rejected with; its exit code is 2. */
function complaint(options: { readonly [name: string]: unknown }, ...written: readonly string[]): string {
  try {
    checkOptionValues(options, written, known);
  } catch (error) {
    if (error instanceof CommandFailure && error.exit === 2) return error.message;
  }
  throw new Error('they were not rejected');
}

test.each([
  [{ workers: 0 }, '--workers: expected a whole number from 1 to 64, got "0"'],
  [{ workers: Number.NaN }, '--workers: expected a whole number from 1 to 64'],
  [{ port: 65_536 }, '--port: expected a whole number from 0 to 65535, got "65536"'],
  [{ 'max-requests': 1.5 }, '--max-requests: expected a whole number from 1 to 9007199254740991, got "1.5"'],
  [{ target: ['https://one.test', 'https://two.test'] }, '--target: expected one value, got 2'],
  [{ target: false }, '--target: expected a value'],
  [{ quiet: [true, true] }, '--quiet: expected one value, got 2'],
  [{ only: false }, '--only: expected a value'],
])('%o is rejected', (options, message) => {
  expect(complaint(options)).toBe(message);
});

test('a switch with a value is rejected', () => {
  expect(complaint({ quiet: false }, 'run', '--quiet=abc')).toBe('--quiet: expected no value, got "abc"');
  expect(complaint({}, '--no-control=1')).toBe('--control: expected no value, got "1"');
});

test('what a command can use is accepted', () => {
  const options = {
    _: ['run'],
    $0: 'auth-conformance',
    only: ['limits', 'whoami'],
    name: [],
    help: [true, true],
    workers: 2,
    maxRequests: 5,
    quiet: true,
  };
  expect(checkOptionValues(options, ['run', '--quiet=true', '--target=a=b', '--only', 'limits'], known)).toBe(true);
});
