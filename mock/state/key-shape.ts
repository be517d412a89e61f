import type { PrincipalState } from '../../spec/principals.ts';

/** The input for a key. The rest follows from the contract and the seed. */
export interface KeyShape {
  readonly name: string;
  readonly account: string;
  readonly plan?: string;
  readonly scheme: string;
  readonly scopes: readonly string[];
  readonly state: PrincipalState;
  readonly from?: readonly string[];
  readonly expendable: boolean;
  /** The credential; without it one is generated. */
  readonly credential?: string;
}
