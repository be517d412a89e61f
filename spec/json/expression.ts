import type { Json, ResponsePlace } from '../contract.ts';
import { headerValue, type HeaderList } from '../message.ts';
import { valueAt } from './pointer.ts';

const HEADER = /^\$response\.header\.([!#$%&'*+\-.^_`|~0-9A-Za-z]+)$/;
const BODY = /^\$response\.body#((?:\/(?:[^~]|~[01])*)*)$/;

/** A runtime expression that names a place in a response, or undefined where it is none. @see OpenAPI 3.1 §4.8.20.4 */
export function parseExpression(expression: string): ResponsePlace | undefined {
  const header = HEADER.exec(expression)?.[1];
  if (header !== undefined) return { expression, header };
  const pointer = BODY.exec(expression)?.[1];
  return pointer === undefined ? undefined : { expression, pointer };
}

/** The place of a header in a response. */
export function headerPlace(header: string): ResponsePlace {
  return { expression: `$response.header.${header}`, header };
}

/** The place of a member in a response's body. */
export function bodyPlace(pointer: string): ResponsePlace {
  return { expression: `$response.body#${pointer}`, pointer };
}

/** What stands at a place of a response: the text of the header's first line, the value in the body, or undefined. */
export function readPlace(place: ResponsePlace, headers: HeaderList, body: Json | undefined): Json | undefined {
  if (place.header !== undefined) return headerValue(headers, place.header);
  return place.pointer === undefined ? undefined : valueAt(body, place.pointer);
}
