import { quotaEpisodes, type QuotaEpisode, type QuotaPoint } from '../../digest/quota-episodes.ts';
import type { Result } from '../../../suites/result/result.ts';
import { exchangeAnchor } from '../card/exchange.tsx';

const WIDTH = 420;
const HEIGHT = 130;
const LEFT = 44;
const BOTTOM = 22;
const TOP = 8;

/** How the remaining quota went over time, for each window that was used up. */
export function Timelines({ result, shown }: { readonly result: Result; readonly shown: ReadonlySet<number> }) {
  const episodes = quotaEpisodes(result);
  if (episodes.length === 0) return null;
  return (
    <section id="limits" aria-labelledby="limits-title">
      <h2 id="limits-title">
        Rate limits over time <span class="count">{episodes.length}</span>
      </h2>
      <p class="soft">
        The remaining quota as reported, until a request was rejected. <span class="key served">●</span> served,{' '}
        <span class="key rejected">✕</span> rejected, the bar is the wait that the rejection announced, <span class="key again">◆</span>{' '}
        served again.
      </p>
      <div class="timelines">
        {episodes.map((episode) => (
          <Timeline episode={episode} shown={shown} />
        ))}
      </div>
    </section>
  );
}

function Timeline({ episode, shown }: { readonly episode: QuotaEpisode; readonly shown: ReadonlySet<number> }) {
  const { principal, operation, points, limit, rejectedAt, retryAt } = episode;
  const end = Math.max(1, ...points.map(({ at }) => at), retryAt ?? 0) * 1.03;
  const most = Math.max(1, ...points.flatMap((point) => [point.limit ?? 0, point.remaining ?? 0]));
  const x = (at: number) => LEFT + (at / end) * (WIDTH - LEFT - 10);
  const y = (remaining: number) => TOP + (1 - remaining / most) * (HEIGHT - TOP - BOTTOM);
  const known = points.filter(({ remaining }) => remaining !== undefined);
  const title = `${principal}: ${limit === undefined ? 'a limit' : `limit of ${limit}`}`;
  return (
    <figure class="timeline">
      <figcaption>
        <strong>{title}</strong> <code>{operation}</code>
        <br />
        <span class="soft">{wordsOf(episode)}</span>
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="group" aria-label={`${title}. ${wordsOf(episode)}`}>
        <line class="axis" x1={LEFT} y1={y(0)} x2={WIDTH - 8} y2={y(0)} />
        <line class="axis" x1={LEFT} y1={TOP} x2={LEFT} y2={y(0)} />
        <text x={LEFT - 5} y={TOP + 7} text-anchor="end">
          {most}
        </text>
        <text x={LEFT - 5} y={y(0) + 3} text-anchor="end">
          0
        </text>
        <text x={LEFT} y={HEIGHT - 5}>
          0 s
        </text>
        <text x={WIDTH - 8} y={HEIGHT - 5} text-anchor="end">
          {Math.round(end / 1.03)} s
        </text>
        {retryAt !== undefined && (
          <rect class="wait" x={x(rejectedAt)} y={y(0) - 7} width={Math.max(1, x(retryAt) - x(rejectedAt))} height={7} />
        )}
        <polyline class="quota" points={known.map((point) => `${round(x(point.at))},${round(y(point.remaining!))}`).join(' ')} />
        {known.map((point) => (
          <Point
            point={point}
            x={round(x(point.at))}
            y={round(y(point.remaining!))}
            episode={episode}
            isLinked={shown.has(point.exchange)}
          />
        ))}
      </svg>
    </figure>
  );
}

const round = (value: number) => Math.round(value * 10) / 10;

interface PointProps {
  readonly point: QuotaPoint;
  readonly x: number;
  readonly y: number;
  readonly episode: QuotaEpisode;
  readonly isLinked: boolean;
}

function Point({ point, x, y, episode, isLinked }: PointProps) {
  const { rejected, at, remaining, exchange } = point;
  const isAgain = !rejected && at === episode.servedAgainAt && at > episode.rejectedAt;
  const mark = rejected ? (
    <path class="rejected" d={`M${x - 4} ${y - 4}l8 8m0 -8l-8 8`} />
  ) : isAgain ? (
    <path class="again" d={`M${x} ${y - 5}l5 5l-5 5l-5 -5z`} />
  ) : (
    <circle class="served" cx={x} cy={y} r={2.5} />
  );
  const words = `${Math.round(at)} s: ${rejected ? 'rejected' : 'served'}, ${remaining} remaining`;
  if (!isLinked) {
    return (
      <g>
        <title>{words}</title>
        {mark}
      </g>
    );
  }
  return (
    <a href={`#${exchangeAnchor(exchange)}`} aria-label={words}>
      <title>{words}</title>
      {mark}
    </a>
  );
}

/** What happened, and what was announced against what was observed. */
function wordsOf({ rejectedAt, retryAt, servedAgainAt, points }: QuotaEpisode): string {
  const last = points.findLast(({ rejected }) => rejected)!;
  const announced = retryAt === undefined ? '' : `, asked to wait ${Math.round(retryAt - last.at)} s`;
  const again = servedAgainAt === undefined ? ', not served again' : `, served again after ${Math.round(servedAgainAt - last.at)} s`;
  return `Rejected after ${Math.round(rejectedAt)} s${announced}${again}.`;
}
