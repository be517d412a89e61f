/**
 * Principals that a run lacks, minted if the target offers the hook.
 *
 * @module
 */
import type { Contract } from '../../spec/contract.ts';
import { takesExpiring } from '../../spec/schemes/expiry.ts';
import { knowsLists } from './origin.ts';
import { variableOf, type Redactor } from '../redaction/redactor.ts';
import type { Principal } from '../engine/settings.ts';
import type { MintRequest, Target } from '../http/target.ts';

/** A principal that every run should have. */
export interface Wanted {
  readonly name: string;
  readonly shape: Omit<MintRequest, 'account'>;
  readonly expendable: boolean;
  /** Whether a configured principal already fits, among all of them. */
  readonly is: (principal: Principal, principals: readonly Principal[]) => boolean;
  /** Whether it belongs to the account of the first principal that was minted. */
  readonly athome: boolean;
}

/**
 * The given principals and those that were minted: one with each scope, a revoked and an expired one, one whose allowlist excludes this machine,
 * one of a different account with every scope that operations require, and an expendable one of each plan. Without the hook, only the given ones.
 *
 * @throws {HooksError} if the hook fails
 */
export async function complete(
  contract: Contract,
  principals: readonly Principal[],
  target: Pick<Target, 'capabilities'>,
  redactor: Redactor,
): Promise<readonly Principal[]> {
  const { mint } = target.capabilities;
  if (!mint) return principals;
  const minted: Principal[] = [];
  let home: string | undefined;
  for (const { name, shape, expendable, is, athome } of wanted(contract)) {
    if (principals.some((principal) => is(principal, principals))) continue;
    const { credential, account } = await mint({ ...shape, ...(athome && home !== undefined && { account: home }) });
    if (athome) home ??= account;
    redactor.add({ name, value: credential, shell: `$${variableOf(name)}` });
    const { scopes, plan, state = 'active', from } = shape;
    minted.push({
      name,
      secret: credential,
      account,
      scopes,
      state,
      expendable,
      ...(plan !== undefined && { plan }),
      ...(from && { from }),
    });
  }
  return [...principals, ...minted];
}

/** Networks reserved for documentation, and a few loopback addresses for targets on loopback. @see RFC 5737 §3, RFC 3849 §2, RFC 1122 §3.2.1.3 */
const elsewhere = ['203.0.113.0/24', '2001:db8::/32', '127.0.0.8/30', '127.0.0.2'];

/** The principals that a whole run needs, as far as the document has scopes, plans and allowlists. */
export function wanted(contract: Contract): readonly Wanted[] {
  const { scopes, plans } = contract;
  const roomiest = plans.toSorted(
    (first, second) => Math.min(...second.windows.map(({ limit }) => limit)) - Math.min(...first.windows.map(({ limit }) => limit)),
  )[0];
  const plan = roomiest && { plan: roomiest.name };
  const oneScope = scopes.slice(0, 1);
  const required = [
    ...new Set(
      contract.operations.flatMap(({ security }) =>
        security.flatMap(({ requirements }) => requirements.flatMap((requirement) => requirement.scopes)),
      ),
    ),
  ];
  const isActive = ({ state, expendable, from }: Principal) => state === 'active' && !expendable && from === undefined;
  const holders = (scopes.length > 0 ? scopes : ['']).map((scope): Wanted => {
    const held = scope === '' ? [] : [scope];
    return {
      name: `minted-${scope === '' ? 'key' : scope}`,
      shape: { scopes: held, ...plan },
      expendable: false,
      athome: true,
      is: (principal) =>
        isActive(principal) && principal.scopes.length === held.length && held.every((name) => principal.scopes.includes(name)),
    };
  });
  const states = takesExpiring(contract) ? (['revoked', 'expired'] as const) : (['revoked'] as const);
  const inactive = states.map((state): Wanted => ({
    name: `minted-${state}`,
    shape: { scopes: oneScope, ...plan, state },
    expendable: false,
    athome: true,
    is: (principal) => principal.state === state,
  }));
  const burners = plans.map(({ name }): Wanted => ({
    name: `minted-burner-${name}`,
    shape: { scopes: oneScope, plan: name },
    expendable: true,
    athome: false,
    is: (principal) => principal.expendable && principal.plan === name && principal.state === 'active' && principal.from === undefined,
  }));
  const readers = plans
    .filter(({ name }) => name !== roomiest?.name)
    .map(({ name }): Wanted => ({
      name: `minted-${name}`,
      shape: { scopes: oneScope, plan: name },
      expendable: false,
      athome: false,
      is: (principal) => isActive(principal) && principal.plan === name,
    }));
  const listing = plans.find(({ features }) => features.includes('ipAllowList'));
  const athome = listing === undefined || (roomiest?.features.includes('ipAllowList') ?? false);
  const excluded: Wanted = {
    name: 'minted-elsewhere',
    shape: { scopes, from: elsewhere, ...(athome ? plan : { plan: listing.name }) },
    expendable: false,
    athome,
    is: ({ state, from }) => state === 'active' && from !== undefined,
  };
  const hasEveryScope = (principal: Principal) => isActive(principal) && required.every((scope) => grants(contract, principal, scope));
  const neighbour: Wanted = {
    name: 'minted-neighbour',
    shape: { scopes: required, ...plan },
    expendable: false,
    athome: false,
    is: (principal, principals) =>
      hasEveryScope(principal) && principals.some((other) => hasEveryScope(other) && other.account !== principal.account),
  };
  const kinds = [...holders, ...inactive, ...(knowsLists(contract) === true ? [excluded] : []), ...readers, ...burners];
  return contract.collections.length > 0 ? [...kinds, neighbour] : kinds;
}

/** Whether a principal holds a scope, or one that implies it. */
function grants({ implies }: Contract, { scopes }: Principal, scope: string): boolean {
  return scopes.some((held) => held === scope || implies[held]?.includes(scope) === true);
}
