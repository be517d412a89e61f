import { literal, type Reading } from './reading.ts';

/** A condition for a value: checked on a recorded value, and written as a statement of a generated file. */
export interface Claim {
  readonly holds: (value: unknown) => boolean;
  /** A statement about an expression; it fails with the message if the claim does not hold. */
  readonly code: (expression: string, message: string) => string;
}

/** A claim about one value of a response. */
export interface Clause {
  readonly reading: Reading;
  readonly claim: Claim;
}

const expected =
  (matcher: string): Claim['code'] =>
  (expression, message) =>
    `expect(${expression}, ${message}).${matcher};`;

export const textOf = (value: unknown) => (value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value));

export const numberOf = (value: unknown) =>
  typeof value === 'number' ? value : typeof value === 'string' && value !== '' ? Number(value) : Number.NaN;

/** One of these values, exactly. */
export function oneOf(values: readonly (string | number | boolean | null)[]): Claim {
  const list = values.map((value) => (typeof value === 'string' ? literal(value) : String(value)));
  return {
    holds: (value) => values.some((candidate) => candidate === value),
    code:
      values.length === 1
        ? expected(`toBe(${list[0]})`)
        : (expression, message) => `expect([${list.join(', ')}], ${message}).toContain(${expression});`,
  };
}

/** The same JSON value. */
export const equal = (wanted: unknown): Claim => ({
  holds: (value) => JSON.stringify(value) === JSON.stringify(wanted),
  code: expected(`toEqual(${JSON.stringify(wanted)})`),
});

export const absent: Claim = { holds: (value) => value === undefined, code: expected('toBeUndefined()') };

export const present: Claim = {
  holds: (value) => value !== undefined && value !== null && value !== '',
  code: (expression, message) => `expect([undefined, null, ''], ${message}).not.toContain(${expression});`,
};

/** A text, or a value written as JSON, with a match of the expression. */
export const matching = (pattern: RegExp): Claim => ({
  holds: (value) => pattern.test(textOf(value)),
  code: (expression, message) => `expect(text(${expression}), ${message}).toMatch(${String(pattern)});`,
});

/** The same without a match. */
export const lacking = (pattern: RegExp): Claim => ({
  holds: (value) => !pattern.test(textOf(value)),
  code: (expression, message) => `expect(text(${expression}), ${message}).not.toMatch(${String(pattern)});`,
});

/** A number within bounds, both included. */
export function between(least: number | undefined, most: number | undefined): Claim {
  return {
    holds: (value) => numberOf(value) >= (least ?? -Infinity) && numberOf(value) <= (most ?? Infinity),
    code: (expression, message) =>
      [
        ...(least === undefined ? [] : [`expect(Number(${expression}), ${message}).toBeGreaterThanOrEqual(${least});`]),
        ...(most === undefined ? [] : [`expect(Number(${expression}), ${message}).toBeLessThanOrEqual(${most});`]),
      ].join('\n'),
  };
}

const typeOf = (value: unknown) => (Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value);

/** A JSON value of that type. */
export const typed = (type: string): Claim =>
  type === 'integer'
    ? {
        holds: (value) => Number.isInteger(value),
        code: (expression, message) => `expect(Number.isInteger(${expression}), ${message}).toBe(true);`,
      }
    : {
        holds: (value) => typeOf(value) === type,
        code: (expression, message) => `expect(type(${expression}), ${message}).toBe('${type}');`,
      };

/** A text that is JSON. */
export const parseable: Claim = {
  holds: (value) => {
    try {
      JSON.parse(textOf(value));
      return true;
    } catch {
      return false;
    }
  },
  code: (expression, message) => `expect(() => JSON.parse(${expression}), ${message}).not.toThrow();`,
};
