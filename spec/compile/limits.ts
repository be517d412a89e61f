import type { DocumentedHeader, DocumentedResponse, JsonObject, Operation } from '../contract.ts';
import type { Plan, RateLimit, ResponsePlace, TimeForm } from '../quotas.ts';
import { bodyPlace, headerPlace, parseExpression } from '../json/expression.ts';
import { EXTENSION } from '../extension/schema.ts';
import { below, tokensOf, valueAt } from '../json/pointer.ts';
import { headersNamed } from '../lint/quota.ts';
import { itemNodes, parts, rootNode, type DocumentNode, nodeAt, step } from '../loading/document-node.ts';
import { structuredRateFields } from '../rate-fields.ts';
import { isNumericForm } from '../time-form.ts';
import { parseWindow } from '../quotas.ts';
import type { Input } from './input.ts';
import { timeFormAt } from './time-forms.ts';

/** The plans, with their windows in the order of the document. */
export function compilePlans(input: Input): readonly Plan[] {
  return Object.entries(input.extension.plans ?? {}).map(([name, plan]) => ({
    name,
    windows: windowsIn(plan.limits),
    costs: plan.costs ?? {},
    operations: Object.fromEntries(Object.entries(plan.operations ?? {}).map(([id, { limits }]) => [id, windowsIn(limits)])),
    features: plan.features ?? [],
    place: input.place(below('', EXTENSION, 'plans', name)),
  }));
}

const windowsIn = (labels: readonly string[] = []) => labels.flatMap((label) => parseWindow(label) ?? []);

type Role = 'limit' | 'remaining' | 'reset';

/** The locations of limits in responses: from the extension, else from header names in a 429, else in a success response. */
export function compileRateLimit(input: Input, operations: readonly Operation[], limited: DocumentedResponse): RateLimit {
  const stated = input.extension.rateLimit;
  const rejections = [...operations.map((operation) => operation.limited), limited].filter((response) => response.documented);
  const responses = [...rejections, ...operations.map(({ success }) => success)].filter(({ headers }) => headers.length > 0);
  const { service } = structuredRateFields({ operations, limited });
  const found = (role: Role) => headerFor(input.document, responses, role);
  const places = (role: Role): readonly ResponsePlace[] => {
    const header = found(role)?.name ?? (service === 'draft-7' ? 'RateLimit' : undefined);
    const named = stated?.[role]?.flatMap((text) => parseExpression(text) ?? []) ?? (header === undefined ? [] : [headerPlace(header)]);
    return named.map((place) =>
      service === 'draft-7' && place.header?.toLowerCase() === 'ratelimit' ? { ...place, member: role } : place,
    );
  };
  const written = [...responses, ...operations.flatMap((operation) => operation.responses)];
  const [reset, retryAfter] = [places('reset'), retryPlaces(input, stated?.retryAfter, rejections)].map((list) =>
    withForms(input.document, written, list),
  );
  const first = found('limit') ?? found('remaining') ?? found('reset');
  return {
    partition: stated?.partition ?? 'account',
    window: stated?.window ?? 'fixed',
    report: stated?.report ?? 'first',
    limit: places('limit'),
    remaining: places('remaining'),
    reset: reset!.places,
    retryAfter: retryAfter!.places,
    resetForm: reset!.form,
    retryAfterForm: retryAfter!.form,
    stated: [stated?.limit, stated?.remaining, stated?.reset].some((named) => named !== undefined),
    place: input.place(stated ? below('', EXTENSION, 'rateLimit') : (first?.schema?.replace(/\/schema$/, '') ?? '')),
  };
}

/** The header for a role in the first response that has one; a name with "rate" is preferred. A flag is no count. */
function headerFor(document: JsonObject, responses: readonly DocumentedResponse[], role: Role): DocumentedHeader | undefined {
  for (const { headers } of responses) {
    const candidates = headers.filter(
      ({ name, schema }) =>
        name.toLowerCase().endsWith(`-${role}`) && (schema === undefined || step(nodeAt(document, schema), 'type').value !== 'boolean'),
    );
    const found = candidates.find(({ name }) => /rate/i.test(name)) ?? candidates[0];
    if (found) return found;
  }
  return undefined;
}

