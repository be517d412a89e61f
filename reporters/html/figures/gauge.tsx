import type { ScoreTable } from '../../digest/score-table.ts';
import type { TopicRow } from '../../digest/digest.ts';

/** How many requirements of a row apply. */
export const applicableOf = ({ pass, fail, undecided, notTested }: TopicRow) => pass + fail + undecided + notTested;

/** The shares of a row as parts of 100, one after the other, with their CSS classes. */
function shares(row: TopicRow): readonly { readonly tone: string; readonly from: number; readonly width: number }[] {
  const amounts = [
    ['pass', row.pass],
    ['fail', row.fail - row.warnings],
    ['warn', row.warnings],
    ['open', row.undecided],
    ['none', row.notTested],
  ] as const;
  let end = 0;
  return amounts.flatMap(([tone, amount]) => {
    if (amount === 0) return [];
    const width = (100 * amount) / applicableOf(row);
    end += width;
    return [{ tone, from: end - width, width }];
  });
}

/** How much of a gauge is left free between two parts. */
const gap = 1.2;

/** A score as a ring: how many of the applicable requirements passed. */
export function Gauge({ table: { name, description, sum } }: { readonly table: ScoreTable }) {
  const applicable = applicableOf(sum);
  const parts = shares(sum);
  return (
    <div class="gauge">
      <svg viewBox="0 0 40 40" role="img" aria-label={words(name, sum, applicable)}>
        <circle class="ring" cx={20} cy={20} r={17} />
        {parts.map(({ tone, from, width }) => {
          const drawn = parts.length === 1 ? width : Math.max(0.5, width - gap);
          return (
            <circle
              class={`ring ${tone}`}
              cx={20}
              cy={20}
              r={17}
              pathLength={100}
              stroke-dasharray={`${round(drawn)} ${round(100 - drawn)}`}
              stroke-dashoffset={round(25 - from)}
            />
          );
        })}
        <text class="passed" x={20} y={21} text-anchor="middle">
          {sum.pass}
        </text>
        <text class="of" x={20} y={27} text-anchor="middle">
          of {applicable}
        </text>
      </svg>
      <p>
        <strong>{name}</strong>
        <span class="soft">{description}</span>
      </p>
    </div>
  );
}

/** The outcomes of a topic as a thin bar. */
export function Bar({ row }: { readonly row: TopicRow }) {
  return (
    <svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
      {shares(row).map(({ tone, from, width }) => (
        <rect class={tone} x={round(from)} y={0} width={round(width)} height={4} />
      ))}
    </svg>
  );
}

const round = (value: number) => Math.round(value * 100) / 100;

const words = (name: string, { pass, fail, undecided }: TopicRow, applicable: number) =>
  `${name}: ${pass} of ${applicable} passed, ${fail} failed, ${undecided} undecided`;
