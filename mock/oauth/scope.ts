import type { Contract } from '../../spec/contract.ts';
import { reject } from './reply.ts';
import { offlineScope } from '../../spec/schemes/provider.ts';
import type { RealmFlow } from './realm.ts';
import { requestParameter, type EndpointContext, type Step } from './endpoint-context.ts';

/** The scopes of a parameter, each once. @see RFC 6749 §3.3 */
export function scopesOf(text: string): readonly string[] {
  return [...new Set(text.split(' ').filter((scope) => scope !== ''))];
}

/** Whether the held scopes include a scope, directly or by implication. */
export function covers({ implies }: Pick<Contract, 'implies'>, held: readonly string[], scope: string): boolean {
  return held.some((holder) => holder === scope || (Object.hasOwn(implies, holder) && implies[holder]!.includes(scope)));
}

/** Grants the requested scopes, or all grantable scopes if the request names none. Rejects scopes beyond these. */
export function granted(exchange: EndpointContext, most: readonly string[]): EndpointContext {
  const text = requestParameter(exchange, 'scope');
  if (text === undefined) return { ...exchange, scopes: most };
  const wanted = scopesOf(text);
  const { contract } = exchange.environment.compiled;
  const beyond = wanted.some((scope) => !covers(contract, most, scope));
  return beyond ? reject(exchange, 'invalid_scope', 'A scope is unknown or beyond what may be granted') : { ...exchange, scopes: wanted };
}

/** The flow of a kind that declares all requested scopes, otherwise the first of the kind. */
export function flowFor(exchange: EndpointContext, isOfKind: (flow: RealmFlow) => boolean): RealmFlow | undefined {
  const flows = exchange.endpoint.realm.flows.filter(isOfKind);
  const wanted = scopesOf(requestParameter(exchange, 'scope') ?? '');
  return flows.find(({ scopes }) => wanted.every((scope) => scopes.includes(scope))) ?? flows[0];
}

/** The scopes that every client of a provider may request besides its own. */
const providerScopes = ({ provided, scopes }: RealmFlow) =>
  provided ? scopes.filter((scope) => scope === 'openid' || scope === offlineScope) : [];

/** Grants the client's scopes that the flow declares. */
export const scope: Step = {
  name: 'scope',
  pass(exchange) {
    const { client, flow } = exchange;
    const declared = flow?.scopes ?? [];
    const text = requestParameter(exchange, 'scope');
    const undeclared = text !== undefined && scopesOf(text).some((wanted) => !declared.includes(wanted));
    if (undeclared) return reject(exchange, 'invalid_scope', 'A scope is unknown');
    const own = client?.scopes ?? [];
    return granted(
      exchange,
      text === undefined ? own.filter((held) => declared.includes(held)) : [...own, ...(flow ? providerScopes(flow) : [])],
    );
  },
};
