import { withoutHeader } from '../../spec/message.ts';
import { simplestOperation } from '../request.ts';
import type { Call } from '../target.ts';
import { actorOf, nobodyFor, operationOf, type Plot, type Scene } from './scene.ts';

/** Authentication schemes that somebody might also have switched on; the empty one is the bare key. */
const schemes = ['Basic', 'Bearer', 'Token', 'ApiKey', 'Digest', 'none'];

/** A live credential in the right field and in the wrong words. */
export const disguises: Scene = {
  name: 'disguises',
  says: 'Sends a live credential in the Authorization field under schemes that the document does not declare.',
  shots: ({ contract, roster }) => {
    const operation = simplestOperation(contract);
    if (!operation || !carriedByAuthorization(contract)) return [];
    const declared = new Set(contract.schemes.map(({ challenge }) => challenge.toLowerCase()));
    const blocked = roster.able(operation).length === 0 ? nobodyFor(operation) : undefined;
    return schemes
      .filter((scheme) => !declared.has(scheme.toLowerCase()))
      .map((scheme) => ({ operation: operation.id, variant: scheme, cost: 1, ...(blocked && { blocked }) }));
  },
  async play(stage, shots) {
    const operation = operationOf(stage.contract, shots[0]?.operation);
    const caller = stage.roster.caller(actorOf(stage.roster, stage.roster.able(operation)[0]?.name), operation);
    const secret = caller.credentials[0]?.secret ?? '';
    const control = await stage.send(operation, { role: 'control', caller });
    for (const shot of shots) {
      const words = shot.variant === 'none' ? secret : `${shot.variant} ${secret}`;
      const alter = (call: Call): Call => ({ ...call, headers: [...withoutHeader(call.headers, 'authorization'), 'Authorization', words] });
      const probe = await stage.send(operation, { caller, alter });
      stage.take(shot, { controls: [control], probes: [probe] });
    }
  },
};

function carriedByAuthorization(contract: Plot['contract']): boolean {
  return contract.schemes.some(({ kind }) => kind === 'bearer' || kind === 'basic');
}
