/**
 * What a run created and did not remove, by its exchanges.
 *
 * @module
 */
import type { Collection, Contract } from '../../spec/contract.ts';
import { headerValue } from '../../spec/message.ts';
import { isSuccess } from '../engine/scenario-context.ts';
import type { Evidence } from '../engine/evidence.ts';
import { createdId } from './test-resources.ts';

/** An object that is left at the target. */
export interface Leftover {
  /** Who created it, if a principal did. */
  readonly principal?: string;
  /** The request that created it: `POST https://api.example.com/things`. */
  readonly request: string;
  /** Its URL, if the response says it. */
  readonly url?: string;
  readonly id?: string;
  /** Whether the document declares an operation that deletes it. */
  readonly removable: boolean;
  /** The status of the last attempt to delete it; absent if there was no attempt, or no response. */
  readonly status?: number;
}

/** Objects of a scenario that were created and not removed afterwards, each once. */
export function leftoversOf(contract: Contract, exchanges: readonly Evidence[]): readonly Leftover[] {
  return exchanges.flatMap((evidence, index) => {
    const made = creationIn(contract, evidence);
    if (made === undefined) return [];
    const deletions = exchanges.slice(index + 1).filter(({ request }) => request.method === 'DELETE');
    // What lies below an object is gone with it.
    const place = `${made.url ?? pathOf(evidence.request.url)}/`;
    if (deletions.some((deletion) => isRemoval(deletion) && place.startsWith(`${pathOf(deletion.request.url)}/`))) return [];
    const status = deletions.findLast(({ request }) => pathOf(request.url) === made.url)?.reply?.status;
    return [{ ...made, ...(status !== undefined && { status }) }];
  });
}

/** A deletion, or what the clean-up gets for an object that is gone. */
const isRemoval = (evidence: Evidence) =>
  isSuccess(evidence) || (evidence.role === 'cleanup' && (evidence.reply?.status === 404 || evidence.reply?.status === 410));

const pathOf = (url: string) => url.replace(/[?#].*$/s, '');

/** The object that a request created, if it did. */
function creationIn(contract: Contract, evidence: Evidence): Leftover | undefined {
  const { operation, request, reply, principal } = evidence;
  if (!reply || !isSuccess(evidence) || !contract.operations.some(({ id }) => id === operation)) return undefined;
  const collection = contract.collections.find(({ create }) => create === operation);
  if (!collection && reply.status !== 201) return undefined;
  const id = collection && !collection.putByClient ? createdId(collection, reply) : undefined;
  const url = collection && id !== undefined ? itemUrl(collection, request.url, id) : locationIn(evidence);
  return {
    ...(principal !== undefined && { principal }),
    request: `${request.method} ${pathOf(request.url)}`,
    ...(url !== undefined && { url }),
    ...(id !== undefined && { id }),
    removable: collection?.remove !== undefined,
  };
}

/** The URL of an item, from the URL of its collection. */
function itemUrl({ path, itemPath, parameter }: Collection, url: string, id: string): string {
  const rest = itemPath.startsWith(path) ? itemPath.slice(path.length) : `/{${parameter}}`;
  return pathOf(url).replace(/\/$/, '') + rest.replace(`{${parameter}}`, encodeURIComponent(id));
}

/** Where the response says that the object is; a PUT creates it at its own URL. */
function locationIn({ request, reply }: Evidence): string | undefined {
  const location = headerValue(reply!.headers, 'location');
  if (location !== undefined && URL.canParse(location, request.url)) return pathOf(new URL(location, request.url).href);
  return request.method === 'PUT' ? pathOf(request.url) : undefined;
}
