import type { Result } from '../../suites/result/result.ts';
import { failedRequirements, notTestedRequirements, undecidedRequirements } from '../digest/digest.ts';
import { dialogues } from '../digest/dialogue.ts';
import { accessMatrix } from '../digest/matrix.ts';
import { quotaEpisodes } from '../digest/quota-episodes.ts';
import { Filter } from './filter.tsx';

type Section = readonly [id: string, title: string, count?: number];

/** A section that is only there if it holds something. */
const sectionIf = (amount: number, ...section: Section): readonly Section[] => (amount > 0 ? [section] : []);

/** Links to the sections, with the numbers of what they hold, and the filters. */
export function Contents({ result, exchanges }: { readonly result: Result; readonly exchanges: number }) {
  const notTested = notTestedRequirements(result).length;
  const sections: readonly Section[] = [
    ['failed', 'Failed', failedRequirements(result).length],
    ['undecided', 'Undecided', undecidedRequirements(result).length],
    ...sectionIf(notTested, 'not-tested', 'Not tested', notTested),
    ...sectionIf(accessMatrix(result).rows.length, 'access', 'Access'),
    ...sectionIf(quotaEpisodes(result).length, 'limits', 'Rate limits'),
    ...sectionIf(dialogues(result).length, 'oauth', 'OAuth'),
    ['scores', 'Scores'],
    ['requirements', 'Requirements', result.requirements.length],
    ...sectionIf(result.notes.length, 'notes', 'Notes', result.notes.length),
    ['run', 'Run'],
    ...sectionIf(exchanges, 'exchanges', 'Exchanges', exchanges),
  ];
  return (
    <nav aria-label="Sections">
      <ul>
        {sections.map(([id, title, count]) => (
          <li>
            <a href={`#${id}`}>
              {title}
              {count !== undefined && <span class="number"> {count}</span>}
            </a>
          </li>
        ))}
      </ul>
      <Filter result={result} />
    </nav>
  );
}
