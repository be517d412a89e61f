import type { Collection } from '../../../spec/contract.ts';
import { withoutHeader } from '../../../spec/message.ts';
import type { Actor } from '../../engine/settings.ts';
import type { Call } from '../../http/target.ts';
import { createThings } from '../../principals/test-resources.ts';
import { declaredAt } from '../reading.ts';
import { actorOf, operationOf, type PlannedShot, type Plot, type Scene } from '../../engine/scenario.ts';

const inField =
  (name: string) =>
  (call: Call): Call => ({ ...call, headers: [...call.headers, name, 'DELETE'] });

/** Where frameworks look for the method that a client could not send. */
const overrides: { readonly [variant: string]: (call: Call) => Call } = {
  'x-http-method-override': inField('X-HTTP-Method-Override'),
  'x-method-override': inField('X-Method-Override'),
  'x-http-method': inField('X-HTTP-Method'),
  'query-_method': (call) => ({ ...call, target: `${call.target}${call.target.includes('?') ? '&' : '?'}_method=DELETE` }),
};

/** As a form would be posted. */
const posted = (call: Call): Call => ({
  ...call,
  method: 'POST',
  headers: [...withoutHeader(call.headers, 'content-type'), 'Content-Type', 'application/x-www-form-urlencoded'],
  body: '_method=DELETE',
});

/** Probes: GET and, where the document does not declare it, POST with the override; then the object as it is now. The control is the object before. */
export const methodOverrides: Scene = {
  name: 'method-overrides',
  says: 'Names DELETE in a field of a request for an object, as a principal that may read and not delete it, and reads the object again.',
  shots: (plot) =>
    plot.contract.collections.flatMap((collection) => {
      const reader = readerOf(plot, collection);
      if (collection.read === undefined || reader === undefined) return [];
      return Object.keys(overrides).map((variant): PlannedShot => ({
        operation: collection.read!,
        principal: reader.name,
        variant,
        cost: 6,
        permissions: ['writes'],
      }));
    }),
  async play(stage, shots) {
    const things = createThings(stage);
    for (const shot of shots) {
      const read = operationOf(stage.contract, shot.operation);
      const actor = actorOf(stage.roster, shot.principal);
      const collection = stage.contract.collections.find((candidate) => candidate.read === read.id)!;
      const thing = await things.fresh(collection, actor.account);
      if (!thing || thing.account !== actor.account) {
        const why = `no object of ${collection.path} could be made for the account of ${actor.name}`;
        stage.take(shot, { controls: [], probes: [], undecided: { why, outcome: 'blocked', needs: 'a principal that may create one' } });
        continue;
      }
      const as = { caller: stage.roster.caller(actor, read), bindings: thing.bindings };
      const override = overrides[shot.variant!]!;
      const before = await stage.send(read, { ...as, role: 'control' });
      const get = await stage.send(read, { ...as, alter: override });
      const post = declaredAt(stage.contract, read.path).has('POST')
        ? []
        : [await stage.send(read, { ...as, alter: (call) => override(posted(call)) })];
      const after = await stage.send(read, as);
      stage.take(shot, { controls: [before], probes: [get, ...post, after] });
    }
  },
};

/** Somebody who may read an object and not delete it, of an account that may create one. */
function readerOf({ contract, roster }: Plot, { read, remove, create }: Collection): Actor | undefined {
  if (read === undefined || remove === undefined) return undefined;
  const removal = operationOf(contract, remove);
  const creators = new Set(roster.able(operationOf(contract, create)).map(({ account }) => account));
  return roster
    .able(operationOf(contract, read))
    .find((actor) => creators.has(actor.account) && roster.concerns(actor, removal) && !roster.allows(actor, removal));
}
