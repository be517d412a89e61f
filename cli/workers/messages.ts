import type { ListenerLimits } from '../../mock/listeners/limits.ts';
import type { ProcessReport } from '../../mock/listeners/operating/health.ts';
import type { RequestListenerOptions, RequestListeners } from '../../mock/listeners/request-listeners.ts';
import type { MockOptions } from '../../mock/mock.ts';
import type { JournalEntry } from '../../mock/state/journal.ts';
import type { Contract } from '../../spec/contract.ts';

/** What a worker serves, and where. Plain data. */
export interface WorkerOrder {
  readonly contract: Contract;
  /** The URL of the store. */
  readonly store: string;
  readonly options: MockOptions;
  readonly listening: RequestListenerOptions;
  readonly limits: ListenerLimits;
  /** Whether it logs each response to standard error. */
  readonly log: boolean;
  /** What nobody else would remove if the command was killed. */
  readonly left: { readonly pid: number; readonly folder: string } | undefined;
}

/** What a worker can be asked for. */
export interface WorkerMethods {
  readonly serve: (order: WorkerOrder) => Promise<Pick<RequestListeners, 'url' | 'httpUrl'>>;
  /** The entries after one, by its id. */
  readonly journal: (after: string | undefined) => Promise<readonly JournalEntry[]>;
  readonly report: () => Promise<ProcessReport>;
  /** Looks at the faults that are on, and changes its listeners. */
  readonly renew: () => Promise<void>;
  readonly drain: (mostMs: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

export type WorkerMethod = keyof WorkerMethods;

/** What a worker says when it can be asked: what it is sent before, it does not get. */
export const workerReady = 'ready';

/** A question to a worker. */
export interface WorkerCall {
  readonly call: number;
  readonly method: WorkerMethod;
  readonly argument?: unknown;
}

/** Its answer. */
export type WorkerReply =
  | { readonly call: number; readonly result: unknown }
  | { readonly call: number; readonly problem: string; readonly isUsage: boolean };
