import type { Operation } from '../../../spec/contract.ts';
import { structuredRateFields } from '../../../spec/rate-fields.ts';
import { groupBy } from '../../engine/group.ts';
import { collectionOf } from '../../principals/test-resources.ts';
import type { Evidence } from '../../engine/evidence.ts';
import { actorOf, plainestFor, type PlannedShot, type Plot, type Scene } from '../../engine/scenario.ts';
import { quotaOf } from '../../expectations/quota.ts';
import type { Actor } from '../../engine/settings.ts';
import type { Stage } from '../../engine/scenario-context.ts';

/** How many calls in a row show the remainder fall. */
const calls = 5;

/** An id that no object has. */
export const noSuchId = 'auth-conformance-no-such-object';

/** Variants: `success`, calls in a row; `refusal`, a 403; `not-found`, a 404. */
export const meter: Scene = {
  name: 'rate-limit-headers',
  says: 'Calls a few times in a row as one principal of each plan and account, and is refused or finds nothing once, to read the rate-limit fields.',
  shots: (plot) => {
    const { limit, remaining, reset } = plot.contract.rateLimit;
    const { policy, service } = structuredRateFields(plot.contract);
    if (limit.length + remaining.length + reset.length === 0 && !policy && !service) return [];
    return representatives(plot).flatMap((actor) => shotsFor(plot, actor));
  },
  async play(stage, shots) {
    const latest = new Map<string, Evidence>();
    for (const shot of shots) {
      const actor = actorOf(stage.roster, shot.principal);
      const operation = stage.contract.operations.find(({ id }) => id === shot.operation)!;
      const caller = stage.roster.caller(actor, operation);
      const trouble = await stage.ledger.makeRoom(actor, shot.variant === 'success' ? calls : 1);
      if (trouble) {
        stage.take(shot, {
          controls: [],
          probes: [],
          undecided: { why: trouble.says, outcome: 'blocked', ...(trouble.needs !== undefined && { needs: trouble.needs }) },
        });
        continue;
      }
      const probes: Evidence[] = [];
      const bindings = bindingsFor(stage.contract, operation, shot.variant === 'not-found');
      for (let count = shot.variant === 'success' ? calls : 1; count > 0; count -= 1)
        probes.push(await stage.send(operation, { caller, bindings }));
      observeCharge(stage, latest.get(actor.account), probes[0]);
      if (probes.length > 0) latest.set(actor.account, probes.at(-1)!);
      stage.take(shot, { controls: [], probes });
    }
  },
};

/** Whether an answer that is no success takes a unit too: the document seldom says. */
function observeCharge(stage: Stage, before: Evidence | undefined, after: Evidence | undefined): void {
  if (!before?.reply || !after?.reply || after.reply.status < 400 || after.reply.status === 429) return;
  const [one, other] = [quotaOf(stage.contract, before.reply), quotaOf(stage.contract, after.reply)];
  if (one.remaining === undefined || other.remaining === undefined || one.limit !== other.limit || one.resetAt !== other.resetAt) return;
  const taken = one.remaining - other.remaining;
  if (taken === 0 || taken === 1)
    stage.observe('limits', `a ${after.reply.status} takes ${taken === 1 ? 'a unit' : 'nothing'} of the quota`, [before, after]);
}

/** One live principal per account, and at most two accounts per plan. */
function representatives({ roster }: Plot): readonly Actor[] {
  const accounts = [...groupBy(roster.active, ({ account }) => account).values()].map((members) => members[0]!);
  return [...groupBy(accounts, ({ plan }) => plan).values()].flatMap((members) => members.slice(0, 2));
}

function shotsFor(plot: Plot, actor: Actor): readonly PlannedShot[] {
  const { contract, roster } = plot;
  const mates = roster.active.filter(({ account }) => account === actor.account);
  const shot = (variant: string, who: Actor | undefined, operation: Operation | undefined, cost: number): readonly PlannedShot[] =>
    who && operation ? [{ principal: who.name, operation: operation.id, variant, cost }] : [];
  const watched = mates.find((mate) => plainestFor(plot, mate) !== undefined);
  const item = contract.operations.find((operation) => operation.safe && collectionOf(contract, operation)?.read === operation.id);
  const finder = item && mates.find((mate) => roster.allows(mate, item) && roster.concerns(mate, item));
  const refused = mates
    .flatMap((mate) => contract.operations.map((operation) => ({ mate, operation })))
    .find(
      ({ mate, operation }) =>
        operation.safe && !operation.path.includes('{') && roster.concerns(mate, operation) && !roster.allows(mate, operation),
    );
  return [
    ...shot('success', watched, watched && plainestFor(plot, watched), calls),
    ...shot('refusal', refused?.mate, refused?.operation, 1),
    ...shot('not-found', finder, item, 1),
  ];
}

function bindingsFor(contract: Plot['contract'], operation: Operation, nowhere: boolean): { readonly [parameter: string]: string } {
  const collection = collectionOf(contract, operation);
  return nowhere && collection ? { [collection.parameter]: noSuchId } : {};
}
