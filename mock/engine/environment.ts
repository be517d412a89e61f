import type { Realms } from '../oauth/realm.ts';
import type { Register } from '../oauth/management/register.ts';
import type { Store } from '../state/store.ts';
import type { Limiter } from '../state/windows.ts';
import type { CompiledContract } from '../compile/compiled-contract.ts';

/** Whether consent is given automatically or on a page. */
export type ConsentMode = 'automatic' | 'page';

/** Whether only credentials that the mock knows are accepted, or any. */
export type AcceptMode = 'known' | 'any';

/** Whether plain HTTP is answered as the document says, or served like HTTPS. */
export type PlainMode = 'as-documented' | 'served';

/** The environment of the OAuth steps. */
export interface MockEnvironment {
  readonly compiled: CompiledContract;
  readonly store: Store;
  readonly seed: string;
  readonly realms: Realms;
  readonly register: Register;
  readonly limiter: Limiter;
  /** Whether the authorization endpoint decides automatically or shows a page. */
  readonly consent: ConsentMode;
  /** Origins whose pages may send cookies, besides those on the same machine. */
  readonly origins: readonly string[];
  readonly accept: AcceptMode;
  readonly plain: PlainMode;
}
