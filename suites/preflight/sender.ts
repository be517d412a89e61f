import type { Contract, Operation } from '../../spec/contract.ts';
import { persistent } from '../engine/persistent.ts';
import { sentFor } from '../engine/recording.ts';
import { isSuccess } from '../engine/scenario-context.ts';
import { requestFor, withCommonHeaders } from '../http/request.ts';
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
  /** Calls an operation without a credential, once. */
  anonymous(operation: Operation): Promise<Sent>;
  /** The first of some operations that does not serve a request without a credential, or else the first. */
  firstClosed(operations: readonly Operation[]): Promise<Operation | undefined>;
  /** The number of requests sent. */
  sent(): number;
}

/** The most operations that are tried for one purpose. */
export const mostOperations = 4;

/** Whether a request without a credential was not served. */
export const isClosed = (sent: Sent): boolean => !isSuccess(sent) && (!sent.reply || sent.reply.status >= 300);

export function createPreflightSender(contract: Contract, settings: Settings, target: Target, options: PreflightOptions): PreflightSender {
  const { thorough = false, sourceOf = () => 'the secret' } = options;
  const principals = createPrincipals(contract, settings);
  let requests = 0;
  const counting: Target = persistent({
    ...target,
    send(call) {
      requests += 1;
      return target.send(call);
    },
  });
  const call: PreflightSender['call'] = async (operation, principal, changes = {}) => {
    const caller: Caller | undefined = principal && principals.caller(principal, operation);
    const where = changes.channel === 'plain' ? { target: settings.httpTarget } : settings;
    const bare = { ...requestFor(where, operation, { ...(caller && { caller }) }), ...changes };
    return sentFor(operation, await counting.send({ ...bare, headers: withCommonHeaders(settings, bare.headers) }));
  };
  const asked = new Map<string, Promise<Sent>>();
  const anonymous = (operation: Operation) => {
    const answer = asked.get(operation.id) ?? call(operation);
    asked.set(operation.id, answer);
    return answer;
  };
  const firstClosed = async (operations: readonly Operation[]) => {
    for (const operation of operations.slice(0, mostOperations)) if (isClosed(await anonymous(operation))) return operation;
    return operations[0];
  };
  const sent = () => requests;
  return { contract, settings, principals, target: counting, thorough, sourceOf, call, anonymous, firstClosed, sent };
}
