import type { Json } from '../../spec/contract.ts';
import { isList, isObject, readJson } from '../../spec/json/json.ts';
import { tokensOf } from '../../spec/json/pointer.ts';
import { headerValue, withoutHeader } from '../../spec/message.ts';
import type { MockResponse } from '../../mock/engine/request.ts';

/** Changes of a response of the mock. Null removes. */
export interface Amendment {
  readonly headers?: { readonly [name: string]: string | null };
  /** Members of a JSON body, by JSON Pointer; of a list, of each object in it. */
  readonly members?: { readonly [pointer: string]: Json };
  /** Members of a JSON body that are removed, as JSON Pointers. */
  readonly without?: readonly string[];
  /** Parameters of the URL in Location. */
  readonly redirect?: { readonly [parameter: string]: string | null };
}

/** A value with another one at a place; undefined removes it. Places that do not exist are made of objects. */
function placed(value: Json | undefined, [token, ...rest]: readonly string[], one: Json | undefined): Json | undefined {
  if (token === undefined) return one;
  const { [token]: before, ...others } = isObject(value) ? value : {};
  if (one === undefined && before === undefined) return value;
  const after = placed(before, rest, one);
  return after === undefined ? others : { ...others, [token]: after };
}

function bodyWith(body: string, { members = {}, without = [] }: Amendment): string {
  const changes = [
    ...without.map((pointer) => [pointer, undefined] as const),
    ...Object.entries(members).map(([pointer, one]) => [pointer, one] as const),
  ];
  const changed = (object: Json) => changes.reduce<Json>((whole, [pointer, one]) => placed(whole, tokensOf(pointer), one) ?? null, object);
  const value = readJson(body);
  if (isList(value)) return JSON.stringify(value.map((item) => (isObject(item) ? changed(item) : item)));
  return isObject(value) ? JSON.stringify(changed(value)) : body;
}

function redirected(location: string, parameters: NonNullable<Amendment['redirect']>): string {
  const url = new URL(location);
  for (const [name, value] of Object.entries(parameters)) {
    if (value === null) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  return url.href;
}

/** A response with changes. */
export function amended(response: MockResponse, amendment: Amendment): MockResponse {
  const { headers = {}, redirect, members, without } = amendment;
  const location = headerValue(response.headers, 'Location');
  const body = members === undefined && without === undefined ? response.body : bodyWith(response.body, amendment);
  const lines: { readonly [name: string]: string | null } = {
    ...headers,
    ...(redirect && location !== undefined && { Location: redirected(location, redirect) }),
    ...(body !== response.body && { 'Content-Length': String(new TextEncoder().encode(body).length) }),
  };
  const kept = Object.keys(lines).reduce((list: readonly string[], name) => withoutHeader(list, name), response.headers);
  const added = Object.entries(lines).flatMap(([name, value]) => (value === null ? [] : [name, value]));
  return { ...response, headers: [...kept, ...added], body };
}
