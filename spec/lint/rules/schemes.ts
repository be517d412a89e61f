import type { Contract, Scheme } from '../../contract.ts';
import { member, text } from '../../json/json.ts';
import { itemNodes, type DocumentNode, nodeAt, step } from '../../loading/document-node.ts';
import { lacksEndpoints } from '../../compile/assumptions.ts';
import { unsendableRequirements } from '../../compile/security/security.ts';
import { writtenOperations } from '../../compile/operations/operations.ts';
import { type LintRule, together } from '../rule.ts';
import { pointersOf, schemeUses } from '../secured.ts';
import { counted, listed, verb } from '../words.ts';

const names = (schemes: readonly Scheme[]) => listed(schemes.map(({ name }) => name));

export const schemesRules: readonly LintRule[] = [
  {
    id: 'lint/unused-scheme',
    topic: 'credentials',
    section: 'mistakes',
    severity: 'warning',
    statement: 'Every declared security scheme is used.',
    why: 'An unused scheme has no effect. Either it is a leftover, or security is missing from operations.',
    find: (contract) => {
      const used = new Set(schemeUses(contract).map(({ scheme }) => scheme));
      const unused = contract.schemes.filter(({ name }) => !used.has(name));
      const nothingSecured = used.size === 0;
      return nothingSecured
        ? []
        : together(pointersOf(unused), {
            message: `${names(unused)} ${verb(unused, 'is', 'are')} declared but never used`,
            fix: 'Add it to the security of the operations that accept it, or remove it.',
          });
    },
  },
  {
    id: 'lint/shared-header',
    topic: 'credentials',
    section: 'mistakes',
    severity: 'error',
    statement: 'Schemes that are required together can be sent in one request.',
    why: 'A request has one credential in a header, so no client can meet both requirements.',
    meanwhile: 'The credential of either scheme is accepted, as if each were an alternative.',
    find: ({ document }) =>
      unsendableRequirements(document).map(({ pointer, schemes }) => ({
        at: [pointer],
        message: `${listed(schemes)} are required together, but their credentials share a header`,
        fix: 'If the credential of either is enough, write them as alternatives.',
        yaml: `security:\n${schemes.map((name) => `  - ${name}: []`).join('\n')}`,
      })),
  },
  {
    id: 'lint/unsupported-scheme',
    topic: 'credentials',
    section: 'undocumented',
    severity: 'warning',
    statement: 'Every scheme in use can be simulated and tested.',
    why: 'Operations that require another scheme can be neither simulated nor tested.',
    meanwhile: 'The mock rejects requests that depend on it, and the suites skip operations that they have no credential for.',
    find: (contract) => {
      const unsupported = usedSchemes(contract).filter(({ kind }) => kind === 'unsupported');
      return together(pointersOf(unsupported), {
        message: `${listed(unsupported.map(described))} ${verb(unsupported, 'is', 'are')} not simulated`,
        fix: 'The document is correct. If the server also accepts a credential that is sent as it is, such as a bearer token or a key, add it as an alternative.',
      });
    },
  },
  {
    id: 'lint/unnamed-endpoints',
    topic: 'credentials',
    section: 'undocumented',
    severity: 'note',
    statement: 'Every scheme that issues tokens names its authorization and token endpoints.',
    why: 'Without flows, a client finds the endpoints only in the metadata of the authorization server.',
    meanwhile: 'The mock serves no such endpoints and accepts its own tokens. The flows are not tested.',
    find: (contract) => {
      const lacking = usedSchemes(contract).filter((scheme) => lacksEndpoints(scheme, contract));
      return together(pointersOf(lacking), {
        message: `${names(lacking)} ${verb(lacking, 'names', 'name')} no authorization and token endpoints`,
        fix: 'To have the flows simulated and tested, declare them.',
        yaml: `${lacking[0]?.name ?? 'OAuth'}:
  type: oauth2
  flows:
    authorizationCode:
      authorizationUrl: https://auth.example.com/authorize
      tokenUrl: https://auth.example.com/token
      scopes: {}`,
      });
    },
  },
  {
    id: 'lint/deprecated-scheme',
    topic: 'credentials',
    section: 'undocumented',
    severity: 'note',
    statement: 'Every operation has an alternative to a deprecated scheme.',
    why: 'Clients should migrate, but the document names no alternative.',
    meanwhile: 'A deprecated scheme is simulated and checked like any other.',
    find: (contract) => {
      const deprecated = usedSchemes(contract).filter(
        ({ place }) => member(nodeAt(contract.document, place.pointer).value, 'deprecated') === true,
      );
      const bound = contract.operations.filter(
        ({ security, public: open }) =>
          !open && security.every(({ requirements }) => requirements.some(({ scheme }) => deprecated.some(({ name }) => name === scheme))),
      );
      return bound.length === 0
        ? []
        : together(pointersOf(deprecated), {
            message: `${names(deprecated)} ${verb(deprecated, 'is', 'are')} deprecated, but ${counted(bound.length, 'operation')} ${bound.length === 1 ? 'has' : 'have'} no alternative`,
            fix: 'Add the replacement as an alternative.',
          });
    },
  },
  {
    id: 'lint/key-in-query',
    topic: 'credentials',
    section: 'mistakes',
    severity: 'warning',
    statement: 'No key is sent in the query of a URL.',
    why: 'URLs, and the keys in them, end up in logs, browser histories and Referer headers (RFC 9110 §17.9).',
    find: (contract) => {
      const query = usedSchemes(contract).filter(({ kind }) => kind === 'query');
      return together(pointersOf(query), {
        message: `${names(query)} sends the key in the query parameter ${listed(query.map(({ parameter }) => parameter))}`,
        fix: 'Send the key in a header.',
        yaml: `${query[0]?.name ?? 'ApiKey'}: { type: http, scheme: bearer }`,
      });
    },
  },
  {
    id: 'lint/authorization-parameter',
    topic: 'credentials',
    section: 'mistakes',
    severity: 'warning',
    statement: 'Authorization is never declared as a header parameter.',
    why: 'OpenAPI ignores such a parameter: tools send no credential for it, and the operation does not require one.',
    find: (contract) => {
      const found = writtenOperations(contract.document)
        .flatMap(({ spot: node, pathItem }) => [pathItem, node].flatMap((holder) => itemNodes(step(holder, 'parameters'))))
        .filter(isAuthorization);
      const one = contract.schemes.find(({ parameter }) => parameter === 'Authorization')?.name;
      return together(
        found.map(({ pointer }) => pointer),
        {
          message: 'the parameter Authorization is ignored',
          fix: one === undefined ? 'Declare a security scheme, and use it in security.' : `Use ${one} in security instead.`,
          yaml:
            one === undefined
              ? 'components:\n  securitySchemes:\n    Key: { type: http, scheme: bearer }\nsecurity:\n  - Key: []'
              : `security:\n  - ${one}: []`,
        },
      );
    },
  },
];

function usedSchemes(contract: Contract): readonly Scheme[] {
  const used = new Set(schemeUses(contract).map(({ scheme }) => scheme));
  return contract.schemes.filter(({ name }) => used.has(name));
}

function described({ name, type, challenge }: Scheme): string {
  return `${name} (${[type, challenge].filter(Boolean).join(' ')})`;
}

function isAuthorization({ value }: DocumentNode): boolean {
  return member(value, 'in') === 'header' && text(member(value, 'name'))?.toLowerCase() === 'authorization';
}
