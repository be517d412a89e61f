import type { Collection } from '../../../spec/contract.ts';
import { withoutHeader } from '../../../spec/message.ts';
import type { Principal } from '../../engine/settings.ts';
import type { Call } from '../../http/target.ts';
import { createTestResources } from '../../principals/test-resources.ts';
import { declaredAt } from '../reading.ts';
import { principalNamed, operationOf, type PlannedCase, type PlanningContext, type Scenario } from '../../engine/scenario.ts';

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
export const methodOverrides: Scenario = {
  name: 'method-overrides',
  description:
    'Names DELETE in a field of a request for an object, as a principal that may read and not delete it, and reads the object again.',
  cases: (planning) =>
    planning.contract.collections.flatMap((collection) => {
      const reader = readerOf(planning, collection);
      if (collection.read === undefined || reader === undefined) return [];
      return Object.keys(overrides).map((variant): PlannedCase => ({
        operation: collection.read!,
        principal: reader.name,
        variant,
        cost: 6,
        permissions: ['writes'],
      }));
    }),
  async play(context, cases) {
    const things = createTestResources(context);
    for (const testCase of cases) {
      const read = operationOf(context.contract, testCase.operation);
      const principal = principalNamed(context.principals, testCase.principal);
      const collection = context.contract.collections.find((candidate) => candidate.read === read.id)!;
      const thing = await things.fresh(collection, principal.account);
      if (!thing || thing.account !== principal.account) {
        const why = `no object of ${collection.path} could be made for the account of ${principal.name}`;
        context.observe(testCase, {
          controls: [],
          probes: [],
          undecided: { why, outcome: 'blocked', needs: 'a principal that may create one' },
        });
        continue;
      }
      const as = { caller: context.principals.caller(principal, read), bindings: thing.bindings };
      const override = overrides[testCase.variant!]!;
      const before = await context.send(read, { ...as, role: 'control' });
      const get = await context.send(read, { ...as, alter: override });
      const post = declaredAt(context.contract, read.path).has('POST')
        ? []
        : [await context.send(read, { ...as, alter: (call) => override(posted(call)) })];
      const after = await context.send(read, as);
      context.observe(testCase, { controls: [before], probes: [get, ...post, after] });
    }
  },
};

/** Somebody who may read an object and not delete it, of an account that may create one. */
function readerOf({ contract, principals }: PlanningContext, { read, remove, create }: Collection): Principal | undefined {
  if (read === undefined || remove === undefined) return undefined;
  const removal = operationOf(contract, remove);
  const creators = new Set(principals.able(operationOf(contract, create)).map(({ account }) => account));
  return principals
    .able(operationOf(contract, read))
    .find(
      (principal) => creators.has(principal.account) && principals.concerns(principal, removal) && !principals.allows(principal, removal),
    );
}
