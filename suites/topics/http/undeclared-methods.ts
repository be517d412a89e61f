import type { Contract, Operation } from '../../../spec/contract.ts';
import { withoutHeader } from '../../../spec/message.ts';
import type { Actor, Permission } from '../../engine/settings.ts';
import type { Call } from '../../http/target.ts';
import { collectionOf } from '../../principals/test-resources.ts';
import { noSuchId } from '../limits/rate-limit-headers.ts';
import { declaredAt } from '../reading.ts';
import { actorOf, nobodyFor, operationOf, type PlannedShot, type Plot, type Scene } from '../../engine/scenario.ts';

/** A method that no standard knows. */
const invented = 'AUTH-CONFORMANCE';

/** Variants: methods in small letters. */
const methods: { readonly [variant: string]: string } = { put: 'PUT', patch: 'PATCH', delete: 'DELETE', invented };

/**
 * Where a path names an object of a collection, it is one that does not exist. Elsewhere a server that does serve the method may change or take
 * away what the run has not made, which needs a permission of its own.
 */
export const undeclaredMethods: Scene = {
  name: 'undeclared-methods',
  says: 'Sends methods to every path that the document does not declare there, and an invented one, with a good credential of few scopes.',
  shots: (plot) =>
    anchors(plot.contract).flatMap((operation) => {
      const actor = humblest(plot, operation);
      return Object.entries(methods)
        .filter(([, method]) => !declaredAt(plot.contract, operation.path).has(method))
        .map(([variant, method]): PlannedShot => {
          return {
            operation: operation.id,
            variant,
            cost: 1,
            ...(method !== invented && { permissions: [permissionAt(plot.contract, operation)] }),
            ...(actor ? { principal: actor.name } : { blocked: nobodyFor(operation)! }),
          };
        });
    }),
  async play(stage, shots) {
    for (const shot of shots) {
      const operation = operationOf(stage.contract, shot.operation);
      const caller = stage.roster.caller(actorOf(stage.roster, shot.principal), operation);
      const collection = collectionOf(stage.contract, operation);
      const method = methods[shot.variant!]!;
      const probe = await stage.send(operation, {
        caller,
        bindings: collection ? { [collection.parameter]: noSuchId } : {},
        alter: (call) => (method === 'PUT' || method === 'PATCH' ? withContent(call, method) : { ...call, method }),
      });
      stage.take(shot, { controls: [], probes: [probe] });
    }
  },
};

const withContent = (call: Call, method: string): Call => ({
  ...call,
  method,
  headers: [...withoutHeader(call.headers, 'content-type'), 'Content-Type', 'application/json'],
  body: '{}',
});

/** One secured operation of each path: what is sent to the path is labelled with it. */
function anchors({ operations }: Contract): readonly Operation[] {
  const paths = [...new Set(operations.map(({ path }) => path))];
  return paths.flatMap((path) => operations.find((operation) => operation.path === path && operation.safe && !operation.public) ?? []);
}

/** Of those who may call it most freely, the one with the fewest scopes. */
function humblest({ roster }: Plot, operation: Operation): Actor | undefined {
  const able = roster.able(operation);
  const freest = able.filter((actor) => roster.freedom(actor) === roster.freedom(able[0]!));
  return freest.toSorted((one, other) => roster.granted(one).size - roster.granted(other).size)[0];
}

const permissionAt = (contract: Contract, operation: Operation): Permission =>
  collectionOf(contract, operation) === undefined ? 'destructive' : 'writes';
