/**
 * The test hooks, each tried once in a way that changes next to nothing.
 *
 * @module
 */
import type { PreflightResult } from '../result/result.ts';
import { isSuccess } from '../engine/scenario-context.ts';
import type { Principal } from '../engine/settings.ts';
import type { Capabilities, MintRequest } from '../http/target.ts';
import { simplestFor } from '../engine/scenario.ts';
import type { PreflightSender } from './sender.ts';
import { passed, warning } from './line.ts';

type Hook = 'clock' | 'reset' | 'mint' | 'deny';

const uses: { readonly [hook in Hook]: string } = {
  clock: 'long windows are waited out, or left out',
  reset: 'a quota that is spent is waited for',
  mint: 'principals are those of the configuration alone',
  deny: 'nobody denies a consent unless a script does',
};

/** What is to be known of each hook. `deny` is tried with the clients, which it takes. */
export async function hookLines(desk: PreflightSender, live: readonly Principal[]): Promise<readonly PreflightResult[]> {
  if (desk.settings.hooks === undefined) return [passed('hooks', `no test hooks are configured: ${uses.clock}, ${uses.mint}`)];
  const { advance, time, reset, mint, deny } = desk.target.capabilities;
  const [first] = live;
  return [
    await tried('clock', advance && (() => clock(desk, advance, time))),
    await tried(
      'reset',
      reset && first && (() => reset(first.secret).then(() => passed('hooks/reset', `reset: the quota of ${first.name} is unspent again`))),
    ),
    await tried('mint', mint && (() => minting(desk, mint))),
    await tried('deny', deny && (() => Promise.resolve(passed('hooks/deny', 'deny: is offered')))),
  ];
}

/** Tries a hook; what it throws is about the hook. */
async function tried(hook: Hook, attempt: (() => Promise<PreflightResult>) | undefined): Promise<PreflightResult> {
  if (!attempt) return passed(`hooks/${hook}`, `${hook}: is not offered, so ${uses[hook]}`);
  try {
    return await attempt();
  } catch (error) {
    const says = `${hook}: ${error instanceof Error ? error.message : String(error)}`;
    const fix = `put the hook right, or let the server leave ${hook} out of its capabilities`;
    return warning(`hooks/${hook}`, { says, configuration: 'hooks.url', fix });
  }
}

/** By a millisecond, so that nothing is disturbed. */
async function clock(
  desk: PreflightSender,
  advance: NonNullable<Capabilities['advance']>,
  time: Capabilities['time'],
): Promise<PreflightResult> {
  const id = 'hooks/clock';
  await advance(0.001);
  const now = await time?.();
  const apart = now === undefined ? 0 : Math.round(now - desk.target.now() / 1000);
  return Math.abs(apart) <= 5
    ? passed(id, 'clock: the target’s time can be moved')
    : passed(id, `clock: the target’s time can be moved, and is ${Math.abs(apart)} s ${apart > 0 ? 'ahead of' : 'behind'} this machine’s`);
}

/** A credential that is made and called with once. */
async function minting(desk: PreflightSender, mint: NonNullable<Capabilities['mint']>): Promise<PreflightResult> {
  const { contract, principals } = desk;
  const id = 'hooks/mint';
  const [plan] = contract.plans;
  const shape: MintRequest = { scopes: contract.scopes.slice(0, 1), ...(plan && { plan: plan.name }) };
  const { credential, account } = await mint(shape);
  const minted: Principal = { name: 'minted', secret: credential, account, scopes: shape.scopes, state: 'active', expendable: false };
  const operation = simplestFor({ contract, principals }, minted);
  if (!operation) return passed(id, 'mint: a credential was made');
  const sent = await desk.call(operation, minted);
  if (isSuccess(sent) || sent.reply?.status === 404) return passed(id, `mint: a credential was made, and ${operation.id} accepts it`);
  const says = `mint: a credential was made, and ${operation.id} answers it with ${sent.reply?.status ?? sent.trouble!.says}`;
  return warning(id, { says, configuration: 'hooks.url', fix: 'do the hooks belong to the server that is the target?' });
}
