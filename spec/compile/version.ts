import type { Contract, Json } from '../contract.ts';
import type { Complaint } from '../extension/parse.ts';
import { isObject } from '../json/json.ts';
import { shownValue } from '../loading/problem.ts';

const VERSIONS = ['3.0', '3.1', '3.2'] as const;
const EXPECTED = 'expected an OpenAPI document of version 3.0, 3.1 or 3.2';

/** The version, absent where there is something to complain of. */
export interface Version {
  readonly openapi?: Contract['openapi'];
  readonly complaints: readonly Complaint[];
}

/** The version of OpenAPI that a document is written in, or what it is instead. */
export function versionOf(document: Json | undefined): Version {
  if (!isObject(document)) return complaint('', `${EXPECTED}, got ${kindOf(document)}`);
  const { openapi, swagger, asyncapi, overlay, arazzo } = document;
  const found = VERSIONS.find((version) => openapi === version || (typeof openapi === 'string' && openapi.startsWith(`${version}.`)));
  if (found !== undefined) return { openapi: found, complaints: [] };
  if (openapi !== undefined) return complaint('/openapi', `${EXPECTED}, got ${shownValue(openapi)}`);
  if (swagger !== undefined) return complaint('/swagger', `${EXPECTED}, got Swagger ${shownValue(swagger)}: convert it to OpenAPI 3 first`);
  if (asyncapi !== undefined) return complaint('/asyncapi', `${EXPECTED}, got an AsyncAPI document`);
  if (overlay !== undefined) return complaint('/overlay', `${EXPECTED}, got an Overlay: give it with --overlay, beside the document`);
  if (arazzo !== undefined) return complaint('/arazzo', `${EXPECTED}, got an Arazzo document`);
  return complaint('', `${EXPECTED}, got an object without the member "openapi"`);
}

function complaint(pointer: string, says: string): Version {
  return { complaints: [{ pointer, says }] };
}

function kindOf(value: Json | undefined): string {
  if (Array.isArray(value)) return 'a list';
  if (value === undefined) return 'nothing';
  return value === null ? 'null' : `a ${typeof value}`;
}
