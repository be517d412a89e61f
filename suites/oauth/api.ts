/**
 * Calls of the API with access tokens.
 *
 * @module
 */
import type { Contract, Operation } from '../../spec/contract.ts';
import type { Evidence } from '../engine/evidence.ts';
import type { Principal, OAuthClient } from '../engine/settings.ts';
import { collectionOf, type TestResources } from '../principals/test-resources.ts';
import { offlineScope } from '../../spec/schemes/provider.ts';
import { scopesIn } from './form.ts';
import { serverWith } from './parties.ts';
import type { OAuthFlow } from './flow.ts';
import type { Tokens } from './dialogue.ts';

/** The scopes of an operation's alternatives that need nothing but a token. */
function scopesOf(operation: Operation, scheme: string): readonly (readonly string[])[] {
  return operation.security.flatMap(({ requirements }) =>
    requirements.length === 1 && requirements[0]!.scheme === scheme ? [requirements[0]!.scopes] : [],
  );
}

/** The scopes with the ones that they imply. */
function closure({ implies }: Contract, scopes: readonly string[]): ReadonlySet<string> {
  return new Set(scopes.flatMap((scope) => [scope, ...(implies[scope] ?? [])]));
}

/** Whether a token with these scopes may call an operation; undefined if the operation does not take a token of the scheme alone. */
export function opens(contract: Contract, scheme: string, scopes: readonly string[], operation: Operation): boolean | undefined {
  const alternatives = scopesOf(operation, scheme);
  if (alternatives.length === 0 || operation.public) return undefined;
  const held = closure(contract, scopes);
  return alternatives.some((wanted) => wanted.every((scope) => held.has(scope)));
}

const rank = (operation: Operation) => Number(!operation.safe) * 4 + Number(operation.path.includes('{')) * 2 + Number(operation.assumed);

/** The simplest safe operation that a token with these scopes may call; preferably one that requires a scope. */
export function openedBy(contract: Contract, scheme: string, scopes: readonly string[]): Operation | undefined {
  const opened = contract.operations.filter((operation) => operation.safe && opens(contract, scheme, scopes, operation) === true);
  const simplest = opened.toSorted((one, other) => rank(one) - rank(other));
  return simplest.find((operation) => scopesOf(operation, scheme).every((wanted) => wanted.length > 0)) ?? simplest[0];
}

/** Whether no operation that only reads takes a token of the code flow alone, whatever its scopes: nothing can show whether one is valid. */
export function takesNoToken(contract: Contract): boolean {
  const server = serverWith(contract, 'authorizationCode');
  return server === undefined || openedBy(contract, server.scheme, contract.scopes) === undefined;
}

/** The simplest operation that a token with these scopes may not call. */
export function closedTo(contract: Contract, scheme: string, scopes: readonly string[]): Operation | undefined {
  return contract.operations
    .filter((operation) => opens(contract, scheme, scopes, operation) === false)
    .filter((operation) => operation.safe || collectionOf(contract, operation) !== undefined || isCreate(contract, operation))
    .toSorted((one, other) => rank(one) - rank(other))[0];
}

const isCreate = ({ collections }: Contract, { id }: Operation) => collections.some(({ create }) => create === id);

/** The scopes to ask for: the client's, unless they allow every operation; then fewer. */
export function scopesToAsk(contract: Contract, scheme: string, client: OAuthClient): readonly string[] {
  if (closedTo(contract, scheme, client.scopes) !== undefined) return client.scopes;
  const fewer = client.scopes.filter((_, index) => index < client.scopes.length - 1);
  const subsets = [fewer, ...client.scopes.map((scope) => [scope])].filter((subset) => subset.length > 0);
  const useful = subsets.find((subset) => openedBy(contract, scheme, subset) && closedTo(contract, scheme, subset));
  return useful ?? client.scopes;
}

/** The scopes of tokens: those of the response, or else those of the request. `offline_access` opens no operation. */
export function grantedBy(tokens: Tokens, asked: string | undefined): readonly string[] {
  return scopesIn(tokens.scope ?? asked ?? '').filter((scope) => scope !== offlineScope);
}

/** Calls an operation with an access token; an unsafe one acts on a test resource. */
export async function callWith(
  flow: OAuthFlow,
  client: OAuthClient,
  token: string,
  operation: Operation,
  resources?: TestResources,
): Promise<Evidence> {
  const { context, server } = flow.dialogue;
  const scheme = context.contract.schemes.find(({ name }) => name === server.scheme)!;
  const caller = { name: `${client.name}-token`, account: client.account, credentials: [{ scheme, secret: token }] };
  const collection = collectionOf(context.contract, operation);
  const resource = collection && resources && (await resources.shared(collection, client.account));
  const evidence = await context.send(operation, {
    caller,
    payer: payerOf(client, token),
    ...(resource && { bindings: resource.bindings }),
  });
  resources?.notice(operation, client.account, evidence, resource);
  return evidence;
}

function payerOf({ name, account, plan, scopes }: OAuthClient, secret: string): Principal {
  return { name, account, secret, scopes, state: 'active', expendable: false, ...(plan !== undefined && { plan }) };
}

/** The same operation with the key of a principal, as a control; none if no principal may call it. */
export async function withKey(flow: OAuthFlow, operation: Operation): Promise<readonly Evidence[]> {
  const { context } = flow.dialogue;
  const [principal] = context.principals.able(operation);
  return principal ? [await context.send(operation, { role: 'control', caller: context.principals.caller(principal, operation) })] : [];
}
