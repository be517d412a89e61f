import type { Contract, Operation } from '../../spec/contract.ts';
import { persistent } from '../engine/persistent.ts';
import { basePathOf, requestFor } from '../http/request.ts';
import { createPrincipals, type Caller, type Principals } from '../principals/principals.ts';
import type { Principal, Settings } from '../engine/settings.ts';
import type { Call, Sent, Target } from '../http/target.ts';

export interface PreflightOptions {
  /** Whether to check also reachability, plain HTTP, the hooks and the claims about principals. */
  readonly thorough?: boolean;
  /** The source of a secret by its configuration key: `STAGING_READER_KEY`, or `the file ./reader.key`. */
  readonly sourceOf?: (key: string) => string;
}

/** Sends the requests of preflight and counts them. */
export interface PreflightSender {
  readonly contract: Contract;
  readonly settings: Settings;
  readonly principals: Principals;
  readonly target: Target;
  readonly thorough: boolean;
  readonly sourceOf: (key: string) => string;
  /** Calls an operation without a credential, or as a principal. */
  call(operation: Operation, principal?: Principal, changes?: Partial<Call>): Promise<Sent>;
  /** The number of requests sent. */
  sent(): number;
}

export function createPreflightSender(contract: Contract, settings: Settings, target: Target, options: PreflightOptions): PreflightSender {
  const { thorough = false, sourceOf = () => 'the secret' } = options;
  const principals = createPrincipals(contract, settings);
  const headers = ['User-Agent', settings.userAgent];
  let requests = 0;
  const counting: Target = persistent({
    ...target,
    send(call) {
      requests += 1;
      return target.send(call);
    },
  });
  const call: PreflightSender['call'] = (operation, principal, changes = {}) => {
    const caller: Caller | undefined = principal && principals.caller(principal, operation);
    const path = basePathOf(changes.channel === 'plain' ? settings.httpTarget : settings.target);
    return counting.send({ ...requestFor(path, operation, { headers, ...(caller && { caller }) }), ...changes });
  };
  return { contract, settings, principals, target: counting, thorough, sourceOf, call, sent: () => requests };
}
