/**
 * What two observations of different targets have in common: their kind. It speaks of operations, callers and variants by property, never
 * by name, so that what was learned of one document holds of another.
 *
 * @module
 */
import type { Contract, Operation } from '../../spec/contract.ts';
import type { Shot } from '../../suites/engine/evidence.ts';
import type { Plot } from '../../suites/engine/scenario.ts';
import { isScoped } from '../../suites/engine/scenario.ts';
import type { Actor, OAuthClient } from '../../suites/engine/settings.ts';

/** The three sides of an observation, each in a few words. */
export interface Kind {
  readonly variant: string;
  readonly operation: string;
  readonly caller: string;
}

export type KindPlot = Pick<Plot, 'contract' | 'roster' | 'settings'>;

/** The kind of a shot. */
export function kindOf(shot: Shot, plot: KindPlot): Kind {
  const operation = plot.contract.operations.find(({ id }) => id === shot.operation);
  const actor = plot.roster.actors.find(({ name }) => name === shot.principal);
  const client = plot.settings.clients.find(({ name }) => name === shot.principal);
  return {
    variant: variantOf(shot, plot.contract, actor),
    operation: operation ? operationOf(operation, plot.contract) : documentOf(plot.contract),
    caller: actor ? actorOf(actor, operation, plot) : client ? clientOf(client) : '',
  };
}

/** Windows by their place in the plan, plans by their being one, addresses by their family. */
function variantOf({ variant = '', operation }: Shot, { plans }: Contract, actor: Actor | undefined): string {
  const windows = plans.find(({ name }) => name === actor?.plan)?.windows ?? plans.flatMap((plan) => plan.windows);
  const place = windows.findIndex(({ label }) => label.replace('/', ' per ') === variant);
  if (place >= 0) return place === 0 ? 'first window' : 'further window';
  if (operation === undefined && plans.some(({ name }) => name === variant)) return 'plan';
  const [word, address] = variant.split(' ');
  if (address === undefined || !/^[\da-f:.]+$/i.test(address)) return variant;
  return `${word} ${address.startsWith('::ffff:') ? 'mapped' : address.includes(':') ? 'IPv6' : 'IPv4'}`;
}

function operationOf(operation: Operation, { collections, whoami }: Contract): string {
  const { id, safe } = operation;
  const roles = collections.flatMap(({ create, list, read, update, remove, below }) => [
    ...(id === create ? ['creates'] : []),
    ...(id === list ? ['lists'] : []),
    ...(id === read ? ['reads'] : []),
    ...(id === update ? ['updates'] : []),
    ...(id === remove ? ['removes'] : []),
    ...(below.includes(id) ? ['below'] : []),
  ]);
  const role = id === whoami?.operation ? 'self-test' : (roles[0] ?? (operation.path.includes('{') ? 'item' : 'plain'));
  return [role, safe ? 'safe' : 'unsafe', ...(isScoped(operation) ? ['scoped'] : [])].join(' ');
}

/** What an observation that is of no operation can be about. */
function documentOf({ operations, collections, plans }: Contract): string {
  return [
    ...(operations.some(({ body }) => body !== undefined) ? ['bodies'] : []),
    ...(collections.length > 0 ? ['objects'] : []),
    ...(plans.length > 0 ? ['plans'] : []),
  ].join(' ');
}

function actorOf(actor: Actor, operation: Operation | undefined, { contract, roster }: KindPlot): string {
  const { state, expendable, from, scopes, plan } = actor;
  const windows = contract.plans.find(({ name }) => name === plan)?.windows.length ?? 0;
  const standing =
    operation === undefined || !roster.allows(actor, operation) ? [] : [roster.directly(actor, operation) ? 'allowed' : 'implied'];
  return [
    state,
    ...(expendable ? ['expendable'] : []),
    ...(from ? ['listed'] : []),
    `${scopes.length > 1 ? 'many' : scopes.length} scopes`,
    `${windows > 1 ? 'many' : windows} windows`,
    ...standing,
  ].join(' ');
}

function clientOf({ public: open, from, scopes }: OAuthClient): string {
  return [open ? 'public client' : 'client', ...(from ? ['listed'] : []), `${scopes.length > 1 ? 'many' : scopes.length} scopes`].join(' ');
}
