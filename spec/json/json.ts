import type { Json, JsonObject } from '../contract.ts';

/** Whether a value is an object with members, neither null nor a list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a value is a list. */
export function isList(value: unknown): value is readonly Json[] {
  return Array.isArray(value);
}

/** The own member of an object; undefined for anything else, so that chains of doubtful values stay short. */
export function member(value: Json | undefined, name: string): Json | undefined {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** The members of an object, and none of anything else. */
export function members(value: Json | undefined): readonly (readonly [string, Json])[] {
  return isObject(value) ? Object.entries(value) : [];
}

/** The items of a list, and none of anything else. */
export function items(value: Json | undefined): readonly Json[] {
  return isList(value) ? value : [];
}

/** The strings among the items of a list. */
export function texts(value: Json | undefined): readonly string[] {
  return items(value).filter((item) => typeof item === 'string');
}

/** The value if it is a string. */
export function text(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** What a JSON text says. @throws {SyntaxError} where it is none */
export function parseJson(source: string): Json {
  return JSON.parse(source);
}

/** A copy that holds nothing but JSON: shared parts are written out, whatever JSON cannot say is gone. @throws {TypeError} on a cycle */
export function plainJson(value: unknown): Json | undefined {
  const json: string | undefined = JSON.stringify(value);
  return json === undefined ? undefined : parseJson(json);
}

/** Freezes a value and everything in it; shared parts are visited once. */
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
