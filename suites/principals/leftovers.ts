/**
 * What a run created and did not remove, by its exchanges.
 *
 * @module
 */
import type { Collection, Contract } from '../../spec/contract.ts';
import { headerValue } from '../../spec/message.ts';
import { isSuccess } from '../engine/scenario-context.ts';
import type { Evidence, ScenarioRecord } from '../engine/evidence.ts';
import type { Reply } from '../http/target.ts';
import { createdId } from './test-resources.ts';

/** The name of the clean-up at the end of a run, among its scenarios. */
export const lastCleanup = 'last-cleanup';

/** An object that is left at the target. */
export interface Leftover {
  /** Who created it, if a principal did. */
  readonly principal?: string;
  /** The request that created it: `POST https://api.example.com/things`. */
  readonly request: string;
  /** Its URL, if the response says it. */
  readonly url?: string;
  readonly id?: string;
  /** The operation that deletes it; absent if the document declares none. */
  readonly removal?: string;
  /** The status of the last attempt to delete it; absent if there was no attempt, or no response. */
  readonly status?: number;
}

/** The objects that the scenarios of a run created, and neither they nor the clean-up at the end of the run removed. */
export function leftoversOf(contract: Contract, scenarios: readonly Pick<ScenarioRecord, 'scenario' | 'exchanges'>[]): readonly Leftover[] {
  const last = scenarios.find(({ scenario }) => scenario === lastCleanup)?.exchanges ?? [];
  return scenarios.flatMap(({ exchanges }) => leftIn(contract, [...exchanges, ...last]));
}

function leftIn(contract: Contract, exchanges: readonly Evidence[]): readonly Leftover[] {
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

/** Whether the clean-up deleted an object, or found it gone. */
export const isGone = (reply: Reply | undefined): boolean =>
  reply !== undefined && (isSuccess({ reply }) || reply.status === 404 || reply.status === 410);

const isRemoval = (evidence: Evidence) => isSuccess(evidence) || (evidence.role === 'cleanup' && isGone(evidence.reply));

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
    ...(collection?.remove !== undefined && { removal: collection.remove }),
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
