import type { Operation } from '../../../spec/contract.ts';
import type { CallProbes, Case, Evidence } from '../../engine/evidence.ts';
import { inconclusive, type Judgement } from '../../engine/check.ts';
import { groupBy } from '../../engine/group.ts';
import { isSuccess, type ScenarioContext, type SendingContext } from '../../engine/scenario-context.ts';
import { collectionOf, createTestResources, notMade, permissionsFor, type TestResources } from '../../principals/test-resources.ts';
import { isScoped, principalNamed, operationOf, type Planned, type PlanningContext, type Scenario } from '../../engine/scenario.ts';
import { isSampled, matrixSample } from './sampling.ts';

type MatrixPlanning = Pick<PlanningContext, 'contract' | 'principals' | 'settings'>;

/** Whether the document allows the operation to the principal. */
export interface MatrixCase extends Case {
  readonly kind: 'allowed' | 'rejected';
}

export interface MatrixFacts {
  /** Whether the object belongs to another account. */
  readonly foreign: boolean;
  /** Whether a part of its name was made up, so that it may not exist. */
  readonly invented: boolean;
}

const words = {
  allowed: 'the principal’s scopes allow the operation',
  rejected: 'the principal’s scopes do not allow the operation',
} as const;

const caseOf = (kind: MatrixCase['kind']) => ({ kind, label: kind, words: words[kind] });

export const operationMatrix: Scenario<MatrixCase, CallProbes, MatrixFacts> = {
  name: 'operation-matrix',
  description:
    'Calls every secured operation as every active principal; an operation that may change something acts on an object made for it.',
  cases: (planning) => {
    const cases = allCases(planning);
    return isSampled(planning, cases) ? matrixSample(planning, cases) : cases;
  },
  async play(context, cases) {
    const resources = createTestResources(context);
    const byOperation = groupBy(cases, ({ operation }) => operation);
    for (const [id, ofOperation] of byOperation) await playOperation(context, resources, operationOf(context.contract, id), ofOperation);
  },
};

/** A 403 or 404 for an object whose name was made up: it may not exist, which some servers hide with 403. */
export const hiddenObject = (status: number): Judgement =>
  inconclusive({ code: 'object-may-not-exist', status }, { what: 'an object of this account', key: 'parameters' });

function allCases(planning: MatrixPlanning): readonly Planned<MatrixCase>[] {
  return planning.contract.operations
    .filter((operation) => !operation.public)
    .flatMap((operation) => {
      const concerned = planning.principals.active.filter((principal) => planning.principals.concerns(principal, operation));
      const cases = concerned.map(({ name }) => caseFor(planning, operation, name));
      return [...cases, ...missingCases(planning, operation, cases)];
    });
}

/** What a sample leaves out, in a sentence; undefined if nothing is left out. */
export function sampleNote(planning: MatrixPlanning): string | undefined {
  const cases = allCases(planning);
  if (!isSampled(planning, cases)) return undefined;
  const kept = matrixSample(planning, cases).length;
  if (kept === cases.length) return undefined;
  const [some, all] = [kept, cases.length].map((count) => count.toLocaleString('en'));
  return `a sample of the operations and principals is called, ${some} of ${all} combinations; --no-sample calls all`;
}

function caseFor({ contract, principals }: MatrixPlanning, operation: Operation, principal: string): Planned<MatrixCase> {
  const allowed = principals.allows(principalNamed(principals, principal), operation);
  // Also for what must be rejected: a server that does not reject it serves it.
  const permissions = permissionsFor(contract, operation);
  return {
    operation: operation.id,
    principal,
    ...caseOf(allowed ? 'allowed' : 'rejected'),
    cost: operation.safe ? 1 : 2,
    ...(permissions.length > 0 && { permissions }),
  };
}

