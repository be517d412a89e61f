import type { Contract, Json, JsonObject } from '../../spec/contract.ts';
import { isList, isObject } from '../../spec/json/json.ts';
import { isHeaderName, isHeaderValue } from '../../spec/message.ts';

/** A given answer to the next requests that match; what it leaves out is the mock's own. */
export interface ScriptedAnswer {
  /** Only requests for the operation with this id. */
  readonly operation?: string;
  /** Only requests with this method. */
  readonly method?: string;
  /** Only requests for this path, with the base path: `/v1/things`. At its end, `*` stands for anything. */
  readonly path?: string;
  /** How many requests it answers. Default: 1. */
  readonly times?: number;
  /** Moves the clock of the mock forward before the answer, in milliseconds. */
  readonly advanceMs?: number;
  /** Real time before the answer, in milliseconds. */
  readonly delayMs?: number;
  /** The connection ends without an answer. */
  readonly drop?: true;
  /** The status. Without `body` the body is the documented one of that status. */
  readonly status?: number;
  /** Replace headers of the same name. */
  readonly headers?: { readonly [name: string]: string };
  /** A text, or a value that is sent as JSON. */
  readonly body?: Json;
}

/** The answers that are left, in order. */
export interface Script {
  read(): readonly ScriptedAnswer[];
  write(answers: readonly ScriptedAnswer[]): void;
  /** Uses the first answer that matches a request once. `operation` looks up the operation that the request is for. */
  take(request: { readonly method: string; readonly target: string }, operation: () => string | undefined): ScriptedAnswer | undefined;
}

/** The answers that are kept. */
export type KeptAnswers = Pick<Script, 'read' | 'write'>;

function keepAnswers(): KeptAnswers {
  let kept: readonly ScriptedAnswer[] = [];
  return { read: () => kept, write: (answers) => void (kept = answers) };
}

/** A script whose answers are kept in memory, or elsewhere. */
export function createScript({ read, write }: KeptAnswers = keepAnswers()): Script {
  return {
    read,
    write,
    take(request, operation) {
      const left = read();
      if (left.length === 0) return undefined;
      const path = request.target.split('?', 1)[0]!;
      const index = left.findIndex(
        (answer) =>
          (answer.method === undefined || answer.method === request.method) &&
          (answer.path === undefined || isAt(answer.path, path)) &&
          (answer.operation === undefined || answer.operation === operation()),
      );
      const answer = left[index];
      if (answer === undefined) return undefined;
      const { times = 1 } = answer;
      write(left.flatMap((other, at) => (at !== index ? [other] : times > 1 ? [{ ...answer, times: times - 1 }] : [])));
      return answer;
    },
  };
}

const isAt = (pattern: string, path: string) => (pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern);

type Reader = (value: Json, at: string, contract: Contract) => void;

function expected(at: string, what: string, value: Json): never {
  throw new RangeError(`${at}: expected ${what}, got ${JSON.stringify(value)}`);
}

const whole =
  (from: number, to: number): Reader =>
  (value, at) =>
    Number.isInteger(value) && Number(value) >= from && Number(value) <= to
      ? undefined
      : expected(at, `a whole number from ${from} to ${to}`, value);

/** The longest time that an answer waits, and that the clock moves: a day, and a century. */
const [dayMs, centuryMs] = [86_400_000, 3_155_760_000_000];

const readers: { readonly [name in keyof ScriptedAnswer]-?: Reader } = {
  operation(value, at, { operations }) {
    if (!operations.some(({ id }) => id === value)) expected(at, 'the id of an operation of the document', value);
  },
  method(value, at) {
    if (typeof value !== 'string' || !isHeaderName(value)) expected(at, 'a method such as GET', value);
  },
  path(value, at) {
    if (typeof value !== 'string' || !value.startsWith('/')) expected(at, 'a path such as /v1/things', value);
  },
  times: whole(1, 1_000_000),
  advanceMs: whole(0, centuryMs),
  delayMs: whole(0, dayMs),
  drop(value, at) {
    if (value !== true) expected(at, 'true', value);
  },
  status: whole(200, 599),
  headers(value, at) {
    if (!isObject(value)) expected(at, 'an object of headers', value);
    for (const [name, text] of Object.entries(value)) {
      if (!isHeaderName(name)) expected(at, 'names of headers', name);
      if (typeof text !== 'string' || !isHeaderValue(text)) expected(`${at}.${name}`, 'the text of a header', text);
    }
  },
  body: () => undefined,
};

const byName: ReadonlyMap<string, Reader> = new Map(Object.entries(readers));

/**
 * Checks a script against the contract.
 *
 * @throws RangeError that names the member and what is accepted.
 */
export function readScript(value: Json | undefined, contract: Contract): readonly ScriptedAnswer[] {
  if (!isList(value)) throw new RangeError(`answers: expected a list, got ${JSON.stringify(value)}`);
  return value.map((answer, index) => readAnswer(answer, `answers[${index}]`, contract));
}

function readAnswer(value: Json, at: string, contract: Contract): ScriptedAnswer {
  if (!isObject(value)) expected(at, 'an object', value);
  for (const [name, member] of Object.entries<Json>(value)) {
    const read = byName.get(name);
    if (read === undefined) throw new RangeError(`${at}.${name}: unknown; expected ${Object.keys(readers).join(', ')}`);
    read(member, `${at}.${name}`, contract);
  }
  const { drop, status, headers, body } = value;
  if (drop === true && (status ?? headers ?? body) !== undefined) expected(at, 'either drop or an answer with a status', value);
  if (status === undefined && (headers ?? body) !== undefined) expected(at, 'a status beside headers and body', value);
  return value satisfies JsonObject;
}
