import { unknownSecret, withSecret } from '../../principals/credentials.ts';
import type { CallProbes, Case, Evidence } from '../../engine/evidence.ts';
import { valueAtPlace } from '../../expectations/quota.ts';
import type { SendingContext } from '../../engine/scenario-context.ts';
import { principalNamed, operationOf, type Planned, type Scenario } from '../../engine/scenario.ts';

const words = {
  live: 'a valid credential',
  missing: 'no credential',
  unknown: 'a credential that was never issued',
} as const;

/** `live` for each active principal. */
export interface WhoamiCase extends Case {
  readonly kind: keyof typeof words;
}

export const whoamiScenario: Scenario<WhoamiCase, CallProbes> = {
  name: 'whoami',
  description: 'Calls the whoami operation as every active principal, without a credential and with an unknown one.',
  cases: ({ contract, principals }) => {
    const { whoami } = contract;
    if (!whoami) return [];
    const operation = operationOf(contract, whoami.operation);
    const concerned = principals.active.filter((principal) => principals.concerns(principal, operation));
    const blocked = { why: 'no active principal is configured', needs: { what: 'a principal', key: 'principals' } };
    const plan = (kind: WhoamiCase['kind'], more: Partial<Planned<WhoamiCase>> = {}): Planned<WhoamiCase> => ({
      operation: operation.id,
      kind,
      label: kind,
      words: words[kind],
      cost: 1,
      ...more,
    });
    const live = concerned.map(({ name }) => plan('live', { principal: name }));
    const invalid = (['missing', 'unknown'] as const).map((kind) => plan(kind, live.length === 0 ? { blocked } : {}));
    return [...(live.length > 0 ? live : [plan('live', { cost: 0, blocked })]), ...invalid];
  },
  async play(context, cases) {
    const operation = operationOf(context.contract, cases[0]?.operation);
    const callerOf = (name: string | undefined) => context.principals.caller(principalNamed(context.principals, name), operation);
    const first = context.principals.active.find((principal) => context.principals.concerns(principal, operation))?.name;
    const live: Evidence[] = [];
    for (const testCase of cases.filter(({ kind }) => kind === 'live')) {
      const call = await context.send(operation, { caller: callerOf(testCase.principal) });
      context.observe(testCase, { controls: [], probes: { call } });
      noteImpliedScopes(context, testCase.principal, call);
      live.push(call);
    }
    const control = live[0] ?? (await context.send(operation, { role: 'control', caller: callerOf(first) }));
    const unknown = withSecret(callerOf(first), 'unknown', (secret, scheme) => unknownSecret(scheme, secret));
    for (const testCase of cases.filter(({ kind }) => kind !== 'live')) {
      const call = await context.send(operation, testCase.kind === 'unknown' ? { caller: unknown } : {});
      context.observe(testCase, { controls: [control], probes: { call } });
    }
  },
};

/** Notes that scopes are listed because others imply them. */
function noteImpliedScopes(context: SendingContext, name: string | undefined, call: Evidence): void {
  const place = context.contract.whoami?.scopes;
  const listed = place && call.reply ? valueAtPlace(place, call.reply) : undefined;
  const principal = principalNamed(context.principals, name);
  const implied = [...context.principals.granted(principal)].filter((scope) => !principal.scopes.includes(scope));
  if (!Array.isArray(listed) || !implied.some((scope) => listed.includes(scope))) return;
  context.note('whoami', `the whoami operation also lists the scopes that those of ${principal.name} imply`, [call]);
}
