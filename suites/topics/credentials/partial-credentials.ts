import type { Operation } from '../../../spec/contract.ts';
import { unknownSecret } from '../../principals/credentials.ts';
import type { Caller, Roster } from '../../principals/principals.ts';
import { createThings } from '../../principals/test-resources.ts';
import { readingOf } from '../reading.ts';
import { operationOf, type PlannedShot, type Scene } from '../../engine/scenario.ts';

/** Variants: `without SCHEME`, and `unknown SCHEME` where that credential is one that was never issued; the others are good. */
export const halves: Scene = {
  name: 'partial-credentials',
  says: 'Calls safe operations that ask for several credentials at once with one of them left out, and with one of them unknown.',
  shots: ({ contract, roster }) =>
    contract.operations
      .filter(({ safe, public: open }) => safe && !open)
      .flatMap((operation) =>
        neededOf(roster, operation).flatMap((scheme): readonly PlannedShot[] =>
          ['without', 'unknown'].map((word) => ({ operation: operation.id, variant: `${word} ${scheme}`, cost: 2 })),
        ),
      ),
  async play(stage, shots) {
    const things = createThings(stage);
    for (const shot of shots) {
      const operation = operationOf(stage.contract, shot.operation);
      const { caller, bindings } = await readingOf(stage, things, operation);
      const probe = await stage.send(operation, { caller: lessened(caller, shot.variant!), bindings });
      const control = await stage.send(operation, { role: 'control', caller, bindings });
      stage.take(shot, { controls: [control], probes: [probe] });
    }
  },
};

/** The schemes of a caller's credentials without which no other alternative lets it in. */
function neededOf(roster: Roster, operation: Operation): readonly string[] {
  const [actor] = roster.able(operation);
  const held = actor ? roster.caller(actor, operation).credentials.map(({ scheme }) => scheme.name) : [];
  if (held.length < 2) return [];
  const opens = (schemes: readonly string[]) =>
    operation.security.some(({ requirements }) => requirements.every(({ scheme }) => schemes.includes(scheme)));
  return held.filter((name) => !opens(held.filter((other) => other !== name)));
}

function lessened(caller: Caller, variant: string): Caller {
  const [word, name] = variant.split(' ');
  const credentials = caller.credentials.flatMap((credential) => {
    if (credential.scheme.name !== name) return [credential];
    return word === 'without' ? [] : [{ ...credential, secret: unknownSecret(credential.scheme) }];
  });
  return { ...caller, name: `${caller.name}:${word}`, credentials };
}
