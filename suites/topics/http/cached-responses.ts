import { simplestOperation } from '../../http/request.ts';
import type { Call } from '../../http/target.ts';
import { actorOf, nobodyFor, operationOf, type Scene } from '../../engine/scenario.ts';

/** URLs of one operation that a cache may take for each other, or for those of a file. */
const urls: { readonly [variant: string]: (path: string, query: string) => string } = {
  'same-url': (path, query) => `${path}?${query === '' ? '' : `${query}&`}auth-conformance=stored`,
  'below-as-a-file': (path, query) => `${path}/auth-conformance.css${query && `?${query}`}`,
  'ending-as-a-file': (path, query) => `${path}.css${query && `?${query}`}`,
  'parameter-as-a-file': (path, query) => `${path};auth-conformance.css${query && `?${query}`}`,
};

/** Probes: the URL with a good credential, then without. */
export const storedAnswers: Scene = {
  name: 'cached-responses',
  says: 'Fetches URLs that a cache may keep with a good credential, and right afterwards without one.',
  shots: ({ contract, roster }) => {
    const operation = simplestOperation(contract);
    if (!operation) return [];
    const blocked = roster.able(operation).length === 0 && { blocked: nobodyFor(operation)! };
    return Object.keys(urls).map((variant) => ({ operation: operation.id, variant, cost: 2, ...blocked }));
  },
  async play(stage, shots) {
    const operation = operationOf(stage.contract, shots[0]?.operation);
    const caller = stage.roster.caller(actorOf(stage.roster, stage.roster.able(operation)[0]?.name), operation);
    const control = await stage.send(operation, { role: 'control', caller });
    for (const shot of shots) {
      const alter = (call: Call): Call => {
        const [path = '', query = ''] = call.target.split('?');
        return { ...call, target: urls[shot.variant!]!(path, query) };
      };
      const first = await stage.send(operation, { caller, alter });
      const second = await stage.send(operation, { alter });
      stage.take(shot, { controls: [control], probes: [first, second] });
    }
  },
};
