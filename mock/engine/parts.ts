import type { Contract } from '../../spec/contract.ts';
import type { MockResponse } from './request.ts';
import { gates } from '../gates/gates.ts';
import { endpoints } from '../oauth/endpoints.ts';
import type { Endpoints } from '../oauth/endpoint-context.ts';
import type { Gate, RequestContext } from './request-context.ts';
import type { Limiter } from '../state/windows.ts';

/** Properties of the listeners. */
export interface ListenerTraits {
  readonly minimumVersion: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2';
  /** The generated certificate: valid, expired, for another host, or from an unknown CA. */
  readonly certificate: 'valid' | 'expired' | 'other-host' | 'unknown-authority';
  /** Whether HTTP/1.1 requests may arrive in several pieces. */
  readonly reads: 'all' | 'what-comes-first';
  /** The plain HTTP port: answered, refused or closed. A listener cannot refuse connections, so `refused` also closes them. */
  readonly plain: 'answered' | 'refused' | 'closed';
}

/** The parts of a mock. Faults and variants are functions that change them. */
export interface EngineParts {
  /** The contract; compiled after faults are applied. */
  readonly contract: Contract;
  /** In order of precedence. */
  readonly gates: readonly Gate[];
  /** The steps of the authorization servers' endpoints. */
  readonly oauth: Endpoints;
  /** Changes of finished responses, applied in order. */
  readonly finish: readonly ((response: MockResponse, context: RequestContext) => MockResponse)[];
  /** The rate limiter; absent to use the contract's. */
  readonly limiter?: Limiter;
  readonly listener: ListenerTraits;
  /** The time per response on the mock's clock, in milliseconds. */
  readonly responseTimeMs?: number;
}

/** The parts of a mock without faults. */
export function defaultParts(contract: Contract): EngineParts {
  const listener = { minimumVersion: 'TLSv1.2', certificate: 'valid', reads: 'all', plain: 'answered' } as const;
  return { contract, gates, oauth: endpoints, finish: [], listener };
}
