import type { Realms } from '../oauth/realm.ts';
import type { Register } from '../oauth/management/register.ts';
import type { Store } from '../state/store.ts';
import type { Limiter } from '../state/windows.ts';
import type { CompiledContract } from '../compile/compiled-contract.ts';
import type { PreparedResponse } from '../compile/prepared.ts';

/** Whether consent is given automatically or on a page. */
export type ConsentMode = 'automatic' | 'page';

/** The environment of the OAuth steps. */
export interface MockEnvironment {
  readonly compiled: CompiledContract;
  readonly store: Store;
  readonly seed: string;
  /** Bodies that Prism has rendered, by `Rendering.id`. */
  readonly renditions: ReadonlyMap<string, PreparedResponse>;
  readonly realms: Realms;
  readonly register: Register;
  readonly limiter: Limiter;
  /** Whether the authorization endpoint decides automatically or shows a page. */
  readonly consent: ConsentMode;
}
