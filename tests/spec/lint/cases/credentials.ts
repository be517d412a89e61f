import type { JsonObject } from '../../../../spec/contract.ts';
import { small } from '../../documents.ts';
import { type Cases, coded, LIST, response } from './case.ts';

const refused = response(coded('unauthorized'));
const schemes = (others: JsonObject, security: readonly JsonObject[] = [{ Key: [] }]) =>
  small({ security, components: { securitySchemes: { Key: { type: 'http', scheme: 'bearer' }, ...others } } });
const ok = { responses: { 200: { description: 'Things.' } } };
const parameter = (name: string) =>
  small({ paths: { '/more': { get: { ...ok, operationId: 'more', parameters: [{ name, in: 'header' }] } } } });
const four = (last: JsonObject) => {
  const secured = (id: string) => ({ get: { ...ok, operationId: id, security: [{ Key: [] }] } });
  return small({
    paths: { '/a': secured('a'), '/b': secured('b'), '/c': secured('c'), '/d': { get: { ...ok, operationId: 'd', ...last } } },
  });
};
const example = (name: string, value: string) =>
  small({ components: { schemas: { Login: { type: 'object', properties: { [name]: { type: 'string', example: value } } } } } });

export const credentials: Cases = {
  'lint/undocumented-401': {
    red: small({ components: { responses: { Unauthorized: refused } } }),
    at: [LIST],
    message: 'listThings requires a credential but documents no 401',
    green: small({ responses: { 401: refused } }),
  },
  'lint/undocumented-challenge': {
    red: small({ responses: { 401: refused } }),
    at: [`${LIST}/responses/401`],
    message: 'the 401 of listThings has no WWW-Authenticate',
    green: small({ responses: { 401: { ...refused, headers: { 'www-authenticate': { schema: { type: 'string' } } } } } }),
  },
  'lint/optional-authentication': {
    red: small({ security: [{ Key: [] }, {}] }),
    at: [LIST],
    message: 'listThings can be called with or without a credential',
    green: small({ security: [] }),
  },
  'lint/nothing-secured': {
    red: small({ security: [] }),
    at: ['/components/securitySchemes/Key'],
    message: 'Key is declared, but no operation requires a credential',
    green: small(),
  },
  'lint/unsecured-operation': {
    red: four({}),
    at: ['/paths/~1d/get'],
    message: 'd has no security, although 4 operations require a credential',
    green: four({ security: [] }),
  },
  'lint/shared-header': {
    red: schemes({ Login: { type: 'http', scheme: 'basic' } }, [{ Key: [], Login: [] }]),
    at: [`${LIST}/security/0`],
    message: 'Key and Login are required together, but their credentials share a header',
    green: schemes({ Login: { type: 'http', scheme: 'basic' } }, [{ Key: [] }, { Login: [] }]),
  },
  'lint/unused-scheme': {
    red: schemes({ Other: { type: 'http', scheme: 'basic' } }),
    at: ['/components/securitySchemes/Other'],
    message: 'Other is declared but never used',
    green: schemes({ Other: { type: 'http', scheme: 'basic' } }, [{ Key: [] }, { Other: [] }]),
  },
  'lint/unsupported-scheme': {
    red: schemes({ Old: { type: 'http', scheme: 'hmac' } }, [{ Old: [] }, { Key: [] }]),
    at: ['/components/securitySchemes/Old'],
    message: 'Old (http hmac) is not simulated',
    green: schemes({ Old: { type: 'http', scheme: 'hmac' } }),
  },
  'lint/unnamed-endpoints': {
    red: schemes({ Elsewhere: { type: 'oauth2', flows: {} } }, [{ Elsewhere: [] }, { Key: [] }]),
    at: ['/components/securitySchemes/Elsewhere'],
    message: 'Elsewhere names no authorization and token endpoints',
    green: schemes({ Elsewhere: { type: 'oauth2', flows: { clientCredentials: { tokenUrl: 'https://id.example/token', scopes: {} } } } }, [
      { Elsewhere: [] },
      { Key: [] },
    ]),
  },
  'lint/deprecated-scheme': {
    red: schemes({ Old: { type: 'http', scheme: 'basic', deprecated: true } }, [{ Old: [] }]),
    at: ['/components/securitySchemes/Old'],
    message: 'Old is deprecated, but 1 operation has no alternative',
    green: schemes({ Old: { type: 'http', scheme: 'basic', deprecated: true } }, [{ Old: [] }, { Key: [] }]),
  },
  'lint/key-in-query': {
    red: schemes({ Query: { type: 'apiKey', in: 'query', name: 'api_key' } }, [{ Query: [] }]),
    at: ['/components/securitySchemes/Query'],
    message: 'Query sends the key in the query parameter api_key',
    green: schemes({ Query: { type: 'apiKey', in: 'header', name: 'X-Api-Key' } }, [{ Query: [] }]),
  },
  'lint/authorization-parameter': {
    red: parameter('authorization'),
    at: ['/paths/~1more/get/parameters/0'],
    message: 'the parameter Authorization is ignored',
    green: parameter('X-Authorization-Hint'),
  },
  'lint/literal-secret': {
    red: example('client_secret', 'q7VxR2mT9bLzW4cNfH8pJ3kD6gYs5aUe'),
    at: ['/components/schemas/Login/properties/client_secret/example'],
    message: 'the example of client_secret looks like a real secret',
    green: example('client_secret', 'your_client_secret_goes_here_1234'),
  },
};
