import type { Collection } from '../../../spec/contract.ts';
import { withoutHeader } from '../../../spec/message.ts';
import type { Case, Evidence, NamedProbes } from '../../engine/evidence.ts';
import type { Principal } from '../../engine/settings.ts';
import type { Call } from '../../http/target.ts';
import { createTestResources, notMade } from '../../principals/test-resources.ts';
import { declaredAt } from '../reading.ts';
import { principalNamed, operationOf, type Planned, type PlanningContext, type Scenario } from '../../engine/scenario.ts';

/** Where frameworks look for the method that a client could not send: in a header, or in a query parameter. */
type Override = { readonly header: string } | { readonly parameter: string };

interface MethodOverrideCase extends Case {
  readonly override: Override;
}

interface MethodOverrideProbes extends NamedProbes {
  /** GET with the override. */
  readonly get: Evidence;
  /** POST with the override, where the document does not declare POST. */
  readonly post?: Evidence;
  /** The object afterwards. */
  readonly after: Evidence;
}

const overrides: readonly { readonly label: string; readonly words: string; readonly override: Override }[] = [
  ...['X-HTTP-Method-Override', 'X-Method-Override', 'X-HTTP-Method'].map((header) => ({
    label: header.toLowerCase(),
    words: `DELETE in the header ${header}`,
    override: { header },
  })),
  { label: 'query-_method', words: 'DELETE as the parameter _method, in the query and in a form', override: { parameter: '_method' } },
];

function overridden(call: Call, override: Override): Call {
  if ('header' in override) return { ...call, headers: [...call.headers, override.header, 'DELETE'] };
  return { ...call, target: `${call.target}${call.target.includes('?') ? '&' : '?'}${override.parameter}=DELETE` };
}

/** As a form is posted. */
const posted = (call: Call): Call => ({
  ...call,
  method: 'POST',
  headers: [...withoutHeader(call.headers, 'content-type'), 'Content-Type', 'application/x-www-form-urlencoded'],
  body: '_method=DELETE',
});

/** The control is the object before. */
export const methodOverrides: Scenario<MethodOverrideCase, MethodOverrideProbes> = {
  name: 'method-overrides',
  description:
    'Names DELETE in a header or parameter of a request for an object, as a principal that may not delete it, and reads it again.',
  cases: (planning) =>
    planning.contract.collections.flatMap((collection) => {
      const reader = readerOf(planning, collection);
      if (collection.read === undefined || reader === undefined) return [];
      return overrides.map((each): Planned<MethodOverrideCase> => ({
        operation: collection.read!,
        principal: reader.name,
        ...each,
        cost: 6,
        permissions: ['writes'],
      }));
    }),
  async play(context, cases) {
    const resources = createTestResources(context);
    for (const testCase of cases) {
      const read = operationOf(context.contract, testCase.operation);
      const principal = principalNamed(context.principals, testCase.principal);
      const collection = context.contract.collections.find((candidate) => candidate.read === read.id)!;
      const resource = await resources.fresh(collection, principal.account);
      if (!resource || resource.account !== principal.account) {
        context.undecided(testCase, notMade(context, collection, principal.account));
        continue;
      }
      const as = { caller: context.principals.caller(principal, read), bindings: resource.bindings };
      const before = await context.send(read, { ...as, role: 'control' });
      const get = await context.send(read, { ...as, alter: (call) => overridden(call, testCase.override) });
      const post = declaredAt(context.contract, read.path).has('POST')
        ? undefined
        : await context.send(read, { ...as, alter: (call) => overridden(posted(call), testCase.override) });
      const after = await context.send(read, as);
      context.observe(testCase, { controls: [before], probes: { get, ...(post && { post }), after } });
    }
  },
};

/** A principal that may read an object and not delete it, of an account that may create one. */
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
