import type { Operation } from '../../../spec/contract.ts';
import type { Evidence, Shot } from '../../engine/evidence.ts';
import { groupBy } from '../../engine/group.ts';
import { isSuccess, type Stage } from '../../engine/scenario-context.ts';
import { collectionOf, createThings, permissionsFor, type Things } from '../../principals/test-resources.ts';
import { actorOf, operationOf, type PlannedShot, type Plot, type Scene } from '../../engine/scenario.ts';

/** `allowed` and `refused` say what the contract expects; fact `foreign`: the object belongs to another account. */
export const matrix: Scene = {
  name: 'operation-matrix',
  says: 'Calls every secured operation as every live principal; what may change something acts on an object made for it.',
  shots: (plot) =>
    plot.contract.operations
      .filter((operation) => !operation.public)
      .flatMap((operation) => {
        const concerned = plot.roster.active.filter((actor) => plot.roster.concerns(actor, operation));
        const cells = concerned.map((actor) => cellOf(plot, operation, actor.name));
        return [...cells, ...missing(plot, operation, cells)];
      }),
  async play(stage, shots) {
    const things = createThings(stage);
    const byOperation = groupBy(shots, ({ operation }) => operation);
    for (const [id, cells] of byOperation) await playOperation(stage, things, operationOf(stage.contract, id), cells);
  },
};

function cellOf({ contract, roster }: Plot, operation: Operation, principal: string): PlannedShot {
  const allowed = roster.allows(actorOf(roster, principal), operation);
  const makes = contract.collections.some(({ create }) => create === operation.id);
  // To be refused, nothing has to be made but the object that is acted on.
  const permissions = allowed || !makes ? permissionsFor(contract, operation) : [];
  return {
    operation: operation.id,
    principal,
    variant: allowed ? 'allowed' : 'refused',
    cost: operation.safe ? 1 : 2,
    ...(permissions.length > 0 && { permissions }),
  };
}

/** What a whole matrix would have besides: a principal that is allowed and one that lacks the scope. */
function missing({ contract }: Plot, operation: Operation, cells: readonly PlannedShot[]): readonly PlannedShot[] {
  const scoped = operation.security.every(({ requirements }) => requirements.some(({ scopes }) => scopes.length > 0));
  const wanted = scoped ? (['allowed', 'refused'] as const) : (['allowed'] as const);
  const scopes = operation.security.flatMap(({ requirements }) => requirements.flatMap((requirement) => requirement.scopes));
  const needs = {
    allowed: `a live principal with ${scopes.length > 0 ? `the scope ${scopes.join(' or ')}` : 'a credential for it'} (principals)`,
    refused: `a live principal without the scope ${scopes.join(' or ')} (principals)`,
  };
  return wanted
    .filter((variant) => !cells.some((cell) => cell.variant === variant))
    .filter((variant) => variant === 'allowed' || contract.scopes.length > 0)
    .map((variant) => ({
      operation: operation.id,
      variant,
      cost: 0,
      blocked: { why: `no principal is ${variant}`, needs: needs[variant] },
    }));
}

/** Refusals first, on an object that is still there; then those who may. */
async function playOperation(stage: Stage, things: Things, operation: Operation, cells: readonly Shot[]): Promise<void> {
  const collection = collectionOf(stage.contract, operation);
  const played: { readonly shot: Shot; readonly evidence: Evidence | undefined; readonly foreign: boolean }[] = [];
  const inOrder = [...cells.filter(({ variant }) => variant === 'refused'), ...cells.filter(({ variant }) => variant === 'allowed')];
  for (const shot of inOrder) {
    const actor = actorOf(stage.roster, shot.principal);
    const fresh = !operation.safe && shot.variant === 'allowed';
    const thing = collection && (await objectFor(stage, things, operation, actor.account, fresh));
    if (collection && (!thing || (!operation.safe && !thing.own))) {
      played.push({ shot, evidence: undefined, foreign: false });
      continue;
    }
    const options = { caller: stage.roster.caller(actor, operation), bindings: thing?.bindings ?? {} };
    const served = shot.variant === 'allowed' ? await things.call(operation, options, thing) : undefined;
    const evidence = served ?? (await stage.send(operation, options));
    if (!served) things.notice(operation, actor.account, evidence, thing);
    played.push({ shot, evidence, foreign: thing !== undefined && thing.own && thing.account !== actor.account });
  }
  const good = played.find(({ shot, evidence }) => shot.variant === 'allowed' && evidence && isSuccess(evidence));
  const control = good?.evidence ?? played.find(({ shot, evidence }) => shot.variant === 'allowed' && evidence)?.evidence;
  for (const { shot, evidence, foreign } of played) {
    if (!evidence) {
      const why = `no object of ${collection!.path} could be made to act on`;
      stage.take(shot, { controls: [], probes: [], undecided: { why, outcome: 'blocked', needs: 'a principal that may create one' } });
    } else {
      const controls = shot.variant === 'refused' && control ? [control] : [];
      stage.take(shot, { controls, probes: [evidence], facts: { foreign } });
    }
  }
}

/** An own object, of the same account where possible; for reading, the documented one where none can be made. */
async function objectFor(stage: Stage, things: Things, operation: Operation, account: string, fresh: boolean) {
  const collection = collectionOf(stage.contract, operation)!;
  if (fresh) return things.fresh(collection, account);
  const shared = await things.shared(collection, account);
  if (shared?.own || operation.safe) return shared;
  const owner = stage.roster.active.find(
    (actor) => actor.account !== account && stage.roster.allows(actor, operationOf(stage.contract, collection.create)),
  );
  return owner && things.shared(collection, owner.account);
}
