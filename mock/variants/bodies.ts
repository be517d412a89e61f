import type { Contract, Json, JsonObject } from '../../spec/contract.ts';
import { isList, isObject, members, parseJson } from '../../spec/json/json.ts';
import type { MockResponse } from '../engine/request.ts';
import { onResponse, withBody, withMembers, type PartsChange } from '../faults/edits.ts';
import type { RequestContext } from '../engine/request-context.ts';
import type { Variants } from './variant.ts';

/** Rewrites the JSON body of responses that satisfy the condition. */
const rewriteBody = (
  write: (body: Json, context: RequestContext) => string,
  when: (response: MockResponse, context: RequestContext) => boolean = () => true,
): PartsChange =>
  onResponse((response, context) => {
    const body = /^[[{]/.test(response.body) && when(response, context) ? parseJson(response.body) : undefined;
    return body === undefined ? response : withBody(response, write(body, context));
  });

/** Applies a change only if the document allows additional members in every schema. */
const ifSchemasOpen =
  (change: PartsChange): PartsChange =>
  (parts) =>
    isOpen(parts.contract) ? change(parts) : parts;

const isOpen = ({ document }: Contract) => !/"(?:additional|unevaluated)Properties":(?!true)/.test(JSON.stringify(document));

const withMoreMembers = (body: Json, more: JsonObject) => JSON.stringify(isObject(body) ? { ...body, ...more } : body);

function reversed(value: Json): Json {
  if (isList(value)) return value.map(reversed);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    members(value)
      .toReversed()
      .map(([name, member]) => [name, reversed(member)]),
  );
}

const escaped = (text: string) =>
  text.replaceAll('/', String.raw`\/`).replace(/[’–]/g, (letter) => String.raw`\u` + letter.charCodeAt(0).toString(16));

/** Replaces the messages of error responses whose status the document does not describe. */
const replaceMessages = (gates: readonly string[], text: string): PartsChange =>
  onResponse((response, { decision, environment: { compiled } }) => {
    const own = decision !== undefined && gates.includes(decision.gate) && decision.outcome === 'rejected';
    const documented = compiled.contract.operations.some(({ responses }) => responses.some(({ status }) => status === response.status));
    return own && !documented
      ? withMembers(response, (_, member) => (typeof member === 'string' && /\s/.test(member) ? text : member))
      : response;
  });

export const bodiesVariants = {
  'adds-extra-members': {
    description: 'Every body has a member that no schema describes.',
    apply: ifSchemasOpen(rewriteBody((body, { request }) => withMoreMembers(body, { traceId: String(request.target.length) }))),
  },
  'reverses-member-order': {
    description: 'The members of every JSON object come in reverse order.',
    apply: rewriteBody((body) => JSON.stringify(reversed(body))),
  },
  'indents-json': {
    description: 'JSON bodies are indented, with one line for each member and a line break at the end.',
    apply: rewriteBody((body) => `${JSON.stringify(body, undefined, 2)}\r\n`),
  },
  'escapes-json-characters': {
    description: 'Slashes and non-ASCII letters are escaped in JSON.',
    apply: rewriteBody((body) => escaped(JSON.stringify(body))),
  },
  'adds-request-number-to-401': {
    description: 'Every 401 body has a member that changes with every request.',
    apply: ifSchemasOpen(
      rewriteBody(
        (body, { environment }) => withMoreMembers(body, { meta: { request: `no. ${environment.store.next('unique 401s')}` } }),
        ({ status }, { decision }) => status === 401 && decision?.gate !== 'oauth',
      ),
    ),
  },
  'adds-view-counter': {
    description: 'Single objects have a member that counts how often they were read.',
    apply: ifSchemasOpen(
      rewriteBody(
        (body, { environment }) => withMoreMembers(body, { views: environment.store.next('views') }),
        ({ status }, { operation, request }) => status === 200 && operation?.role?.does === 'read' && request.method === 'GET',
      ),
    ),
  },
  'translates-undocumented-errors': {
    description: 'Error messages that the document does not define are in another language.',
    apply: replaceMessages(['existence', 'validation', 'engine'], 'Das geht so nicht.'),
  },
} as const satisfies Variants;
