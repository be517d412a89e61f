/**
 * Access tokens at the API.
 *
 * @module
 */
import type { Contract, Operation } from '../../spec/contract.ts';
import type { Evidence } from '../engine/evidence.ts';
import type { Principal, OAuthClient } from '../engine/settings.ts';
import { collectionOf, type TestResources } from '../principals/test-resources.ts';
import { scopesIn } from './form.ts';
import type { OAuthFlow } from './flow.ts';
import type { Tokens } from './dialogue.ts';

/** The scopes of an operation's alternatives that a token alone can meet. */
function demandsOf(operation: Operation, scheme: string): readonly (readonly string[])[] {
  return operation.security.flatMap(({ requirements }) =>
    requirements.length === 1 && requirements[0]!.scheme === scheme ? [requirements[0]!.scopes] : [],
  );
}

/** What a set of scopes opens, implied ones included. */
function closure({ implies }: Contract, scopes: readonly string[]): ReadonlySet<string> {
  return new Set(scopes.flatMap((scope) => [scope, ...(implies[scope] ?? [])]));
}

/** Whether a token of these scopes opens an operation; undefined where the operation takes no token of the scheme alone. */
export function opens(contract: Contract, scheme: string, scopes: readonly string[], operation: Operation): boolean | undefined {
  const demands = demandsOf(operation, scheme);
  if (demands.length === 0 || operation.public) return undefined;
  const held = closure(contract, scopes);
  return demands.some((wanted) => wanted.every((scope) => held.has(scope)));
}

const rank = (operation: Operation) => Number(!operation.safe) * 4 + Number(operation.path.includes('{')) * 2 + Number(operation.assumed);

/** The plainest safe operation that a token of these scopes opens; one that asks for a scope where there is one. */
export function openedBy(contract: Contract, scheme: string, scopes: readonly string[]): Operation | undefined {
  const opened = contract.operations.filter((operation) => operation.safe && opens(contract, scheme, scopes, operation) === true);
  const plainest = opened.toSorted((one, other) => rank(one) - rank(other));
  return plainest.find((operation) => demandsOf(operation, scheme).every((wanted) => wanted.length > 0)) ?? plainest[0];
}

/** The plainest operation that a token of these scopes does not open. */
export function closedTo(contract: Contract, scheme: string, scopes: readonly string[]): Operation | undefined {
  return contract.operations
    .filter((operation) => opens(contract, scheme, scopes, operation) === false)
    .filter((operation) => operation.safe || collectionOf(contract, operation) !== undefined || isCreate(contract, operation))
    .toSorted((one, other) => rank(one) - rank(other))[0];
}

const isCreate = ({ collections }: Contract, { id }: Operation) => collections.some(({ create }) => create === id);

/** The scopes to ask for: the client's, unless they open everything; then as few as leave something closed. */
export function scopesToAsk(contract: Contract, scheme: string, client: OAuthClient): readonly string[] {
  if (closedTo(contract, scheme, client.scopes) !== undefined) return client.scopes;
  const fewer = client.scopes.filter((_, index) => index < client.scopes.length - 1);
  const subsets = [fewer, ...client.scopes.map((scope) => [scope])].filter((subset) => subset.length > 0);
  const useful = subsets.find((subset) => openedBy(contract, scheme, subset) && closedTo(contract, scheme, subset));
  return useful ?? client.scopes;
}

/** What tokens may do: what was told, or else what was asked for. */
export function grantedBy(tokens: Tokens, asked: string | undefined): readonly string[] {
  return scopesIn(tokens.scope ?? asked ?? '');
}

/** Calls an operation with an access token; one that changes something acts on an object made for it. */
export async function callWith(
  flow: OAuthFlow,
  client: OAuthClient,
  token: string,
  operation: Operation,
  things?: TestResources,
): Promise<Evidence> {
  const { stage: context, server } = flow.dialogue;
  const scheme = context.contract.schemes.find(({ name }) => name === server.scheme)!;
  const caller = { name: `${client.name}-token`, account: client.account, credentials: [{ scheme, secret: token }] };
  const collection = collectionOf(context.contract, operation);
  const thing = collection && things && (await things.shared(collection, client.account));
  const evidence = await context.send(operation, { caller, payer: payerOf(client, token), ...(thing && { bindings: thing.bindings }) });
  things?.notice(operation, client.account, evidence, thing);
  return evidence;
}

function payerOf({ name, account, plan, scopes }: OAuthClient, secret: string): Principal {
  return { name, account, secret, scopes, state: 'active', expendable: false, ...(plan !== undefined && { plan }) };
}

/** The same operation as a principal that may call it, as a control; none where nobody may. */
export async function withKey(flow: OAuthFlow, operation: Operation): Promise<readonly Evidence[]> {
  const { stage } = flow.dialogue;
  const [actor] = stage.principals.able(operation);
  return actor ? [await stage.send(operation, { role: 'control', caller: stage.principals.caller(actor, operation) })] : [];
}