function retryPlaces(
  input: Input,
  stated: readonly string[] | undefined,
  rejections: readonly DocumentedResponse[],
): readonly ResponsePlace[] {
  if (stated) return stated.flatMap((text) => parseExpression(text) ?? []);
  const header = rejections.flatMap(({ headers }) => headers).find(({ name }) => name.toLowerCase() === 'retry-after');
  const schemas = rejections.flatMap(({ content }) => content.flatMap(({ schema }) => schema ?? []));
  const body = schemas
    .map((schema) => memberNamed(nodeAt(input.document, schema), /^retry_?after(?:_?(?:ms|millis(?:econds)?|seconds))?$/i))
    .find((pointer) => pointer !== undefined);
  return [...(header ? [headerPlace(header.name)] : []), ...(body === undefined ? [] : [bodyPlace(body)])];
}

/** The pointer to the first property with a matching name, at most three levels deep. */
function memberNamed(schema: DocumentNode, name: RegExp, depth = 0): string | undefined {
  const own = parts(step(schema, 'properties'));
  const direct = own.find(([property]) => name.test(property));
  if (direct) return below('', direct[0]);
  if (depth === 3) return undefined;
  for (const [property, part] of own) {
    const found = memberNamed(part, name, depth + 1);
    if (found !== undefined) return below('', property) + found;
  }
  return itemNodes(step(schema, 'allOf')).reduce<string | undefined>(
    (found, part) => found ?? memberNamed(part, name, depth + 1),
    undefined,
  );
}

/** The form of the first place, and the places that have another one. */
interface Forms {
  readonly form: TimeForm;
  readonly places: readonly ResponsePlace[];
}

/** A time whose form is not documented counts the seconds from now. A number in a body is no date, even if a header next to it is. */
function withForms(document: JsonObject, responses: readonly DocumentedResponse[], places: readonly ResponsePlace[]): Forms {
  const found = places.map((place) => documentedForm(document, responses, place));
  const form = found[0] ?? 'delta-seconds';
  return {
    form,
    places: places.map((place, index) => {
      const own = found[index] ?? (isNumericForm(form) ? form : 'delta-seconds');
      return own === form ? place : { ...place, form: own };
    }),
  };
}

/** How the document says that a time is written in a place; undefined if it does not say. */
export function documentedForm(
  document: JsonObject,
  responses: readonly DocumentedResponse[],
  { header, pointer, member }: ResponsePlace,
): TimeForm | undefined {
  if (member !== undefined) return 'delta-seconds';
  if (header !== undefined) return firstOf(headersNamed({ document }, responses, header).map((node) => () => timeFormAt(node, header)));
  if (pointer === undefined) return undefined;
  const media = responses.flatMap(({ content }) => content);
  return firstOf(
    media.map(({ schema, example, exampleDocumented }) => () => {
      const shown = exampleDocumented && example !== undefined ? valueAt(example, pointer) : undefined;
      const node = schema === undefined ? undefined : propertyAt(nodeAt(document, schema), tokensOf(pointer));
      return timeFormAt(
        node ?? { ...rootNode(document), value: undefined },
        tokensOf(pointer).at(-1) ?? '',
        shown === undefined ? [] : [shown],
      );
    }),
  );
}

const firstOf = (finders: readonly (() => TimeForm | undefined)[]) =>
  finders.reduce<TimeForm | undefined>((found, find) => found ?? find(), undefined);

/** The schema of a member, also where `allOf` has it. */
function propertyAt(schema: DocumentNode, [name, ...rest]: readonly string[]): DocumentNode | undefined {
  if (name === undefined) return schema;
  const own = step(schema, 'properties', name);
  if (own.value !== undefined) return propertyAt(own, rest);
  return itemNodes(step(schema, 'allOf')).reduce<DocumentNode | undefined>(
    (found, part) => found ?? propertyAt(part, [name, ...rest]),
    undefined,
  );
}
