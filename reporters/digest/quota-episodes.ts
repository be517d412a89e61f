import type { Exchange, Result } from '../../suites/result/result.ts';
import { grouped } from './grouped.ts';

/** A response that reports a quota. */
export interface QuotaPoint {
  /** Seconds since the episode began; waits on a clock that the run moved are counted as if they had been real. */
  readonly at: number;
  readonly exchange: number;
  readonly rejected: boolean;
  readonly limit?: number;
  readonly remaining?: number;
  /** When the response says that the quota is renewed, in seconds since the episode began. */
  readonly resetAt?: number;
  /** When it says that the client may try again. */
  readonly retryAt?: number;
}

/** One use of a quota: served responses, rejections, and what was served after the wait. */
export interface QuotaEpisode {
  readonly principal: string;
  readonly operation: string;
  readonly points: readonly QuotaPoint[];
  /** The limit that the first rejection reports. */
  readonly limit?: number;
  /** When the first rejection came, when it said to try again, and when a request was served again, in seconds. */
  readonly rejectedAt: number;
  readonly retryAt?: number;
  readonly servedAgainAt?: number;
}

/** The episodes of a run in which a limiter rejected a principal, in the order in which they began. */
export function quotaEpisodes({ exchanges }: Pick<Result, 'exchanges'>): readonly QuotaEpisode[] {
  const reporting = exchanges.filter((exchange) => exchange.quota && exchange.response && exchange.principal !== undefined);
  const groups = grouped(reporting, ({ scenario, principal }) => JSON.stringify([scenario, principal]));
  return [...groups.values()]
    .flatMap(split)
    .flatMap(episodeOf)
    .toSorted((one, other) => one.points[0]!.exchange - other.points[0]!.exchange);
}

const isRejected = ({ response, quota }: Exchange) => response!.status >= 400 && quota?.retrySeconds !== undefined;

/** An episode ends with the first response that is served after a rejection, or before the next burst is. */
function split(exchanges: readonly Exchange[]): readonly (readonly Exchange[])[] {
  const parts: Exchange[][] = [[]];
  let rejected = false;
  for (const exchange of exchanges) {
    const isServedAgain = rejected && !isRejected(exchange);
    if (isServedAgain && exchange.repeated !== undefined) parts.push([]);
    parts.at(-1)!.push(exchange);
    if (isServedAgain && exchange.repeated === undefined) parts.push([]);
    rejected = isRejected(exchange);
  }
  return parts.filter((part) => part.length > 0);
}

function episodeOf(exchanges: readonly Exchange[]): readonly QuotaEpisode[] {
  const first = exchanges[0]!;
  const points = exchanges.map((exchange) => pointOf(exchange, first));
  const rejection = points.find(({ rejected }) => rejected);
  if (!rejection || rejection === points[0]) return [];
  const again = points.find(({ rejected, at }, index) => !rejected && at >= rejection.at && index > points.indexOf(rejection));
  const waiting = points.findLast(({ rejected }) => rejected)!;
  return [
    {
      principal: first.principal!,
      operation: first.operation ?? '',
      points,
      rejectedAt: rejection.at,
      ...(rejection.limit !== undefined && { limit: rejection.limit }),
      ...(waiting.retryAt !== undefined && { retryAt: waiting.retryAt }),
      ...(again && { servedAgainAt: again.at }),
    },
  ];
}

function pointOf(exchange: Exchange, first: Exchange): QuotaPoint {
  const elapsed = (Date.parse(exchange.startedAt) - Date.parse(first.startedAt)) / 1000;
  const at = Math.max(elapsed, (exchange.waited ?? 0) - (first.waited ?? 0));
  const { limit, remaining, resetSeconds, retrySeconds } = exchange.quota!;
  return {
    at,
    exchange: exchange.id,
    rejected: isRejected(exchange),
    ...(limit !== undefined && { limit }),
    ...(remaining !== undefined && { remaining }),
    ...(resetSeconds !== undefined && { resetAt: at + resetSeconds }),
    ...(retrySeconds !== undefined && { retryAt: at + retrySeconds }),
  };
}
