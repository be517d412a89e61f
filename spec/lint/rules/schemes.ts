import type { Contract, Scheme } from '../../contract.ts';
import { member, text } from '../../json/json.ts';
import { itemNodes, type DocumentNode, nodeAt, step } from '../../loading/document-node.ts';
import { writtenOperations } from '../../compile/operations/operations.ts';
import { type LintRule, together } from '../rule.ts';
import { placesOf, schemeUses } from '../secured.ts';
import { counted, listed, verb } from '../words.ts';

const names = (schemes: readonly Scheme[]) => listed(schemes.map(({ name }) => name));

export const schemesRules: readonly LintRule[] = [
  {
    id: 'lint/unused-scheme',
    topic: 'credentials',
    section: 'mistakes',
    severity: 'warning',
    says: 'Every declared security scheme is asked for somewhere.',
    why: 'A scheme that nothing asks for promises nothing: either it is a leftover, or the operations that should name it do not.',
    find: (contract) => {
      const used = new Set(schemeUses(contract).map(({ scheme }) => scheme));
      const unused = contract.schemes.filter(({ name }) => !used.has(name));
      const nothingSecured = used.size === 0;
      return nothingSecured
        ? []
        : together(placesOf(unused), {
            says: `${names(unused)} ${verb(unused, 'is', 'are')} declared and asked for nowhere`,
            fix: 'Name it in the security of the operations that take it, or remove it.',
          });
    },
  },
  {
    id: 'lint/unsupported-scheme',
    topic: 'credentials',
    section: 'unsaid',
    severity: 'warning',
    says: 'Every scheme that is asked for is one that can be simulated and probed.',
    why: 'What depends on another scheme is neither served nor checked.',
    meanwhile: 'The mock refuses requests that depend on it, and the suites leave out what they cannot send a credential for.',
    find: (contract) => {
      const unsupported = usedSchemes(contract).filter(({ kind }) => kind === 'unsupported' || kind === 'certificate');
      return together(placesOf(unsupported), {
        says: `${listed(unsupported.map(described))} ${verb(unsupported, 'is', 'are')} not simulated`,
        fix: 'Nothing is wrong with the document; if one of basic, bearer, apiKey, oauth2 and openIdConnect is accepted as well, say so beside it.',
      });
    },
  },
  {
    id: 'lint/deprecated-scheme',
    topic: 'credentials',
    section: 'unsaid',
    severity: 'note',
    says: 'No operation rests on a deprecated scheme alone.',
    why: 'Callers are told to move away, and the document names nothing to move to.',
    meanwhile: 'A deprecated scheme is served and checked like any other.',
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
        : together(placesOf(deprecated), {
            says: `${names(deprecated)} ${verb(deprecated, 'is', 'are')} deprecated, and ${counted(bound.length, 'operation')} can be called in no other way`,
            fix: 'Name the scheme that takes its place as an alternative.',
          });
    },
  },
  {
    id: 'lint/key-in-query',
    topic: 'credentials',
    section: 'mistakes',
    severity: 'warning',
    says: 'No key travels in the query of a URL.',
    why: 'URLs end up in logs, histories and Referer fields, and so do the keys in them (RFC 9110 §17.9).',
    find: (contract) => {
      const query = usedSchemes(contract).filter(({ kind }) => kind === 'query');
      return together(placesOf(query), {
        says: `${names(query)} puts the key into the query, as ${listed(query.map(({ parameter }) => parameter))}`,
        fix: 'Let the key travel in a header.',
        yaml: `${query[0]?.name ?? 'ApiKey'}: { type: http, scheme: bearer }`,
      });
    },
  },
  {
    id: 'lint/authorization-parameter',
    topic: 'credentials',
    section: 'mistakes',
    severity: 'warning',
    says: 'Authorization is never declared as a header parameter.',
    why: 'OpenAPI says that such a parameter is ignored: no tool sends a credential for it, and the operation asks for none.',
    find: (contract) => {
      const found = writtenOperations(contract.document)
        .flatMap(({ spot: node, pathItem }) => [pathItem, node].flatMap((holder) => itemNodes(step(holder, 'parameters'))))
        .filter(isAuthorization);
      const one = contract.schemes.find(({ parameter }) => parameter === 'Authorization')?.name;
      return together(
        found.map(({ pointer }) => pointer),
        {
          says: 'the parameter Authorization is ignored',
          fix: one === undefined ? 'Declare a security scheme, and ask for it.' : `Ask for ${one} in security instead.`,
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
