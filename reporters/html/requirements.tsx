import type { Result } from '../../suites/result/result.ts';
import { topicRows, type TopicRow } from '../digest/digest.ts';
import { topicAnchor } from './card/parts.tsx';
import { Bar } from './figures/gauge.tsx';
import { Row } from './row.tsx';

/** All requirements by topic, each topic folded: what failed or is undecided stands above. */
export function Requirements({ result }: { readonly result: Result }) {
  return (
    <section id="requirements" aria-labelledby="requirements-title">
      <h2 id="requirements-title">
        All requirements <span class="count">{result.requirements.length}</span>
      </h2>
      {topicRows(result).map((row) => (
        <details class="topic" id={topicAnchor(row.topic)}>
          <summary>
            <h3>{row.topic}</h3>
            <Bar row={row} />
            <span class="soft">{amountsOf(row)}</span>
          </summary>
          {result.requirements
            .filter((requirement) => requirement.topic === row.topic)
            .map((requirement) => (
              <Row requirement={requirement} />
            ))}
        </details>
      ))}
    </section>
  );
}

/** `15 passed, 1 failed, 1 undecided`. */
function amountsOf({ pass, fail, warnings, undecided, notTested, notApplicable }: TopicRow): string {
  const amounts = [
    [fail - warnings, 'failed'],
    [warnings, warnings === 1 ? 'warning' : 'warnings'],
    [undecided, 'undecided'],
    [notTested, 'not tested'],
    [pass, 'passed'],
    [notApplicable, 'not applicable'],
  ] as const;
  return amounts
    .filter(([amount]) => amount > 0)
    .map(([amount, name]) => `${amount} ${name}`)
    .join(', ');
}
