import type { Json, JsonObject } from '../contract.ts';

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a value is a list. */
export function isList(value: unknown): value is readonly Json[] {
  return Array.isArray(value);
}

/** An own member of an object; undefined for any other value. */
export function member(value: Json | undefined, name: string): Json | undefined {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** The members of an object; none for any other value. */
export function members(value: Json | undefined): readonly (readonly [string, Json])[] {
  return isObject(value) ? Object.entries(value) : [];
}

/** The items of a list; none for any other value. */
export function items(value: Json | undefined): readonly Json[] {
  return isList(value) ? value : [];
}

/** The strings in a list. */
export function texts(value: Json | undefined): readonly string[] {
  return items(value).filter((item) => typeof item === 'string');
}

/** The value, if it is a string. */
export function text(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Parses JSON. @throws {SyntaxError} if it is invalid */
export function parseJson(source: string): Json {
  return JSON.parse(source);
}

/** Whether a text is JSON, however deeply nested. */
export function isJsonText(source: string): boolean {
  try {
    parseJson(source);
    return true;
  } catch {
    return false;
  }
}

/** The most levels of a text that anybody sends as JSON: what is read by recursion stays within the stack. */
const mostLevels = 500;

/** The value of a text from elsewhere; undefined if it is not JSON, or nested more than 500 levels deep. */
export function readJson(source: string): Json | undefined {
  try {
    return source.length > mostLevels && levelsOf(source) > mostLevels ? undefined : parseJson(source);
  } catch {
    return undefined;
  }
}

/** How many brackets are open at most, outside of strings. */
function levelsOf(source: string): number {
  let [open, most, quoted] = [0, 0, false];
  for (let index = 0; index < source.length; index++) {
    const character = source[index];
    if (quoted && character === '\\') index++;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && (character === '[' || character === '{')) most = Math.max(most, ++open);
    else if (!quoted && (character === ']' || character === '}')) open--;
  }
  return most;
}

/** A copy with only JSON values; shared parts are copied. @throws {TypeError} on a cycle */
export function plainJson(value: unknown): Json | undefined {
  const json: string | undefined = JSON.stringify(value);
  return json === undefined ? undefined : parseJson(json);
}

/** Freezes a value deeply. */
export function freeze<T>(value: T): T {
  const open: unknown[] = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next !== 'object' || next === null || Object.isFrozen(next)) continue;
    Object.freeze(next);
    for (const part of Object.values(next)) open.push(part);
  }
  return value;
}
