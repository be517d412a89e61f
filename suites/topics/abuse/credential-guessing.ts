import type { Operation } from '../../../spec/contract.ts';
import { unknownSecret, withSecret } from '../../principals/credentials.ts';
import type { Evidence } from '../../engine/evidence.ts';
import { simplestOperation } from '../../http/request.ts';
import type { Caller } from '../../principals/principals.ts';
import type { ScenarioContext } from '../../engine/scenario-context.ts';
import { principalNamed, operationOf, type PlannedCase, type Scenario } from '../../engine/scenario.ts';

/** How many pairs of times are compared. */
const pairs = 30;
/** How many wrong credentials in a row somebody who guesses would send in no time. */
const tries = 100;

/**
 * Observed, never judged: what a server should do about guessing depends on what stands before it. Nobody can be blamed for times that a
 * network makes.
 */
export const credentialGuessing: Scenario = {
  name: 'credential-guessing',
  description: 'Measures how long refusals of unknown and of revoked credentials take, and sends a hundred wrong credentials in a row.',
  cases: ({ contract, principals }) => {
    const operation = simplestOperation(contract);
    const good = operation && principals.able(operation)[0];
    if (!operation || !good) return [];
    const planned = { operation: operation.id, principal: good.name, permissions: ['destructive'] as const };
    const revoked = principals.all.some((principal) => principal.state === 'revoked' && principals.concerns(principal, operation));
    return [
      ...(revoked ? [{ ...planned, variant: 'times', cost: pairs * 2 }] : []),
      { ...planned, variant: 'many', cost: tries + 1 },
    ] satisfies readonly PlannedCase[];
  },
  async play(context, cases) {
    for (const testCase of cases) {
      const operation = operationOf(context.contract, testCase.operation);
      const good = context.principals.caller(principalNamed(context.principals, testCase.principal), operation);
      const unknown = withSecret(good, 'unknown', (_, scheme) => unknownSecret(scheme));
      const probes = await (testCase.variant === 'times'
        ? compareTimes(context, operation, unknown)
        : guess(context, operation, unknown, good));
      context.observe(testCase, { controls: [], probes });
    }
  },
};

async function compareTimes(context: ScenarioContext, operation: Operation, unknown: Caller): Promise<readonly Evidence[]> {
  const revoked = context.principals.all.find(
    (principal) => principal.state === 'revoked' && context.principals.concerns(principal, operation),
  )!;
  // Under a name of its own it takes nothing from what its account may still ask.
  const dead = { ...context.principals.caller(revoked, operation), name: `${revoked.name}:again` };
  const [unknownTimes, deadTimes]: [number[], number[]] = [[], []];
  let shown: readonly Evidence[] = [];
  for (let count = 0; count < pairs; count += 1) {
    const refusals = [await context.send(operation, { caller: unknown }), await context.send(operation, { caller: dead })] as const;
    if (refusals.some(({ reply }) => reply === undefined)) return shown;
    unknownTimes.push(refusals[0].milliseconds);
    deadTimes.push(refusals[1].milliseconds);
    if (shown.length === 0) shown = refusals;
  }
  const [one, other] = [median(unknownTimes), median(deadTimes)];
  context.note(
    'credentials',
    `refusals of an unknown credential took ${one} ms, of a revoked one ${other} ms (medians of ${pairs}); for information only`,
    shown,
  );
  const [first, second] = shown;
  if (first?.reply && second?.reply && first.reply.body.length !== second.reply.body.length) {
    const [long, short] = [first, second].map(({ reply }) => reply!.body.length);
    context.note(
      'credentials',
      `refusals of an unknown and of a revoked credential differ in length: ${long} and ${short} characters`,
      shown,
    );
  }
  return shown;
}

async function guess(context: ScenarioContext, operation: Operation, unknown: Caller, good: Caller): Promise<readonly Evidence[]> {
  let usual: number | undefined;
  const isRefused = (status: number | undefined) => (status === 401 || status === 403) && status === usual;
  const { samples, last } = await context.burst(operation, unknown, tries, 1, ({ reply }) => {
    usual ??= reply?.status;
    return isRefused(reply?.status);
  });
  const after = await context.send(operation, { caller: good, role: 'control' });
  const limited = last?.reply !== undefined && !isRefused(last.reply.status);
  const outcome = limited
    ? `after ${samples.length} wrong credentials in a row the answer was ${last.reply.status}`
    : last?.trouble
      ? `after ${samples.length} wrong credentials in a row there was no answer: ${last.trouble.says}`
      : `${samples.length} wrong credentials in a row were all refused alike: nothing slowed them down`;
  const served = after.reply ? `a good one was then answered with ${after.reply.status}` : 'a good one then got no answer';
  context.note('credentials', `${outcome}; ${served}`, [...(last ? [last] : []), after]);
  return [...(last ? [last] : []), after];
}

const median = (values: readonly number[]) =>
  Math.round(values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)]! * 10) / 10;
