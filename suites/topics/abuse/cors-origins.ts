import type { Call } from '../../http/target.ts';
import { simplestOperation } from '../../http/request.ts';
import { actorOf, nobodyFor, operationOf, type Scene } from '../../engine/scenario.ts';

/** Origins that no API has reason to trust; a lookalike begins with the API's own host. */
const strangers: { readonly [name: string]: (host: string) => string } = {
  foreign: () => 'https://attacker.example',
  null: () => 'null',
  lookalike: (host) => `https://${host}.attacker.example`,
};

const asking = {
  request: (call: Call, origin: string): Call => ({ ...call, headers: [...call.headers, 'Origin', origin] }),
  preflight: ({ target, channel, level, method }: Call, origin: string): Call => ({
    method: 'OPTIONS',
    target,
    channel,
    level,
    headers: ['Origin', origin, 'Access-Control-Request-Method', method, 'Access-Control-Request-Headers', 'authorization'],
  }),
} as const;

/** Variants: the origin, and `preflight` where a browser would ask first. */
export const origins: Scene = {
  name: 'cors-origins',
  says: 'Calls one operation, and asks as a browser would ask first, on behalf of pages of foreign origins.',
  shots: ({ contract, roster }) => {
    const operation = simplestOperation(contract);
    if (!operation) return [];
    const actor = roster.able(operation)[0];
    return Object.keys(strangers).flatMap((name) =>
      [name, `${name} preflight`].map((variant) => ({
        operation: operation.id,
        variant,
        cost: 1,
        ...(actor ? { principal: actor.name } : { blocked: nobodyFor(operation)! }),
      })),
    );
  },
  async play(stage, shots) {
    const host = new URL(stage.settings.target).hostname.replace(/^\[|\]$/g, '').replaceAll(':', '-');
    for (const shot of shots) {
      const operation = operationOf(stage.contract, shot.operation);
      const caller = stage.roster.caller(actorOf(stage.roster, shot.principal), operation);
      const [name = '', preflight] = shot.variant!.split(' ');
      const origin = strangers[name]!(host);
      const alter = (call: Call) => asking[preflight === undefined ? 'request' : 'preflight'](call, origin);
      const probe = await stage.send(operation, { alter, ...(preflight === undefined && { caller }) });
      stage.take(shot, { controls: [], probes: [probe], facts: { origin } });
    }
  },
};
