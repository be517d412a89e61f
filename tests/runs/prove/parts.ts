import { parse } from 'yaml';
import { isObject, parseJson } from '../../../spec/json/json.ts';
import { compileDocument } from '../../../spec/load.ts';

export const documented = "responses: { '200': { description: Fine }, '401': { description: Who? }, '403': { description: Not you } }";
export const operation = (id: string, security: string) => `{ operationId: ${id}, security: ${security}, ${documented} }`;
export const flow = (scopes: string) =>
  `{ type: oauth2, flows: { clientCredentials: { tokenUrl: 'https://id.example/token', scopes: ${scopes} } } }`;

/** The server, the paths and the schemes of a document, as YAML. */
export type Parts = readonly [servers: string, paths: string, schemes: string];

/** Compiles a document of these parts. */
export const compiled = ([server, paths, schemes]: Parts) => {
  const text = `openapi: 3.1.0
info: { title: Small, version: '1' }
servers: [{ url: '${server}' }]
paths:
  ${paths}
components:
  securitySchemes:
    ${schemes}
`;
  const document = parseJson(JSON.stringify(parse(text)));
  if (!isObject(document)) throw new Error('The document is no object.');
  return compileDocument(document);
};
