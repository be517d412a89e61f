import type { DocumentedHeader, DocumentedResponse, JsonObject, Operation, Plan, RateLimit, ResponsePlace, TimeForm } from '../contract.ts';
import { bodyPlace, headerPlace, parseExpression } from '../json/expression.ts';
import { EXTENSION } from '../extension/schema.ts';
import { member } from '../json/json.ts';
import { below } from '../json/pointer.ts';
import { itemNodes, parts, type DocumentNode, nodeAt, step } from '../loading/document-node.ts';
import { parseWindow } from '../window.ts';
import type { Input } from './input.ts';

/** The plans, with their windows in the order of the document. */
export function compilePlans(input: Input): readonly Plan[] {
  return Object.entries(input.extension.plans ?? {}).map(([name, plan]) => ({
    name,
    windows: (plan.limits ?? []).flatMap((label) => parseWindow(label) ?? []),
    features: plan.features ?? [],
    place: input.place(below('', EXTENSION, 'plans', name)),
  }));
}

type Role = 'limit' | 'remaining' | 'reset';

/** The locations of limits in responses: from the extension, else from header names in a 429, else in a success response. */
export function compileRateLimit(input: Input, operations: readonly Operation[], limited: DocumentedResponse): RateLimit {
  const stated = input.extension.rateLimit;
  const rejections = [...operations.map((operation) => operation.limited), limited].filter((response) => response.documented);
  const responses = [...rejections, ...operations.map(({ success }) => success)].filter(({ headers }) => headers.length > 0);
  const all = responses.flatMap(({ headers }) => headers);
  const found = (role: Role) => named(responses, role);
  const places = (role: Role): readonly ResponsePlace[] => {
    const header = found(role);
    return stated?.[role]?.flatMap((text) => parseExpression(text) ?? []) ?? (header ? [headerPlace(header.name)] : []);
  };
  const [reset, retryAfter] = [places('reset'), retryPlaces(input, stated?.retryAfter, rejections)];
  const first = found('limit') ?? found('remaining') ?? found('reset');
  return {
    partition: stated?.partition ?? 'account',
    window: stated?.window ?? 'fixed',
    report: stated?.report ?? 'first',
    limit: places('limit'),
    remaining: places('remaining'),
    reset,
    retryAfter,
    resetForm: formOf(input.document, headerAt(all, reset)),
    retryAfterForm: formOf(input.document, headerAt(all, retryAfter)),
    place: input.place(stated ? below('', EXTENSION, 'rateLimit') : (first?.schema?.replace(/\/schema$/, '') ?? '')),
  };
}

/** The header for a role in the first response that has one; a name with "rate" is preferred. */
function named(responses: readonly DocumentedResponse[], role: Role): DocumentedHeader | undefined {
  for (const { headers } of responses) {
    const candidates = headers.filter(({ name }) => name.toLowerCase().endsWith(`-${role}`));
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
    .map((schema) => memberNamed(nodeAt(input.document, schema), /^retry_?after$/i))
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

function headerAt(headers: readonly DocumentedHeader[], places: readonly ResponsePlace[]): DocumentedHeader | undefined {
  const name = places.find((place) => place.header !== undefined)?.header?.toLowerCase();
  return headers.find((header) => header.name.toLowerCase() === name);
}

const EPOCH = 1_000_000_000;

/** The time format of a header: from its schema's format, else from its example (ten digits are epoch seconds), else seconds from now. */
function formOf(document: JsonObject, header: DocumentedHeader | undefined): TimeForm {
  const format = header?.schema === undefined ? undefined : member(nodeAt(document, header.schema).value, 'format');
  if (format === 'http-date') return 'http-date';
  if (format === 'unixtime' || format === 'unix-time') return 'epoch-seconds';
  const example = header?.example ?? '';
  if (/^[A-Z][a-z]{2}, /.test(example)) return 'http-date';
  return /^\d+$/.test(example) && Number(example) >= EPOCH ? 'epoch-seconds' : 'delta-seconds';
}
