/**
 * Notices credentials that end during a run: they were accepted, and are not any more.
 *
 * @module
 */
import type { Operation } from '../../spec/contract.ts';
import { requestFor } from '../http/request.ts';
import type { Call, Sent, Trouble } from '../http/target.ts';
import type { Principals } from '../principals/principals.ts';
import { isSuccess, type SendOptions } from './scenario-context.ts';
import type { Principal, Settings } from './settings.ts';

/** A request of an operation, and what came of it. */
interface Asked {
  readonly operation: Operation;
  readonly options: SendOptions;
  readonly call: Call;
  readonly attempts: readonly Sent[];
}

interface Again {
  /** Sends a request that was served before. */
  repeat(call: Call): Promise<Sent>;
  /** Sends this request once more. */
  attempt(): Promise<Sent>;
  /** Renews a credential; false if that changes nothing. */
  readonly renew: ((principal: string) => Promise<boolean>) | undefined;
  note(message: string, sent: Sent): void;
}

export interface Lifetimes {
  /**
   * What is to be kept of a request. If a principal is rejected with 401 where its own credential must be accepted, and also by the request that was
   * served before, the credential has ended. It is renewed, once until it is served, and the request is sent again. If that is not possible, the
   * attempts are trouble of the kind `ended`.
   */
  outlived(asked: Asked, again: Again): Promise<readonly Sent[]>;
}

export function createLifetimes(principals: Principals, settings: Settings): Lifetimes {
  const { probe } = principals;
  // The preflight was served by the probe.
  const tried = principals.active.filter((principal) => settings.probe !== undefined && probe && principals.allows(principal, probe));
  const served = new Map(
    tried.map((principal) => [principal.name, requestFor(settings, probe!, { caller: principals.caller(principal, probe!) })]),
  );
  const ended = new Map<string, Promise<boolean>>();
  const renewed = new Set<string>();
  const hasEnded = async ({ name }: Principal, sent: Sent, repeat: Again['repeat']): Promise<boolean> => {
    const before = served.get(name);
    if (sent.reply?.status !== 401 || !before) return false;
    const isRejected = ended.get(name) ?? repeat(before).then(({ reply }) => reply?.status === 401);
    ended.set(name, isRejected);
    if (await isRejected) return true;
    ended.delete(name);
    return false;
  };
  const accepted = (name: string, { operation, call }: Asked) => {
    renewed.delete(name);
    if (operation.safe) served.set(name, call);
  };
  return {
    async outlived(asked, { repeat, attempt, renew, note }) {
      const { operation, options, attempts } = asked;
      const sent = attempts.at(-1)!;
      const principal = ownerOf(principals, options);
      if (!principal || !principals.allows(principal, operation)) return attempts;
      const { name } = principal;
      if (isSuccess(sent)) accepted(name, asked);
      if (!(await hasEnded(principal, sent, repeat))) return attempts;
      const mayRenew = renew !== undefined && !renewed.has(name);
      if (mayRenew) renewed.add(name);
      if (mayRenew && (await renew(name))) {
        const next = await attempt();
        if (next.reply?.status !== 401) {
          ended.delete(name);
          note(`the credential of ${name} ended during the run, and was renewed`, sent);
          if (isSuccess(next)) accepted(name, asked);
          return [next];
        }
      }
      const too = renewed.has(name) ? ', and so is a renewed one' : '';
      const trouble: Trouble = {
        kind: 'ended',
        message: `the credential of ${name} was accepted before, and is rejected with 401 now${too}`,
      };
      return attempts.map((one) => ({ ...one, trouble }));
    },
  };
}

/** The active principal whose own, unchanged credential is sent. */
function ownerOf({ active }: Principals, { caller, alter, channel = 'target', headers }: SendOptions): Principal | undefined {
  if (!caller || alter || headers || channel !== 'target') return undefined;
  return active.find(({ name, secret }) => name === caller.name && caller.credentials.some((credential) => credential.secret === secret));
}
