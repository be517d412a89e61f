import type { Contract, Json, JsonObject } from '../contract.ts';
import { isObject } from '../json/json.ts';
import { shownValue, type UnlocatedProblem } from '../loading/problem.ts';

const VERSIONS = ['3.0', '3.1', '3.2'] as const;
const EXPECTED = 'expected an OpenAPI document of version 3.0, 3.1 or 3.2';

/** The version; absent if the document has problems. */
export interface Version {
  readonly openapi?: Contract['openapi'];
  readonly problems: readonly UnlocatedProblem[];
}

/** The OpenAPI version of a document, or a problem. */
export function versionOf(document: Json | undefined): Version {
  if (!isObject(document)) return problem('', `${EXPECTED}, got ${kindOf(document)}`);
  const { openapi, swagger, asyncapi, overlay, arazzo } = document;
  const found = VERSIONS.find((version) => openapi === version || (typeof openapi === 'string' && openapi.startsWith(`${version}.`)));
  if (found !== undefined) return isEmpty(document) ? empty : { openapi: found, problems: [] };
  if (openapi !== undefined) return problem('/openapi', `${EXPECTED}, got ${shownValue(openapi)}`);
  if (swagger !== undefined)
    return problem(
      '/swagger',
      `${EXPECTED}, got Swagger ${shownValue(swagger)}: convert it first with npx swagger2openapi FILE --outfile openapi.json`,
    );
  if (asyncapi !== undefined) return problem('/asyncapi', `${EXPECTED}, got an AsyncAPI document`);
  if (overlay !== undefined) return problem('/overlay', `${EXPECTED}, got an Overlay: pass it with --overlay, in addition to the document`);
  if (arazzo !== undefined) return problem('/arazzo', `${EXPECTED}, got an Arazzo document`);
  return problem('', `${EXPECTED}, got an object without the member "openapi"`);
}

/** @see OpenAPI 3.1 §4.8.1: one of the three is required */
const isEmpty = ({ paths, components, webhooks }: JsonObject) => (paths ?? components ?? webhooks) === undefined;

const empty: Version = {
  problems: [{ code: 'document/invalid', pointer: '', message: 'expected the member "paths", got a document without operations' }],
};

function problem(pointer: string, message: string): Version {
  return { problems: [{ code: 'document/version', pointer, message }] };
}

function kindOf(value: Json | undefined): string {
  if (Array.isArray(value)) return 'a list';
  if (value === undefined) return 'nothing';
  return value === null ? 'null' : `a ${typeof value}`;
}
