import type { Operation } from '../../../spec/contract.ts';
import { unknownSecret, withSecret } from '../../principals/credentials.ts';
import type { Case, Evidence, NamedProbes } from '../../engine/evidence.ts';
import type { Caller } from '../../principals/principals.ts';
import type { SendingContext } from '../../engine/scenario-context.ts';
import { principalNamed, operationOf, type Planned, type Scenario } from '../../engine/scenario.ts';

interface GuessingCase extends Case {
  /** Compares response times, or guesses credentials. */
  readonly kind: 'times' | 'guesses';
}

interface GuessingProbes extends NamedProbes {
  readonly calls: readonly Evidence[];
}

/** How many pairs of times are compared. */
const pairs = 30;
/** How many wrong credentials are sent in a row. */
const guesses = 100;

/** Noted, never judged: the right reaction to guessing depends on proxies in front of the server, and times depend on the network. */
export const credentialGuessing: Scenario<GuessingCase, GuessingProbes> = {
  name: 'credential-guessing',
  together: 'exposure',
  description: 'Measures how long rejections of unknown and of revoked credentials take, and sends a hundred wrong credentials in a row.',
  cases: ({ principals }): readonly Planned<GuessingCase>[] => {
    const operation = principals.probe;
    const valid = operation && principals.able(operation)[0];
    if (!operation || !valid) return [];
    const planned = { operation: operation.id, principal: valid.name, permissions: ['destructive'] as const };
    const revoked = principals.all.some((principal) => principal.state === 'revoked' && principals.concerns(principal, operation));
    return [
      ...(revoked
        ? [
            {
              ...planned,
              label: 'times',
              words: 'rejections of an unknown and of a revoked credential, in turn',
              kind: 'times' as const,
              cost: pairs * 2,
            },
          ]
        : []),
      { ...planned, label: 'many', words: 'a hundred wrong credentials in a row', kind: 'guesses', cost: guesses + 1 },
    ];
  },
  async play(context, cases) {
    for (const testCase of cases) {
      const operation = operationOf(context.contract, testCase.operation);
      const valid = context.principals.caller(principalNamed(context.principals, testCase.principal), operation);
      const unknown = withSecret(valid, 'unknown', (secret, scheme) => unknownSecret(scheme, secret));
      const calls = await (testCase.kind === 'times'
        ? compareTimes(context, operation, unknown)
        : guess(context, operation, unknown, valid));
      context.observe(testCase, { controls: [], probes: { calls } });
    }
  },
};

async function compareTimes(context: SendingContext, operation: Operation, unknown: Caller): Promise<readonly Evidence[]> {
  const revoked = context.principals.all.find(
    (principal) => principal.state === 'revoked' && context.principals.concerns(principal, operation),
  )!;
  // Under its own name, it takes nothing from the quota of its account.
  const rejected = { ...context.principals.caller(revoked, operation), name: `${revoked.name}:again` };
  const [unknownTimes, revokedTimes]: [number[], number[]] = [[], []];
  let shown: readonly Evidence[] = [];
  for (let count = 0; count < pairs; count += 1) {
    const rejections = [
      await context.send(operation, { caller: unknown, once: true }),
      await context.send(operation, { caller: rejected, once: true }),
    ] as const;
    if (rejections.some(({ reply }) => reply === undefined)) return shown;
    unknownTimes.push(rejections[0].milliseconds);
    revokedTimes.push(rejections[1].milliseconds);
    if (shown.length === 0) shown = rejections;
  }
  const [one, other] = [median(unknownTimes), median(revokedTimes)];
  context.note(
    'credentials',
    `rejections of an unknown credential took ${one} ms, of a revoked one ${other} ms (medians of ${pairs}); for information only`,
    shown,
  );
  const [first, second] = shown;
  if (first?.reply && second?.reply && first.reply.body.length !== second.reply.body.length) {
    const [length, revokedLength] = [first, second].map(({ reply }) => reply!.body.length);
    context.note(
      'credentials',
      `rejections of an unknown and of a revoked credential differ in length: ${length} and ${revokedLength} characters`,
      shown,
    );
  }
  return shown;
}

async function guess(context: SendingContext, operation: Operation, unknown: Caller, valid: Caller): Promise<readonly Evidence[]> {
  let usual: number | undefined;
  const isRejected = (status: number | undefined) => (status === 401 || status === 403) && status === usual;
  const { samples, last } = await context.burst(operation, unknown, guesses, 1, ({ reply }) => {
    usual ??= reply?.status;
    return isRejected(reply?.status);
  });
  const after = await context.send(operation, { caller: valid, role: 'control', once: true });
  const limited = last?.reply !== undefined && !isRejected(last.reply.status);
  const outcome = limited
    ? `after ${samples.length} wrong credentials in a row the status was ${last.reply.status}`
    : last?.trouble
      ? `after ${samples.length} wrong credentials in a row there was no response: ${last.trouble.message}`
      : `${samples.length} wrong credentials in a row were all rejected alike: nothing slowed them down`;
  const served = after.reply ? `a valid one then got ${after.reply.status}` : 'a valid one then got no response';
  context.note('credentials', `${outcome}; ${served}`, [...(last ? [last] : []), after]);
  return [...(last ? [last] : []), after];
}

const median = (values: readonly number[]) =>
  Math.round(values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)]! * 10) / 10;
