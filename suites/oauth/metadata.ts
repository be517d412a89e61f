/**
 * What an authorization server says of itself.
 *
 * @module
 */
import type { JsonObject } from '../../spec/contract.ts';
import { isObject } from '../../spec/json/json.ts';
import { jsonOf } from '../expectations/quota.ts';
import type { Answered, Dialogue } from './dialogue.ts';

/** Where metadata may lie; what answers first counts. @see RFC 8414 §3, OpenID Connect Discovery 1.0 §4 */
const openId = '/.well-known/openid-configuration';

/** Metadata as they were found, and where. */
export interface FoundMetadata {
  readonly answer: Answered | undefined;
  readonly metadata: JsonObject | undefined;
}

/** Looks for the metadata of the authorization server. */
export async function findMetadata(dialogue: Dialogue): Promise<FoundMetadata> {
  for (const path of [dialogue.server.paths.metadata, openId]) {
    const answer = await dialogue.look(path);
    const body = answer.reply && answer.reply.status === 200 ? jsonOf(answer.reply) : undefined;
    if (answer.reply?.status === 200) return { answer, metadata: isObject(body) ? body : undefined };
  }
  return { answer: undefined, metadata: undefined };
}
