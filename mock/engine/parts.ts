import type { Contract } from '../../spec/contract.ts';
import type { MockResponse } from './request.ts';
import { gates } from '../gates/gates.ts';
import { endpoints } from '../oauth/endpoints.ts';
import type { Endpoints } from '../oauth/endpoint-context.ts';
import type { Gate, RequestContext } from './request-context.ts';
import type { Limiter } from '../state/windows.ts';

/** How the listeners present themselves. */
export interface ListenerTraits {
  readonly minimumVersion: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2';
  /** The generated certificate: as it should be, out of date, for another host, or of an authority that nobody was told of. */
  readonly certificate: 'valid' | 'expired' | 'other-host' | 'unknown-authority';
  /** How much of a request over HTTP/1.1 is read before it is answered. */
  readonly reads: 'all' | 'what-comes-first';
  /** What becomes of connections to the port of plain HTTP. On sockets nobody can refuse one on a port that is his: it is closed as well. */
  readonly plain: 'answered' | 'refused' | 'closed';
}

/** What a mock is assembled from. Plain values: a fault is a function from these to these. */
export interface EngineParts {
  /** The promises that are kept; compiled after the faults had their say. */
  readonly contract: Contract;
  /** In order of precedence. */
  readonly gates: readonly Gate[];
  /** The steps of the authorization servers' endpoints. */
  readonly oauth: Endpoints;
  /** Each sees the finished answer last. */
  readonly finish: readonly ((response: MockResponse, context: RequestContext) => MockResponse)[];
  /** How units come free; absent where the contract says it. */
  readonly limiter?: Limiter;
  readonly listener: ListenerTraits;
  /** How long every answer takes by the mock's own clock, in milliseconds; absent where it takes no time. */
  readonly responseTimeMs?: number;
}

/** The parts of a mock that keeps every promise. */
export function defaultParts(contract: Contract): EngineParts {
  const listener = { minimumVersion: 'TLSv1.2', certificate: 'valid', reads: 'all', plain: 'answered' } as const;
  return { contract, gates, oauth: endpoints, finish: [], listener };
}
