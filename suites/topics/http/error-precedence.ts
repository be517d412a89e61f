import type { Operation } from '../../../spec/contract.ts';
import { withoutHeader } from '../../../spec/message.ts';
import { unknownSecret, withSecret } from '../../principals/credentials.ts';
import type { Evidence } from '../../engine/evidence.ts';
import { calledFrom, outside } from '../../principals/origin.ts';
import type { ObservationTable } from '../../result/result.ts';
import type { Actor, Permission } from '../../engine/settings.ts';
import type { Stage } from '../../engine/scenario-context.ts';
import { outsiders } from '../address/blocked-address.ts';
import { drastic } from '../../principals/test-resources.ts';
import { isDrastic, mistakes, nowhere, type Blunder } from '../errors/request-errors.ts';
import { actorOf, operationOf, plainestFor, type PlannedShot, type Plot, type Scene } from '../../engine/scenario.ts';

interface Fault {
  readonly says: string;
  /** The statuses that tell of it. */
  readonly told: readonly number[];
}

/** What is wrong with the request itself. */
const seconds: { readonly [name: string]: Blunder & Fault } = {
  'no-such-path': { says: 'unknown path', told: [404], ...mistakes['no-such-path'] },
  'undeclared-method': { says: 'undeclared method', told: [404, 405, 501], ...mistakes['undeclared-method'] },
  'no-such-object': { says: 'unknown object', told: [404, 410], ...mistakes['no-such-object'] },
  'malformed-body': { says: 'body that is no JSON', told: [400, 422], ...mistakes['malformed-body'] },
  'wrong-media-type': {
    says: 'foreign media type',
    told: [400, 415, 422],
    cast: mistakes['malformed-body'].cast,
    alter: (call) => ({ ...call, headers: [...withoutHeader(call.headers, 'content-type'), 'Content-Type', 'image/png'], body: 'none' }),
  },
};

/** What is wrong with the caller: who it is. */
const firsts: {
  readonly [name: string]: Fault & { readonly cast: (plot: Plot, operation: Operation) => Actor | undefined };
} = {
  'bad-credential': { says: 'unknown credential', told: [401, 403], cast: ({ roster }, operation) => roster.able(operation)[0] },
  'missing-scope': {
    says: 'missing scope',
    told: [403],
    cast: ({ roster }, operation) => roster.active.find((actor) => roster.concerns(actor, operation) && !roster.allows(actor, operation)),
  },
  'blocked-address': { says: 'unlisted address', told: [403], cast: (plot, operation) => outsiders(plot, operation)[0] },
  'spent-quota': {
    says: 'spent quota',
    told: [429],
    cast: (plot, operation) => burners(plot).find((actor) => plot.roster.concerns(actor, operation)),
  },
};

/** No longer quota is used up only to see what comes first. */
const bearable = 20;

/** Variants: two things that are wrong, `…-and-…`. */
export const precedence: Scene = {
  name: 'error-precedence',
  says: 'Sends requests in which two things are wrong, one with the caller and one with the request, and notes which is told.',
  shots: (plot) =>
    Object.entries(firsts).flatMap(([first, { cast }]) =>
      Object.entries(seconds).flatMap(([second, blunder], index): readonly PlannedShot[] => {
        const operation = blunder.cast(plot);
        const actor = operation && cast(plot, operation);
        if (!operation || !actor) return [];
        const spends = first === 'spent-quota';
        const cost = spends && index === 0 ? plot.roster.freedom(actor) + 2 : 1;
        const who = first === 'bad-credential' ? {} : { principal: actor.name };
        const permissions: readonly Permission[] = [
          ...(isDrastic(plot.contract, operation) ? drastic : []),
          ...(spends ? (['burn'] as const) : []),
        ];
        return [
          { operation: operation.id, ...who, variant: `${first}-and-${second}`, cost, ...(permissions.length > 0 && { permissions }) },
        ];
      }),
    ),
  async play(stage, shots) {
    const spent = new Set<string>();
    const asked: Pair[] = [];
    for (const shot of shots) {
      const [first = '', second = ''] = shot.variant!.split('-and-');
      const operation = operationOf(stage.contract, shot.operation);
      const actor = actorOf(stage.roster, shot.principal ?? stage.roster.able(operation)[0]?.name);
      if (first === 'spent-quota' && !spent.has(actor.name)) await spend(stage, actor);
      spent.add(actor.name);
      const place = first === 'blocked-address' ? outside(actor, stage.settings.origin)! : undefined;
      const caller = stage.roster.caller(actor, operation);
      const probe = await stage.send(operation, {
        caller: first === 'bad-credential' ? withSecret(caller, 'unknown', (_, scheme) => unknownSecret(scheme)) : caller,
        unpaced: first === 'spent-quota',
        bindings: nowhere(stage.contract, operation),
        alter: (call) => {
          const altered = seconds[second]!.alter(call);
          return place ? calledFrom(place)(altered) : altered;
        },
      });
      if (place && probe.trouble) await callAsSomebody(stage);
      if (probe.trouble?.kind !== 'not-sent') asked.push({ first, second, probe });
      stage.take(shot, { controls: [], probes: [probe] });
    }
    stage.observe(
      'precedence',
      'what is told of a request in which two things are wrong: one with the caller, by column, and one with the request, by row',
      asked.map(({ probe }) => probe),
      tableOf(asked),
    );
  },
};

interface Pair {
  readonly first: string;
  readonly second: string;
  readonly probe: Evidence;
}

/** The faults of callers by column, those of requests by row, and in the cells what was answered and of which of the two it tells. */
function tableOf(asked: readonly Pair[]): ObservationTable {
  const columns = Object.keys(firsts).filter((name) => asked.some(({ first }) => first === name));
  const rows = Object.keys(seconds).filter((name) => asked.some(({ second }) => second === name));
  const cell = (first: string, second: string) => {
    const pair = asked.find((candidate) => candidate.first === first && candidate.second === second);
    return pair ? answerOf(pair) : '–';
  };
  return {
    header: ['', ...columns.map((first) => firsts[first]!.says)],
    rows: rows.map((second) => [seconds[second]!.says, ...columns.map((first) => cell(first, second))]),
  };
}

function answerOf({ first, second, probe: { reply, trouble } }: Pair): string {
  if (!reply) return trouble?.kind ?? '–';
  if (firsts[first]!.told.includes(reply.status)) return `${reply.status} caller`;
  return seconds[second]!.told.includes(reply.status) ? `${reply.status} request` : `${reply.status}`;
}

/** Expendable principals whose quota is used up in a moment. */
const burners = (plot: Plot): readonly Actor[] =>
  plot.roster.actors.filter(
    (actor) =>
      actor.expendable &&
      actor.state === 'active' &&
      actor.from === undefined &&
      plot.roster.freedom(actor) <= bearable &&
      plainestFor(plot, actor) !== undefined,
  );

/** Silence may be the refusal of an address, or the end of the target: somebody who is answered tells. */
async function callAsSomebody(stage: Stage): Promise<void> {
  const actor = stage.roster.active.find((candidate) => plainestFor(stage, candidate));
  const operation = actor && plainestFor(stage, actor);
  if (operation) await stage.send(operation, { role: 'control', caller: stage.roster.caller(actor, operation) });
}

/** Calls until it is refused. */
async function spend(stage: Stage, actor: Actor): Promise<void> {
  const operation = plainestFor(stage, actor)!;
  await stage.volley(operation, stage.roster.caller(actor, operation), stage.roster.freedom(actor) * 2 + 1, 4);
}
