/**
 * Parameters that an authorization server demands although the document does not name them.
 *
 * @module
 */
import { headerValue } from '../../spec/message.ts';
import type { Undecided } from '../engine/check.ts';
import type { OAuthClient } from '../engine/settings.ts';
import type { Reply } from '../http/target.ts';
import { returnedBy } from './issued.ts';

/** What an error message must say for each, and whether a client can make up a value. */
const demands = {
  code_challenge: { pattern: /code_challenge|pkce/i, free: true },
  state: { pattern: /\bstate\b/i, free: true },
  audience: { pattern: /\baudience\b/i, free: false },
  resource: { pattern: /\bresource\b(?! owner)/i, free: false },
  prompt: { pattern: /\bprompt\b/i, free: false },
} as const;

export type DemandedParameter = keyof typeof demands;

const isDemand = (name: string): name is DemandedParameter => Object.hasOwn(demands, name);

/** How error messages say that something is missing. */
const lacking = /missing|requir|must|need|expect|absent|provide|without|specif|\bno\b/i;

/** The parameter that an error response demands. @see RFC 6749 §4.1.2.1, §5.2; RFC 8707 §2 */
export function demandIn(reply: Reply | undefined): DemandedParameter | undefined {
  if (!reply) return undefined;
  const returned = returnedBy(headerValue(reply.headers, 'location') ?? '');
  const error = returned.get('error');
  if (error === 'invalid_target' || /"invalid_target"/.test(reply.body)) return 'resource';
  const text = `${returned.get('error_description') ?? ''} ${reply.body}`;
  if (demands.code_challenge.pattern.test(text)) return 'code_challenge';
  const isError = error === 'invalid_request' || (reply.status >= 400 && reply.status < 404);
  if (!isError || !lacking.test(text)) return undefined;
  return Object.keys(demands)
    .filter(isDemand)
    .find((name) => demands[name].pattern.test(text));
}

/** Whether a client can make up a value. */
export const isFree = (demand: DemandedParameter): boolean => demands[demand].free;

/** Nothing is decided until the configuration has a value. */
export const unmet = (demand: DemandedParameter, { name }: Pick<OAuthClient, 'name'>): Undecided => ({
  outcome: 'blocked',
  cause: { code: 'parameter-demanded', parameter: demand },
  needs: { what: `a value of the parameter ${demand}`, key: `clients.${name}.parameters` },
});

/** Why a response without tokens decides nothing; undefined if it does. A token request has neither state nor challenge. @see RFC 6749 §4.1.3 */
export function unmetIn(reply: Reply | undefined, client: OAuthClient): Undecided | undefined {
  const demand = demandIn(reply);
  return demand === undefined || isFree(demand) || demand in (client.parameters?.token ?? {}) ? undefined : unmet(demand, client);
}
