import type { Contract } from '../../contract.ts';
import { text, member } from '../../json/json.ts';
import { below } from '../../json/pointer.ts';
import { isHeaderName, isHeaderValue } from '../../message.ts';
import { exampleText } from '../../compile/operations/media.ts';
import { writtenOperations } from '../../compile/operations/operations.ts';
import { itemNodes, nodeAt, parts, type DocumentNode, step } from '../../loading/document-node.ts';
import { describedResponses } from '../quota.ts';
import { type LintFinding, type LintRule, together } from '../rule.ts';
import { examplesOf } from './examples.ts';

const shown = (value: string) => JSON.stringify(value.length > 60 ? `${value.slice(0, 59)}…` : value);

function nodesOf(contract: Contract): readonly DocumentNode[] {
  return describedResponses(contract).map(({ place }) => nodeAt(contract.document, place.pointer));
}

/** Names of headers: in responses, in parameters and in schemes. */
function namesIn(contract: Contract): readonly (readonly [at: string, name: string])[] {
  const responses = nodesOf(contract).flatMap((node) => {
    const headers = step(node, 'headers');
    return parts(headers).map(([name]) => [below(headers.pointer, name), name] as const);
  });
  const parameters = writtenOperations(contract.document)
    .flatMap(({ spot, pathItem }) => [pathItem, spot].flatMap((holder) => itemNodes(step(holder, 'parameters'))))
    .flatMap(({ value, pointer }) =>
      member(value, 'in') === 'header' ? [[below(pointer, 'name'), text(member(value, 'name')) ?? ''] as const] : [],
    );
  const schemes = contract.schemes.flatMap(({ kind, parameter, place }) =>
    kind === 'header' ? [[below(place.pointer, 'name'), parameter] as const] : [],
  );
  return [...responses, ...parameters, ...schemes];
}

/** Media types of responses and request bodies. */
function typesIn(contract: Contract): readonly (readonly [at: string, type: string])[] {
  const bodies = writtenOperations(contract.document).map(({ spot }) => step(spot, 'requestBody'));
  return [...nodesOf(contract), ...bodies].flatMap((node) => {
    const content = step(node, 'content');
    return parts(content).map(([type]) => [below(content.pointer, type), type] as const);
  });
}

function examplesIn(contract: Contract): readonly (readonly [at: string, value: string])[] {
  return nodesOf(contract)
    .flatMap((node) => parts(step(node, 'headers')))
    .flatMap(([, header]) => examplesOf(header))
    .map(({ at, value }) => [at, exampleText(value)] as const);
}

function unsendable(
  found: readonly (readonly [at: string, value: string])[],
  isValid: (value: string) => boolean,
  what: string,
): readonly LintFinding[] {
  const wrong = new Map(found.filter(([, value]) => !isValid(value)));
  return [...wrong].flatMap(([at, value]) =>
    together([at], { message: `${shown(value)} cannot be ${what}`, fix: 'Write it with the characters that HTTP allows.' }),
  );
}

/** A Cache-Control that keeps a response from other callers. @see RFC 9111 §5.2.2 */
const restricted = /(?:^|[\s,])(?:no-store|private|no-cache)(?:$|[\s,])/i;

export const headersRules: readonly LintRule[] = [
  {
    id: 'lint/unsendable-header',
    topic: 'http',
    section: 'mistakes',
    severity: 'error',
    statement: 'Every header name, header example and media type can be sent.',
    why: 'HTTP allows no line breaks and no characters outside ASCII in headers, and only letters, digits and some symbols in their names.',
    meanwhile: 'The mock leaves these headers out, and the suites do not find them in any response.',
    find: (contract) => [
      ...unsendable(namesIn(contract), isHeaderName, 'the name of a header'),
      ...unsendable(typesIn(contract), (type) => isHeaderValue(type) && type.includes('/'), 'a media type'),
      ...unsendable(examplesIn(contract), isHeaderValue, 'the value of a header'),
    ],
  },
  {
    id: 'lint/any-origin-with-credentials',
    topic: 'http',
    section: 'mistakes',
    severity: 'warning',
    statement: 'No response allows credentials together with the origin *.',
    why: 'Browsers reject the combination, so no page can read such a response with credentials.',
    find: (contract) =>
      describedResponses(contract).flatMap(({ headers, place }) => {
        const valueOf = (wanted: string) => headers.find(({ name }) => name.toLowerCase() === wanted);
        const origin = valueOf('access-control-allow-origin');
        const isAny = origin?.example === '*' && valueOf('access-control-allow-credentials')?.example === 'true';
        return isAny
          ? together([below(place.pointer, 'headers', origin.name)], {
              message: 'Access-Control-Allow-Origin is *, and Access-Control-Allow-Credentials is true',
              fix: 'Name the origins that may send credentials, or leave out the credentials.',
            })
          : [];
      }),
  },
  {
    id: 'lint/unrestricted-caching',
    topic: 'http',
    section: 'mistakes',
    severity: 'warning',
    statement: 'Every documented Cache-Control of a secured operation restricts caching.',
    why: 'A cache may give the response to the next caller, who has another credential or none.',
    meanwhile: 'The mock sends the documented value, and the suites accept it.',
    find: (contract) =>
      contract.operations
        .filter(({ public: open, safe }) => !open && safe)
        .flatMap(({ responses }) => responses)
        .filter(({ documented, status }) => documented && status >= 200 && status < 300)
        .flatMap(({ headers, place }) =>
          headers.flatMap(({ name, example, exampleDocumented }) =>
            name.toLowerCase() === 'cache-control' && exampleDocumented && example !== undefined && !restricted.test(example)
              ? [{ at: below(place.pointer, 'headers', name), example }]
              : [],
          ),
        )
        .flatMap(({ at, example }) =>
          together([at], {
            message: `Cache-Control is ${shown(example)}, without no-store, private or no-cache`,
            fix: 'Write `no-store`, or `private` with a lifetime where the client may store the response.',
          }),
        ),
  },
];
