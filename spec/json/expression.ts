import type { Json } from '../contract.ts';
import type { ResponsePlace } from '../quotas.ts';
import { headerValue, headerValues, type HeaderList } from '../message.ts';
import { valueAt } from './pointer.ts';

const HEADER = /^\$response\.header\.([!#$%&'*+\-.^_`|~0-9A-Za-z]+)$/;
const BODY = /^\$response\.body#((?:\/(?:[^~]|~[01])*)*)$/;

/** Parses a runtime expression for a response; undefined if it is invalid. @see OpenAPI 3.1 §4.8.20.4 */
export function parseExpression(expression: string): ResponsePlace | undefined {
  const header = HEADER.exec(expression)?.[1];
  if (header !== undefined) return { expression, header };
  const pointer = BODY.exec(expression)?.[1];
  return pointer === undefined ? undefined : { expression, pointer };
}

/** The expression for a response header. */
export function headerPlace(header: string): ResponsePlace {
  return { expression: `$response.header.${header}`, header };
}

/** The expression for a member of a response body. */
export function bodyPlace(pointer: string): ResponsePlace {
  return { expression: `$response.body#${pointer}`, pointer };
}

function memberOf(text: string, member: string): string | undefined {
  return new RegExp(`(?:^|[,\\s])${member}\\s*=\\s*([^,;\\s]+)`, 'i').exec(text)?.[1];
}

/** The value of an expression: the first value of the header or its member, or the value in the body. */
export function readPlace(place: ResponsePlace, headers: HeaderList, body: Json | undefined): Json | undefined {
  if (place.header !== undefined && place.member !== undefined)
    return memberOf(headerValues(headers, place.header).join(', '), place.member);
  if (place.header !== undefined) return headerValue(headers, place.header);
  return place.pointer === undefined ? undefined : valueAt(body, place.pointer);
}
