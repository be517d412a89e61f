import { withoutHeader } from '../../../spec/message.ts';
import { simplestOperation } from '../../http/request.ts';
import type { Call } from '../../http/target.ts';
import { holderOf, nobodyFor, operationOf, takes, type Scene } from '../../engine/scenario.ts';

/** Authentication schemes that somebody might also have switched on; the empty one is the bare key. */
const schemes = ['Basic', 'Bearer', 'Token', 'ApiKey', 'Digest', 'none'];

/** What travels in the Authorization field. */
const inAuthorization = ['bearer', 'basic'] as const;

/** A live credential in the right field and in the wrong words. */
export const disguises: Scene = {
  name: 'wrong-schemes',
  says: 'Sends a live credential in the Authorization field under schemes that the document does not declare.',
  shots: ({ contract, roster }) => {
    const operation = simplestOperation(contract);
    if (!operation || !takes(contract, operation, inAuthorization)) return [];
    const declared = new Set(contract.schemes.map(({ challenge }) => challenge.toLowerCase()));
    const blocked = holderOf(roster, operation, inAuthorization) ? undefined : nobodyFor(operation);
    return schemes
      .filter((scheme) => !declared.has(scheme.toLowerCase()))
      .map((scheme, index) => ({ operation: operation.id, variant: scheme, cost: index === 0 ? 2 : 1, ...(blocked && { blocked }) }));
  },
  async play(stage, shots) {
    const operation = operationOf(stage.contract, shots[0]?.operation);
    const { caller, credential } = holderOf(stage.roster, operation, inAuthorization)!;
    const control = await stage.send(operation, { role: 'control', caller });
    for (const shot of shots) {
      const words = shot.variant === 'none' ? credential.secret : `${shot.variant} ${credential.secret}`;
      const alter = (call: Call): Call => ({ ...call, headers: [...withoutHeader(call.headers, 'authorization'), 'Authorization', words] });
      const probe = await stage.send(operation, { caller, alter });
      stage.take(shot, { controls: [control], probes: [probe] });
    }
  },
};
