/**
 * The metadata of an authorization server.
 *
 * @module
 */
import type { JsonObject } from '../../spec/contract.ts';
import { isObject } from '../../spec/json/json.ts';
import { jsonOf } from '../expectations/quota.ts';
import type { Dialogue, Responded } from './dialogue.ts';

/** The second path that is tried. @see RFC 8414 §3, OpenID Connect Discovery 1.0 §4 */
const openId = '/.well-known/openid-configuration';

/** The first response with 200, and the metadata in it if it is JSON. */
export interface FoundMetadata {
  readonly response: Responded | undefined;
  readonly metadata: JsonObject | undefined;
}

/** Looks for the metadata of the authorization server. */
export async function findMetadata(dialogue: Dialogue): Promise<FoundMetadata> {
  for (const path of [dialogue.server.paths.metadata, openId]) {
    const response = await dialogue.fetch(path);
    const body = response.reply?.status === 200 ? jsonOf(response.reply) : undefined;
    if (response.reply?.status === 200) return { response, metadata: isObject(body) ? body : undefined };
  }
  return { response: undefined, metadata: undefined };
}
