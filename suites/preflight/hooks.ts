/**
 * Tries each test hook once, with as little effect as possible.
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
  clock: 'the run waits for long windows, or skips them',
  reset: 'the run waits for spent quotas',
  mint: 'the run uses only principals of the configuration',
  deny: 'a consent is denied only by a script',
};

/** One line for each hook. `deny` is tried later, because it needs a client. */
export async function hookLines(sender: PreflightSender, live: readonly Principal[]): Promise<readonly PreflightResult[]> {
  if (sender.settings.hooks === undefined) return [passed('hooks', `no test hooks are configured: ${uses.clock}, ${uses.mint}`)];
  const { advance, time, reset, mint, deny } = sender.target.capabilities;
  const [first] = live;
  return [
    await tried('clock', advance && (() => clock(sender, advance, time))),
    await tried(
      'reset',
      reset && first && (() => reset(first.secret).then(() => passed('hooks/reset', `reset: the quota of ${first.name} was reset`))),
    ),
    await tried('mint', mint && (() => minting(sender, mint))),
    await tried('deny', deny && (() => Promise.resolve(passed('hooks/deny', 'deny: offered')))),
  ];
}

/** Tries a hook; an error becomes a warning. */
async function tried(hook: Hook, attempt: (() => Promise<PreflightResult>) | undefined): Promise<PreflightResult> {
  if (!attempt) return passed(`hooks/${hook}`, `${hook}: not offered, so ${uses[hook]}`);
  try {
    return await attempt();
  } catch (error) {
    const message = `${hook}: ${error instanceof Error ? error.message : String(error)}`;
    const fix = `fix the hook, or remove ${hook} from the capabilities of the server`;
    return warning(`hooks/${hook}`, { message, configuration: 'hooks.url', fix });
  }
}

/** Advances the clock by one millisecond, which affects no window. */
async function clock(
  sender: PreflightSender,
  advance: NonNullable<Capabilities['advance']>,
  time: Capabilities['time'],
): Promise<PreflightResult> {
  const id = 'hooks/clock';
  await advance(0.001);
  const now = await time?.();
  const apart = now === undefined ? 0 : Math.round(now - sender.target.now() / 1000);
  return Math.abs(apart) <= 5
    ? passed(id, 'clock: the target’s clock can be advanced')
    : passed(
        id,
        `clock: the target’s clock can be advanced; it is ${Math.abs(apart)} s ${apart > 0 ? 'ahead of' : 'behind'} this machine’s`,
      );
}

/** Mints a credential and calls an operation with it. */
async function minting(sender: PreflightSender, mint: NonNullable<Capabilities['mint']>): Promise<PreflightResult> {
  const { contract, principals } = sender;
  const id = 'hooks/mint';
  const [plan] = contract.plans;
  const shape: MintRequest = { scopes: contract.scopes.slice(0, 1), ...(plan && { plan: plan.name }) };
  const { credential, account } = await mint(shape);
  const minted: Principal = { name: 'minted', secret: credential, account, scopes: shape.scopes, state: 'active', expendable: false };
  const operation = simplestFor({ principals }, minted);
  if (!operation) return passed(id, 'mint: a credential was minted');
  const sent = await sender.call(operation, minted);
  if (isSuccess(sent) || sent.reply?.status === 404) return passed(id, `mint: a credential was minted, and ${operation.id} accepts it`);
  const message = `mint: a credential was minted, but ${operation.id} returned ${sent.reply?.status ?? sent.trouble!.message}`;
  return warning(id, { message, configuration: 'hooks.url', fix: 'check that the hooks belong to the target' });
}
