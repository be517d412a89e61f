/**
 * The addresses from which a principal with an allowlist may and may not call, as far as this machine can choose.
 *
 * @module
 */
import { addressIn, borderOf, parseRange, type Range } from '../../spec/address.ts';
import type { Contract } from '../../spec/contract.ts';
import type { Principals } from './principals.ts';
import type { Principal, SourceAddresses } from '../engine/settings.ts';
import type { Call } from '../http/target.ts';

/** Where to call from: a source address, or the usual one if absent. */
export interface AddressPlace {
  readonly from?: string;
}

/** An address at the boundary of an allowlist, and whether the allowlist contains it. */
export interface Borderer {
  readonly address: string;
  readonly listed: boolean;
}

/** Whether the document has allowlists, or why the requirements about them do not apply. */
export const knowsLists = ({ plans, principals, clients }: Contract): true | string =>
  plans.some(({ features }) => features.includes('ipAllowList')) ||
  [...principals, ...clients].some(({ from }) => from !== undefined) ||
  'the document has no allowlists';

/** Active principals with an allowlist. */
export const restricted = ({ all: principals }: Pick<Principals, 'all'>): readonly Principal[] =>
  principals.filter(({ state, from, expendable }) => state === 'active' && from !== undefined && !expendable);

/** Whether a principal may call from the usual address. */
export function callsFromHere(principal: Principal, origin: SourceAddresses | undefined): boolean {
  if (principal.from === undefined) return true;
  return principal.here ?? (origin !== undefined && addressIn(rangesOf(principal.from), origin.usual));
}

/** Where a principal may call from; undefined if this machine has no such address. */
export function inside(principal: Principal, origin: SourceAddresses | undefined): AddressPlace | undefined {
  if (callsFromHere(principal, origin)) return {};
  const [from] = middles(principal, origin);
  return from === undefined ? undefined : { from };
}

/** Where a principal may not call from; undefined if this machine has no such address. */
export function outside(principal: Principal, origin: SourceAddresses | undefined): AddressPlace | undefined {
  if (!callsFromHere(principal, origin)) return {};
  const from = borders(principal, origin).find(({ listed }) => !listed)?.address;
  return from === undefined ? undefined : { from };
}

/** An address in the middle of each entry of a principal's allowlist, if this machine has it. */
export function middles({ from = [] }: Principal, origin: SourceAddresses | undefined): readonly string[] {
  return [...new Set(rangesOf(from).map((range) => borderOf(range).middle))].filter((address) => has(origin, address));
}

/**
 * The ends of each entry of a principal's allowlist and the addresses next to them, if this machine has them. For an entry that is a single
 * address, also an address that begins with the same characters.
 */
export function borders({ from = [] }: Principal, origin: SourceAddresses | undefined): readonly Borderer[] {
  const ranges = rangesOf(from);
  const addresses = ranges.flatMap((range) => {
    const { first, last, neighbours } = borderOf(range);
    const longer = first === last ? [`${first}0`].filter((text) => parseRange(text) !== undefined) : [];
    const mapped = range.words.length === 1 ? [first, ...neighbours.slice(0, 1)].map((address) => `${mappedPrefix}${address}`) : [];
    return [first, last, ...neighbours, ...longer, ...mapped];
  });
  return [...new Set(addresses)]
    .filter((address) => has(origin, address))
    .map((address) => ({ address, listed: addressIn(ranges, address) }));
}

/** An address of a principal's allowlist to name in a header: one of its IPv4 entries, if it has any. */
export function claimed({ from = [] }: Principal): string {
  const ranges = rangesOf(from);
  return borderOf((ranges.find(({ words }) => words.length === 1) ?? ranges[0])!).middle;
}

/** Sends a call from a place, on its own connection. */
export const calledFrom =
  (place: AddressPlace) =>
  (call: Call): Call => ({ ...call, level: 'lines', ...place });

const mappedPrefix = '::ffff:';

function has(origin: SourceAddresses | undefined, address: string): boolean {
  if (origin === undefined || (address.startsWith(mappedPrefix) && !origin.mapped)) return false;
  return addressIn(rangesOf(origin.choices), address);
}

function rangesOf(texts: readonly string[]): readonly Range[] {
  return texts.map(parseRange).filter((range) => range !== undefined);
}
