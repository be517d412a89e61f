/**
 * Principals that a run lacks, minted where the target offers the hook.
 *
 * @module
 */
import type { Contract } from '../../spec/contract.ts';
import { knowsLists } from './origin.ts';
import { variableOf, type Redactor } from '../redaction/redactor.ts';
import type { Principal } from '../engine/settings.ts';
import type { MintRequest, Target } from '../http/target.ts';

/** A principal that no run should be without. */
export interface Wanted {
  readonly name: string;
  readonly shape: Omit<MintRequest, 'account'>;
  readonly expendable: boolean;
  /** Whether somebody of the configuration already is what is wanted, among all that it has. */
  readonly is: (principal: Principal, principals: readonly Principal[]) => boolean;
  /** Whether it belongs to the account of the first one minted. */
  readonly athome: boolean;
}

/**
 * The given principals and those that were minted besides: a holder of each scope, a revoked and an expired one, one that a list of
 * addresses keeps away, one of another account with every scope that is asked for, and one to spend of each plan. Without the hook, only
 * the given ones.
 *
 * @throws {HooksError} where the hook fails
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

/** Networks that are for documents, and a corner of loopback for targets that are there. @see RFC 5737 §3, RFC 3849 §2, RFC 1122 §3.2.1.3 */
const elsewhere = ['203.0.113.0/24', '2001:db8::/32', '127.0.0.8/30', '127.0.0.2'];

/** Those that a whole run needs, where the document knows of such. */
export function wanted(contract: Contract): readonly Wanted[] {
  const { scopes, plans } = contract;
  const roomiest = plans.toSorted(
    (one, other) => Math.min(...other.windows.map(({ limit }) => limit)) - Math.min(...one.windows.map(({ limit }) => limit)),
  )[0];
  const plan = roomiest && { plan: roomiest.name };
  const one = scopes.slice(0, 1);
  const asked = [
    ...new Set(
      contract.operations.flatMap(({ security }) =>
        security.flatMap(({ requirements }) => requirements.flatMap((requirement) => requirement.scopes)),
      ),
    ),
  ];
  const isLive = ({ state, expendable, from }: Principal) => state === 'active' && !expendable && from === undefined;
  const holders = (scopes.length > 0 ? scopes : ['']).map((scope): Wanted => {
    const held = scope === '' ? [] : [scope];
    return {
      name: `minted-${scope === '' ? 'key' : scope}`,
      shape: { scopes: held, ...plan },
      expendable: false,
      athome: true,
      is: (principal) =>
        isLive(principal) && principal.scopes.length === held.length && held.every((name) => principal.scopes.includes(name)),
    };
  });
  const dead = (['revoked', 'expired'] as const).map((state): Wanted => ({
    name: `minted-${state}`,
    shape: { scopes: one, ...plan, state },
    expendable: false,
    athome: true,
    is: (principal) => principal.state === state,
  }));
  const burners = plans.map(({ name }): Wanted => ({
    name: `minted-burner-${name}`,
    shape: { scopes: one, plan: name },
    expendable: true,
    athome: false,
    is: (principal) => principal.expendable && principal.plan === name && principal.state === 'active' && principal.from === undefined,
  }));
  const readers = plans
    .filter(({ name }) => name !== roomiest?.name)
    .map(({ name }): Wanted => ({
      name: `minted-${name}`,
      shape: { scopes: one, plan: name },
      expendable: false,
      athome: false,
      is: (principal) => isLive(principal) && principal.plan === name,
    }));
  const listing = plans.find(({ features }) => features.includes('ipAllowList'));
  const athome = listing === undefined || (roomiest?.features.includes('ipAllowList') ?? false);
  const kept: Wanted = {
    name: 'minted-elsewhere',
    shape: { scopes, from: elsewhere, ...(athome ? plan : { plan: listing.name }) },
    expendable: false,
    athome,
    is: ({ state, from }) => state === 'active' && from !== undefined,
  };
  const whole = (actor: Principal) => isLive(actor) && asked.every((scope) => grants(contract, actor, scope));
  const neighbour: Wanted = {
    name: 'minted-neighbour',
    shape: { scopes: asked, ...plan },
    expendable: false,
    athome: false,
    is: (actor, principals) => whole(actor) && principals.some((other) => whole(other) && other.account !== actor.account),
  };
  const kinds = [...holders, ...dead, ...(knowsLists(contract) === true ? [kept] : []), ...readers, ...burners];
  return contract.collections.length > 0 ? [...kinds, neighbour] : kinds;
}

/** Whether a principal holds a scope, or one that implies it. */
function grants({ implies }: Contract, { scopes }: Principal, scope: string): boolean {
  return scopes.some((held) => held === scope || implies[held]?.includes(scope) === true);
}