/** The cases for which the configuration has no principal: one that is allowed, and one without the scope. */
function missingCases({ contract }: MatrixPlanning, operation: Operation, cases: readonly MatrixCase[]): readonly Planned<MatrixCase>[] {
  const wanted = isScoped(operation) ? (['allowed', 'rejected'] as const) : (['allowed'] as const);
  const scopes = [...new Set(operation.security.flatMap(({ requirements }) => requirements.flatMap((requirement) => requirement.scopes)))];
  const lacking = {
    allowed: {
      why: `no active principal may call ${operation.id}`,
      needs: {
        what: `an active principal with ${scopes.length > 0 ? `the scope ${scopes.join(' or ')}` : 'a credential for it'}`,
        key: 'principals',
      },
    },
    rejected: {
      why: `every active principal may call ${operation.id}`,
      needs: { what: `an active principal without the scope ${scopes.join(' or ')}`, key: 'principals' },
    },
  };
  return wanted
    .filter((kind) => !cases.some((testCase) => testCase.kind === kind))
    .filter((kind) => kind === 'allowed' || contract.scopes.length > 0)
    .map((kind) => ({ operation: operation.id, ...caseOf(kind), cost: 0, blocked: lacking[kind] }));
}

interface Played {
  readonly testCase: MatrixCase;
  /** Absent if no object could be made for it. */
  readonly call?: Evidence;
  readonly facts: MatrixFacts;
}

/** Calls that are to be rejected come first, while the object exists; then those that are allowed. */
async function playOperation(
  context: ScenarioContext<MatrixCase, CallProbes, MatrixFacts>,
  resources: TestResources,
  operation: Operation,
  cases: readonly MatrixCase[],
): Promise<void> {
  const collection = collectionOf(context.contract, operation);
  const played: Played[] = [];
  for (const testCase of [...cases.filter(({ kind }) => kind === 'rejected'), ...cases.filter(({ kind }) => kind === 'allowed')]) {
    const principal = principalNamed(context.principals, testCase.principal);
    const fresh = !operation.safe && testCase.kind === 'allowed';
    const resource = collection && (await objectFor(context, resources, operation, principal.account, fresh));
    if (collection && (!resource || (!operation.safe && !resource.own))) {
      played.push({ testCase, facts: { foreign: false, invented: false } });
      continue;
    }
    const options = { caller: context.principals.caller(principal, operation), bindings: resource?.bindings ?? {} };
    const served = testCase.kind === 'allowed' ? await resources.call(operation, options, resource) : undefined;
    const call = served ?? (await context.send(operation, options));
    if (!served) resources.notice(operation, principal.account, call, resource);
    const own = resource?.own ? resource : undefined;
    const foreign = own !== undefined && own.account !== principal.account;
    const invented = operation.parameters.some((parameter) => parameter.invented && own?.bindings[parameter.name] === undefined);
    played.push({ testCase, call, facts: { foreign, invented } });
  }
  const allowed = played.flatMap(({ testCase, call }) => (testCase.kind === 'allowed' && call ? [call] : []));
  const control = allowed.find(isSuccess) ?? allowed[0];
  for (const { testCase, call, facts } of played) {
    if (call) {
      const controls = testCase.kind === 'rejected' && control ? [control] : [];
      context.observe(testCase, { controls, probes: { call }, facts });
    } else {
      context.undecided(testCase, notMade(context, collection!));
    }
  }
}

/** An own object, of the same account if possible; for a safe operation the documented one if none can be made. */
async function objectFor(context: SendingContext, resources: TestResources, operation: Operation, account: string, fresh: boolean) {
  const collection = collectionOf(context.contract, operation)!;
  if (fresh) return resources.fresh(collection, account);
  const shared = await resources.shared(collection, account);
  if (shared?.own || operation.safe) return shared;
  const owner = context.principals.active.find(
    (principal) => principal.account !== account && context.principals.allows(principal, operationOf(context.contract, collection.create)),
  );
  return owner && resources.shared(collection, owner.account);
}
