import type { Realms } from '../oauth/realm.ts';
import type { Register } from '../oauth/management/register.ts';
import type { Store } from '../state/store.ts';
import type { Limiter } from '../state/windows.ts';
import type { CompiledContract } from './compiled-contract.ts';
import type { PreparedResponse } from './prepared.ts';

/** How people are asked for consent. */
export type ConsentMode = 'automatic' | 'page';

/** What the gates know besides the visit itself. */
export interface MockEnvironment {
  readonly compiled: CompiledContract;
  readonly store: Store;
  readonly seed: string;
  /** Bodies that Prism has rendered, by `Rendering.id`. */
  readonly renditions: ReadonlyMap<string, PreparedResponse>;
  readonly realms: Realms;
  readonly register: Register;
  readonly limiter: Limiter;
  /** Whether the authorization endpoint answers for everybody, or asks on a page. */
  readonly consent: ConsentMode;
}
