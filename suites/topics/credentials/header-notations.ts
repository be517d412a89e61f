import { headerValue, withoutHeader } from '../../../spec/message.ts';
import { unknownSecret } from '../../principals/credentials.ts';
import { simplestOperation } from '../../http/request.ts';
import type { Call } from '../../http/target.ts';
import { holderOf, nobodyFor, operationOf, takes, type Scene } from '../../engine/scenario.ts';

const inAuthorization = ['bearer', 'basic'] as const;

const named = (name: (scheme: string) => string) => rewritten((scheme, rest) => `${name(scheme)} ${rest}`);

function rewritten(write: (scheme: string, rest: string) => string): (call: Call) => Call {
  return (call) => {
    const [scheme = '', rest = ''] = (headerValue(call.headers, 'authorization') ?? '').split(' ');
    return { ...call, headers: [...withoutHeader(call.headers, 'authorization'), 'Authorization', write(scheme, rest)] };
  };
}

/** Ways to write the field of a good credential. */
const notations: { readonly [variant: string]: (call: Call) => Call } = {
  'small-letters': named((scheme) => scheme.toLowerCase()),
  capitals: named((scheme) => scheme.toUpperCase()),
  'mixed-letters': named((scheme) => scheme.toLowerCase().replace(/(.)(.)/g, (_, one: string, other: string) => one + other.toUpperCase())),
  'two-spaces': rewritten((scheme, rest) => `${scheme}  ${rest}`),
  tab: rewritten((scheme, rest) => `${scheme}\t${rest}`),
  'and-in-the-query': (call) => ({
    ...call,
    target: `${call.target}${call.target.includes('?') ? '&' : '?'}access_token=${unknownSecret({ kind: 'bearer' })}`,
  }),
};

export const notationsScene: Scene = {
  name: 'header-notations',
  says: 'Sends a good credential in other notations of its field, and together with an unknown one in the query.',
  shots: ({ contract, roster }) => {
    const operation = simplestOperation(contract);
    if (!operation || !takes(contract, operation, inAuthorization)) return [];
    const holder = holderOf(roster, operation, inAuthorization);
    const blocked = !holder && { blocked: nobodyFor(operation)! };
    const asksInQuery = operation.parameters.some(({ in: place, name }) => place === 'query' && name === 'access_token');
    return Object.keys(notations)
      .filter((variant) => variant !== 'and-in-the-query' || (holder?.credential.scheme.kind === 'bearer' && !asksInQuery))
      .map((variant) => ({ operation: operation.id, variant, cost: 1, ...blocked }));
  },
  async play(stage, shots) {
    const operation = operationOf(stage.contract, shots[0]?.operation);
    const { caller } = holderOf(stage.roster, operation, inAuthorization)!;
    const control = await stage.send(operation, { role: 'control', caller });
    for (const shot of shots) {
      const probe = await stage.send(operation, { caller, alter: (call) => ({ ...notations[shot.variant!]!(call), level: 'lines' }) });
      stage.take(shot, { controls: [control], probes: [probe] });
    }
  },
};
