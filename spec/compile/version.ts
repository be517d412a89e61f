import type { Contract, Json } from '../contract.ts';
import type { Complaint } from '../extension/parse.ts';
import { isObject } from '../json.ts';
import { shown } from '../problem.ts';

const EXPECTED = 'expected an OpenAPI document of version 3.0, 3.1 or 3.2';

/** The version of OpenAPI that a document is written in, or what it is instead. */
export function versionOf(document: Json | undefined): { readonly openapi: Contract['openapi'] } | Complaint {
  if (!isObject(document)) return { pointer: '', says: `${EXPECTED}, got ${kindOf(document)}` };
  const { openapi, swagger, asyncapi, overlay, arazzo } = document;
  const found = typeof openapi === 'string' ? /^3\.[012](?=\.|$)/.exec(openapi)?.[0] : undefined;
  if (found !== undefined) return { openapi: found as Contract['openapi'] };
  if (openapi !== undefined) return { pointer: '/openapi', says: `${EXPECTED}, got ${shown(openapi)}` };
  if (swagger !== undefined)
    return { pointer: '/swagger', says: `${EXPECTED}, got Swagger ${shown(swagger)}: convert it to OpenAPI 3 first` };
  if (asyncapi !== undefined) return { pointer: '/asyncapi', says: `${EXPECTED}, got an AsyncAPI document` };
  if (overlay !== undefined)
    return { pointer: '/overlay', says: `${EXPECTED}, got an Overlay: give it with --overlay, beside the document` };
  if (arazzo !== undefined) return { pointer: '/arazzo', says: `${EXPECTED}, got an Arazzo document` };
  return { pointer: '', says: `${EXPECTED}, got an object without the member "openapi"` };
}

function kindOf(value: Json | undefined): string {
  if (Array.isArray(value)) return 'a list';
  if (value === undefined) return 'nothing';
  return value === null ? 'null' : `a ${typeof value}`;
}
