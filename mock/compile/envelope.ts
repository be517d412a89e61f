import type { DocumentedResponse, Json, JsonObject } from '../../spec/contract.ts';
import { errorLike, rewordError } from '../../spec/error-body.ts';
import { isObject, members } from '../../spec/json/json.ts';
import { below } from '../../spec/json/pointer.ts';
import type { Marked } from './template.ts';
import { withValueAt } from './value.ts';

/** The body of an undocumented error, and the place of its message. */
export interface Envelope {
  readonly type: string;
  readonly value: Json;
  readonly marks: readonly Marked[];
}

/** The shape of an error body: pointers into its example. */
interface Shape {
  readonly type: string;
  readonly example: JsonObject;
  readonly message: string;
  readonly code?: { readonly pointer: string; readonly style: (words: readonly string[]) => string };
  /** Members that repeat the status as a number. */
  readonly numbers: readonly string[];
}

const messageNames = ['message', 'detail', 'error_description', 'errorMessage', 'error_message', 'description', 'msg', 'title'];
const codeNames = ['code', 'error_code', 'errorCode', 'error', 'type', 'name'];

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

function styleOf(code: Json | undefined): ((words: readonly string[]) => string) | undefined {
  if (typeof code !== 'string') return undefined;
  if (/^[a-z0-9]+(_[a-z0-9]+)*$/.test(code)) return (words) => words.join('_');
  if (/^[A-Z0-9]+(_[A-Z0-9]+)*$/.test(code)) return (words) => words.join('_').toUpperCase();
  if (/^[a-z0-9]+(-[a-z0-9]+)+$/.test(code)) return (words) => words.join('-');
  if (/^[a-z][A-Za-z0-9]*$/.test(code)) return ([first, ...rest]) => [first, ...rest.map(capital)].join('');
  if (/^([A-Z][a-z0-9]*)+$/.test(code)) return (words) => words.map(capital).join('');
  if (/^[A-Z][a-z0-9]*( [A-Za-z0-9]+)+$/.test(code)) return (words) => words.map(capital).join(' ');
  return undefined;
}

function recognise(type: string, example: JsonObject, prefix: string, holder: JsonObject): Shape | undefined {
  const texts = members(holder).flatMap(([name, value]) => (typeof value === 'string' ? [name] : []));
  const message = messageNames.find((name) => texts.includes(name)) ?? texts.find((name) => /\s/.test(JSON.stringify(holder[name])));
  if (message === undefined) return undefined;
  const others = texts.filter((name) => name !== message);
  const coded = [...codeNames.filter((name) => others.includes(name)), ...others]
    .map((name) => ({ pointer: `${prefix}/${name}`, style: styleOf(holder[name]) }))
    .find((candidate) => candidate.style !== undefined);
  const numbers = ['status', 'statusCode', 'code'].filter((name) => typeof holder[name] === 'number').map((name) => `${prefix}/${name}`);
  return {
    type,
    example,
    message: `${prefix}/${message}`,
    ...(coded?.style && { code: { pointer: coded.pointer, style: coded.style } }),
    numbers,
  };
}

/** The shape of a documented error, at the top level of its body or one level below. */
function shapeOf(response: DocumentedResponse): Shape | undefined {
  for (const { type, example } of response.content) {
    if (!isObject(example)) continue;
    const inner = members(example).flatMap(([name, value]) => (isObject(value) ? [[name, value] as const] : []));
    const holders = [['', example] as const, ...inner.map(([name, value]) => [below('', name), value] as const)];
    for (const [prefix, holder] of holders) {
      const shape = recognise(type, example, prefix, holder);
      if (shape !== undefined) return shape;
    }
  }
  return undefined;
}

/** Problem details without a type; other examples unchanged. @see RFC 9457 §4.2.1 */
function untypedProblem({ type, example }: Shape): JsonObject {
  return type === 'application/problem+json' && typeof example['type'] === 'string' ? { ...example, type: 'about:blank' } : example;
}

/** Creates errors in the shape of a documented one, or problem details if it has no known shape. @see RFC 9457 §3 */
export function envelopesLike(response: DocumentedResponse): (status: number, code: string, message: string) => Envelope {
  const shape = shapeOf(response);
  const only = response.content.find(({ example }) => isObject(example));
  if (shape === undefined) {
    return (status, code, message) => {
      const value = only?.example === undefined ? undefined : errorLike(only.example, { status, code, message });
      if (only !== undefined && value !== undefined) return { type: only.type, value, marks: [] };
      return {
        type: 'application/problem+json',
        value: { type: 'about:blank', title: message, status, detail: message },
        marks: [{ place: 'message', pointer: '/detail' }],
      };
    };
  }
  return (status, code, message) => {
    const untyped = rewordError(untypedProblem(shape), { status, code, message });
    const worded = withValueAt(untyped, shape.message, message);
    const coded = shape.code ? withValueAt(worded, shape.code.pointer, shape.code.style(code.split('_'))) : worded;
    return {
      type: shape.type,
      value: shape.numbers.reduce((value, pointer) => withValueAt(value, pointer, status), coded),
      marks: [{ place: 'message', pointer: shape.message }],
    };
  };
}
