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
        The remaining quota as reported. <span class="key served">●</span> served, <span class="key rejected">✕</span> rejected with 429,{' '}
        <span class="key wait">■</span> the wait that the rejection announced, <span class="key again">◆</span> served again. A new line
        begins where the responses describe another window.
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
          {timeWords(end / 1.03)}
        </text>
        {retryAt !== undefined && (
          <rect class="wait" x={x(rejectedAt)} y={TOP} width={Math.max(1, x(retryAt) - x(rejectedAt))} height={y(0) - TOP} />
        )}
        {runsOf(known).map((run) => (
          <polyline class="quota" points={run.map((point) => `${round(x(point.at))},${round(y(point.remaining!))}`).join(' ')} />
        ))}
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

/** Points between which the quota went down: not over a wait, nor from one reported window to another. */
function runsOf(points: readonly QuotaPoint[]): readonly (readonly QuotaPoint[])[] {
  const runs: QuotaPoint[][] = [];
  for (const point of points) {
    const last = runs.at(-1)?.at(-1);
    if (last && last.limit === point.limit && !(last.rejected && !point.rejected)) runs.at(-1)!.push(point);
    else runs.push([point]);
  }
  return runs;
}

/** `52 s`, `49 min 42 s`. */
function timeWords(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 120) return `${whole} s`;
  return whole % 60 === 0 ? `${whole / 60} min` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
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
  const words = `${timeWords(at)}: ${rejected ? 'rejected' : 'served'}, ${remaining} remaining`;
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
  const announced = retryAt === undefined ? '' : `, asked to wait ${timeWords(retryAt - last.at)}`;
  const again = servedAgainAt === undefined ? ', not served again' : `, served again after ${timeWords(servedAgainAt - last.at)}`;
  return `Rejected after ${timeWords(rejectedAt)}${announced}${again}.`;
}
