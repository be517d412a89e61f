import type { Contract, Flow, Operation } from '../../contract.ts';
import { member, text } from '../../json/json.ts';
import { declaredFlows } from '../../authorization.ts';
import { below } from '../../json/pointer.ts';
import { nodeAt } from '../../loading/document-node.ts';
import { propertiesOf } from '../fixed.ts';
import { type LintRule, together } from '../rule.ts';
import { listed, verb } from '../words.ts';

const URLS = ['authorizationUrl', 'tokenUrl', 'refreshUrl', 'deviceAuthorizationUrl'] as const;

export const oauthRules: readonly LintRule[] = [
  {
    id: 'lint/insecure-oauth-url',
    topic: 'oauth',
    section: 'mistakes',
    severity: 'error',
    statement: 'Every URL of OAuth and OpenID Connect uses https.',
    why: 'Codes, tokens and client secrets are sent to these URLs, and OAuth requires TLS for them (RFC 6749 §3.1, §3.2).',
    find: (contract) => {
      const flows = contract.schemes.flatMap((scheme) =>
        declaredFlows(scheme).flatMap((flow) => URLS.map((name) => ({ at: below(flow.place.pointer, name), url: flow[name] }))),
      );
      const discovery = contract.schemes.map(({ place }) => ({
        at: below(place.pointer, 'openIdConnectUrl'),
        url: text(member(nodeAt(contract.document, place.pointer).value, 'openIdConnectUrl')),
      }));
      const plain = [...flows, ...discovery].filter(({ url }) => url !== undefined && isPlain(url));
      return together(
        plain.map(({ at }) => at),
        {
          message: `${listed(plain.map(({ url }) => url!))} ${verb(
            plain.map(({ url }) => url),
            'uses',
            'use',
          )} plain HTTP`,
          fix: 'Use the https URL.',
        },
      );
    },
  },
  {
    id: 'lint/implicit-flow',
    topic: 'oauth',
    section: 'mistakes',
    severity: 'warning',
    statement: 'No scheme has the implicit flow.',
    why: 'The implicit flow puts access tokens into URLs, where they leak. RFC 9700 §2.1.2 advises against it.',
    find: (contract) =>
      together(placesOfKind(contract, 'implicit'), {
        message: 'the implicit flow is declared',
        fix: 'Offer the authorization code flow with PKCE instead.',
        yaml: 'flows:\n  authorizationCode:\n    authorizationUrl: https://auth.example.com/authorize\n    tokenUrl: https://auth.example.com/token\n    scopes: {}',
      }),
  },
  {
    id: 'lint/password-flow',
    topic: 'oauth',
    section: 'mistakes',
    severity: 'warning',
    statement: 'No scheme has the password flow.',
    why: 'The password flow reveals users’ passwords to clients. RFC 9700 §2.4 says that it must not be used.',
    find: (contract) =>
      together(placesOfKind(contract, 'password'), {
        message: 'the password flow is declared',
        fix: 'Offer the authorization code flow for users, and client credentials for programs.',
        yaml: 'flows:\n  clientCredentials:\n    tokenUrl: https://auth.example.com/token\n    scopes: {}',
      }),
  },
  {
    id: 'lint/nonstandard-token-error',
    topic: 'oauth',
    section: 'mistakes',
    severity: 'error',
    statement: 'Errors of the token endpoint have a member error with a string.',
    why: 'OAuth specifies the format of these errors (RFC 6749 §5.2), and client libraries read that string. The API’s own error format breaks them.',
    find: (contract) => {
      const wrong = contract.operations
        .filter((operation) => isTokenEndpoint(contract, operation))
        .flatMap(({ responses }) => responses.filter(({ status, range }) => (status === 400 || status === 401) && range !== 'default'))
        .flatMap(({ content }) => content.flatMap(({ schema }) => schema ?? []))
        .filter((schema) => breaksOauth(contract, schema));
      return together(wrong, {
        message: 'an error of the token endpoint has the API’s own format',
        fix: 'Use the error format of OAuth.',
        yaml: `schema:
  type: object
  required: [error]
  properties:
    error: { enum: [invalid_request, invalid_client, invalid_grant, unauthorized_client, unsupported_grant_type, invalid_scope] }
    error_description: { type: string }`,
      });
    },
  },
  {
    id: 'lint/oauth2-without-scheme',
    topic: 'oauth',
    section: 'mistakes',
    severity: 'warning',
    statement: 'If a plan has the feature oauth2, the document declares an OAuth scheme.',
    why: 'A plan cannot include a feature that the API does not have.',
    find: ({ plans, schemes }) => {
      const able = plans.filter(({ features }) => features.includes('oauth2'));
      return schemes.some(({ type }) => type === 'oauth2' || type === 'openIdConnect')
        ? []
        : together(
            able.map(({ place }) => below(place.pointer, 'features')),
            {
              message: `${listed(able.map(({ name }) => name))} has the feature oauth2, but the document has no OAuth scheme`,
              fix: 'Declare the scheme, or remove the feature.',
              yaml: 'components:\n  securitySchemes:\n    OAuth:\n      type: oauth2\n      flows:\n        clientCredentials: { tokenUrl: https://auth.example.com/token, scopes: {} }',
            },
          );
    },
  },
];

function isPlain(url: string): boolean {
  return /^http:/i.test(url) && URL.canParse(url) && !/^(localhost|127\.|\[::1\]|[^.]+$)/.test(new URL(url).hostname);
}

function placesOfKind({ schemes }: Contract, kind: Flow['kind']): readonly string[] {
  return schemes.flatMap(({ flows }) => flows.filter((flow) => flow.kind === kind).map(({ place }) => place.pointer));
}

/** Whether an operation is a token endpoint: a flow names it, or its request body has a grant type. */
export function isTokenEndpoint(contract: Contract, { method, path, body }: Operation): boolean {
  if (method !== 'POST') return false;
  const stated = contract.schemes.flatMap(({ flows }) => flows.flatMap(({ tokenUrl }) => tokenUrl ?? []));
  const paths = stated.map((url) => (URL.canParse(url, 'https://host.invalid') ? new URL(url, 'https://host.invalid').pathname : url));
  if (paths.some((stretch) => stretch === path || stretch === contract.basePath + path)) return true;
  return body?.content.some(({ schema }) => schema !== undefined && propertiesOf(contract.document, schema)?.has('grant_type')) ?? false;
}

/** Whether the member `error` is missing from a schema or has another type than string. */
function breaksOauth({ document }: Contract, schema: string): boolean {
  const properties = propertiesOf(document, schema);
  if (properties === undefined || properties.size === 0) return false;
  const error = properties.get('error');
  if (error === undefined) return true;
  const type = member(error.value, 'type');
  return type === 'object' || type === 'array' || member(error.value, 'properties') !== undefined;
}
