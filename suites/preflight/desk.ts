import type { Contract, Operation } from '../../spec/contract.ts';
import { persistent } from '../engine/persistent.ts';
import { basePathOf, requestFor } from '../http/request.ts';
import { createRoster, type Caller, type Roster } from '../principals/principals.ts';
import type { Actor, Settings } from '../engine/settings.ts';
import type { Call, Sent, Target } from '../http/target.ts';

export interface PreflightOptions {
  /** Whether what a run does without is looked at too: the way there, plain HTTP, the hooks, what principals claim. */
  readonly thorough?: boolean;
  /** Where a secret of the configuration comes from, by its key: `STAGING_READER_KEY`, or `the file ./reader.key`. */
  readonly sourceOf?: (key: string) => string;
}

/** Where preflight asks from. */
export interface Desk {
  readonly contract: Contract;
  readonly settings: Settings;
  readonly roster: Roster;
  readonly target: Target;
  readonly thorough: boolean;
  readonly sourceOf: (key: string) => string;
  /** Calls an operation without a credential, or as a principal. */
  call(operation: Operation, actor?: Actor, changes?: Partial<Call>): Promise<Sent>;
  /** How many requests went out. */
  sent(): number;
}

export function createDesk(contract: Contract, settings: Settings, target: Target, options: PreflightOptions): Desk {
  const { thorough = false, sourceOf = () => 'the secret' } = options;
  const roster = createRoster(contract, settings);
  const headers = ['User-Agent', settings.userAgent];
  let requests = 0;
  const counting: Target = persistent({
    ...target,
    send(call) {
      requests += 1;
      return target.send(call);
    },
  });
  const call: Desk['call'] = (operation, actor, changes = {}) => {
    const caller: Caller | undefined = actor && roster.caller(actor, operation);
    const path = basePathOf(changes.channel === 'plain' ? settings.httpTarget : settings.target);
    return counting.send({ ...requestFor(path, operation, { headers, ...(caller && { caller }) }), ...changes });
  };
  return { contract, settings, roster, target: counting, thorough, sourceOf, call, sent: () => requests };
}
