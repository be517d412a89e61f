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
