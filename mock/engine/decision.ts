import type { HeaderList } from '../../spec/message.ts';
import type { PreparedResponse } from '../compile/prepared.ts';
import type { Live } from '../compile/template.ts';
import type { Cause } from './cause.ts';

/** The response to a request, the gate that decided on it, and the cause. */
export interface Decision {
  readonly gate: string;
  /** The step of the OAuth endpoint that decided. */
  readonly step?: string;
  readonly outcome: 'rejected' | 'served';
  readonly cause: Cause;
  readonly prepared: PreparedResponse;
  readonly lines?: HeaderList;
  readonly live?: Live;
  /** Replaces the prepared body. */
  readonly body?: string | undefined;
  /** Whether the response has no CORS headers. */
  readonly sameOriginOnly?: boolean;
}
