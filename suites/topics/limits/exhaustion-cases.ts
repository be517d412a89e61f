import type { Operation } from '../../../spec/contract.ts';
import type { Plan, Window } from '../../../spec/quotas.ts';
import { ownWindowsOf, unitsOf } from '../../../spec/plan.ts';
import type { Case } from '../../engine/evidence.ts';
import type { Planned, PlanningContext } from '../../engine/scenario.ts';
import type { Principal } from '../../engine/settings.ts';
import { inRequests, type CountedWindow } from '../../expectations/limiter.ts';
import { acceptableSeconds } from './use-up.ts';
import { burnerOf, countedWindows, lackingBurner, shortestOf, spendingOperations } from './spending.ts';

export interface ExhaustionCase extends Case {
  readonly window: CountedWindow;
  /** Whether the window counts the requests of its operation only. */
  readonly isOwn: boolean;
  /** Whether no plan of the document states it: the target's headers report it. */
  readonly isAnnounced: boolean;
}

/** The windows of every plan, or those that headers report where no plan states any, and the operations that use them up. */
export const exhaustionCases = (planning: PlanningContext): readonly Planned<ExhaustionCase>[] => [
  ...planning.contract.plans.flatMap((plan) => casesFor(planning, plan)),
  ...(planning.settings.observedPlans ?? []).flatMap((plan) => casesFor(planning, plan).map(announced)),
];

/** A case of a window that the headers report. */
const announced = (testCase: Planned<ExhaustionCase>): Planned<ExhaustionCase> => ({
  ...testCase,
  isAnnounced: true,
  label: `${testCase.label} as announced`,
  words: `${testCase.words}, read off the server’s headers`,
});

/** The most operations that are called while a window is used up. */
export const mostOthers = 4;

/** The number of requests to use up a window and to observe the effects. */
export const exhaustionCost = ({ limit }: CountedWindow) => limit + 7 + mostOthers;

const byLength = (one: Window, other: Window) => one.seconds - other.seconds;

/** How many operations that take more units than the others use up a window too. */
const mostCostly = 2;

/** Each window with the operation that uses it up: the cheapest for those of the plan, the costliest for its shortest, and own windows by their own. */
function casesFor(planning: PlanningContext, plan: Plan): readonly Planned<ExhaustionCase>[] {
  const burner = burnerOf(planning, plan);
  const operations = burner ? spendingOperations(planning, plan, burner) : [];
  const cheapest = operations.find(({ id }) => unitsOf(plan, id) > 0);
  const shortest = shortestOf(plan.windows);
  const costly = operations
    .filter(({ id }) => cheapest && unitsOf(plan, id) > unitsOf(plan, cheapest.id))
    .toSorted((one, other) => unitsOf(plan, other.id) - unitsOf(plan, one.id))
    .slice(0, mostCostly);
  const inOrder = plan.windows.toSorted(byLength);
  const caseOf = (operation: Operation | undefined, window: Window, isOwn = false) =>
    exhaustionCase(plan, { burner, operation, window, isOwn });
  return [
    ...inOrder.flatMap((window) => caseOf(cheapest, window)),
    ...(shortest ? costly.flatMap((operation) => caseOf(operation, shortest)) : []),
    ...operations.flatMap((operation) =>
      ownWindowsOf(plan, operation.id)
        .toSorted(byLength)
        .flatMap((window) => caseOf(operation, window, true)),
    ),
  ];
}

interface Spending {
  readonly burner: Principal | undefined;
  readonly operation: Operation | undefined;
  readonly window: Window;
  /** Whether it is a window of the operation. */
  readonly isOwn: boolean;
}

function exhaustionCase(plan: Plan, { burner, operation, window: own, isOwn }: Spending): readonly Planned<ExhaustionCase>[] {
  const counted = countedWindows(plan, operation?.id);
  const window = inRequests(own, isOwn ? 1 : unitsOf(plan, operation?.id));
  const label = `${window.label.replace('/', ' per ')}${isOwn ? ' of the operation' : ''}`;
  const tighter = counted.find(({ seconds, limit }) => seconds > window.seconds && limit <= window.limit);
  const sooner = counted.find(({ seconds, limit }) => seconds === window.seconds && limit < window.limit);
  const first = tighter ?? sooner;
  const shorter = counted.filter(({ seconds }) => seconds < window.seconds);
  const waits = shorter.reduce((sum, { limit, seconds }) => Math.max(sum, (Math.ceil(window.limit / limit) + 1) * seconds), 0);
  const planned = {
    window,
    isOwn,
    isAnnounced: false,
    label,
    words: `the window ${window.label}${isOwn ? ' of the operation' : ''}`,
    cost: exhaustionCost(window),
    permissions: ['burn'] as const,
    ...(waits + window.seconds > acceptableSeconds && { waits: waits + window.seconds }),
  };
  if (!burner || !operation) return [{ ...planned, blocked: lackingBurner(plan, burner) }];
  const named = { ...planned, principal: burner.name, operation: operation.id };
  return [first ? { ...named, absent: `${window.label} is never used up, because ${first.label} is used up first` } : named];
}
