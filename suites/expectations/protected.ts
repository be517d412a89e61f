/**
 * Rejections that contain what the request asked for.
 *
 * @module
 */
import type { Contract, Json, Operation } from '../../spec/contract.ts';
import { isList, isObject, members } from '../../spec/json/json.ts';
import { below } from '../../spec/json/pointer.ts';
import { responseFor } from '../../spec/rate-headers.ts';
import { declaresPlace } from '../../spec/schema/declared.ts';
import type { Mismatch } from '../engine/check.ts';
import type { Evidence } from '../engine/evidence.ts';
import { isSuccess } from '../engine/scenario-context.ts';
import { jsonOf } from './quota.ts';
import { valueText } from './times.ts';
import { excerpt, isJsonType } from './response.ts';

/** The scalar members of one object in a body. */
interface Part {
  readonly pointer: string;
  readonly pairs: ReadonlyMap<string, Json>;
}

/** What the successes of a run contained. */
export interface ServedData {
  /** The objects in the successes of an operation, as sets of `name=value`. */
  readonly objects: ReadonlyMap<string, readonly ReadonlySet<string>[]>;
  /** The pairs that responses to other requests than those of an operation and its relatives contained. */
  isCommon(operation: Operation, pair: string): boolean;
}

/** The fewest equal members that show that an object is the same. */
const fewest = 2;
/** The most objects of one body, and members of one object, that are looked at. */
const most = 200;
/** The most responses with the identity of a caller that are looked at. */
const mostIdentities = 50;
const mostMembers = 1_000;

const pairOf = (name: string, value: Json) => `${name}=${JSON.stringify(value)}`;

const isScalar = (value: Json) => (typeof value === 'string' && value !== '') || typeof value === 'number';

/** The first objects of a body, in the order in which they stand there. */
function partsOf(body: Json | undefined): readonly Part[] {
  const parts: Part[] = [];
  const visit = (value: Json | undefined, pointer: string) => {
    if (parts.length === most) return;
    if (isList(value)) {
      for (const [index, item] of value.slice(0, most).entries()) visit(item, below(pointer, index));
    } else if (isObject(value)) {
      const named = members(value).slice(0, mostMembers);
      parts.push({ pointer, pairs: new Map(named.flatMap(([name, one]) => (isScalar(one) ? [[pairOf(name, one), one] as const] : []))) });
      for (const [name, one] of named) visit(one, below(pointer, name));
    }
  };
  visit(body, '');
  return parts;
}

/** Whether two operations are about the same objects: the path of one begins with that of the other. */
const related = (one: Operation, other: Operation) =>
  `${one.path}/`.startsWith(`${other.path}/`) || `${other.path}/`.startsWith(`${one.path}/`);

/** Collects what the successes of a run contained. */
export function servedData({ operations, whoami }: Pick<Contract, 'operations' | 'whoami'>, exchanges: readonly Evidence[]): ServedData {
  const known = new Map(operations.map((operation) => [operation.id, operation]));
  const objects = new Map<string, ReadonlySet<string>[]>();
  const owners = new Map<string, Set<string>>();
  const seen = new Set<string>();
  const identities = new Map<string, number>();
  for (const evidence of exchanges) {
    if (!evidence.reply || evidence.operation === undefined) continue;
    // The identity of the caller, with what is left of a quota: thousands differ in that number alone.
    if (evidence.operation === whoami?.operation) {
      const { principal = '' } = evidence;
      const count = identities.get(principal) ?? 0;
      if (count === mostIdentities) continue;
      identities.set(principal, count + 1);
    }
    const key = `${evidence.operation} ${evidence.reply.status} ${evidence.reply.body}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const parts = partsOf(jsonOf(evidence.reply));
    for (const pair of parts.flatMap(({ pairs }) => [...pairs.keys()])) {
      const named = owners.get(pair) ?? new Set();
      owners.set(pair, named.add(evidence.operation));
    }
    if (!isSuccess(evidence) || !known.has(evidence.operation)) continue;
    const all = objects.get(evidence.operation) ?? [];
    for (const { pairs } of parts) if (pairs.size >= fewest) all.push(new Set(pairs.keys()));
    objects.set(evidence.operation, all);
  }
  return {
    objects,
    isCommon: (operation, pair) =>
      [...(owners.get(pair) ?? [])].some((id) => {
        const owner = known.get(id);
        return !owner || !related(owner, operation);
      }),
  };
}

const rejects: ReadonlySet<number> = new Set([401, 403, 429]);

/** The objects of a success that a rejection of the same operation contains. */
export function expectNoData(evidence: Evidence, contract: Contract, served: ServedData): readonly Mismatch[] {
  const { reply, request, connection, id: exchange } = evidence;
  const operation = contract.operations.find((candidate) => candidate.id === evidence.operation);
  if (!reply || !operation || operation.public || operation.id === contract.whoami?.operation) return [];
  const isRejection = rejects.has(reply.status) || reply.status === operation.limited.status;
  if (!isRejection && !(connection.scheme === 'http' && contract.secureOnly && reply.status >= 400)) return [];
  const known = served.objects.get(operation.id) ?? [];
  if (known.length === 0) return [];
  const sent = [decodedUrl(request.url), request.body ?? '', ...request.headers].join('\n');
  const schema = responseFor(operation, reply.status)?.content.find(({ type }) => isJsonType(type))?.schema;
  return partsOf(jsonOf(reply))
    .filter(({ pointer, pairs }) => {
      const telling = [...pairs].filter(
        ([pair, value]) =>
          !served.isCommon(operation, pair) &&
          !sent.includes(valueText(value)) &&
          !(schema !== undefined && declaresPlace(contract, schema, below(pointer, pair.slice(0, pair.indexOf('='))))),
      );
      return known.some((object) => {
        const equal = telling.filter(([pair]) => object.has(pair));
        return equal.length >= fewest && equal.some(([, value]) => typeof value === 'string');
      });
    })
    .slice(0, 1)
    .map(({ pointer, pairs }) => ({
      code: 'data-in-rejection',
      at: `$response.body#${pointer}`,
      expected: { kind: 'absent' },
      actual: excerpt([...pairs.keys()].join(', ')),
      exchange,
      details: { operation: operation.id, status: reply.status },
    }));
}

function decodedUrl(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
}
