import type { Result } from '../../suites/result/result.ts';
import { topicNames } from '../digest/digest.ts';

/** Filters for all requirements of the page. Hidden until the script runs. */
export function Filter({ result }: { readonly result: Result }) {
  const outcomes = [...new Set(result.requirements.map(({ outcome }) => outcome))];
  const levels = [...new Set(result.requirements.map(({ level }) => level))];
  return (
    <form id="filter" role="search" aria-label="Filter requirements" hidden>
      <label>
        Find <input type="search" name="text" placeholder="title, id, status" />
      </label>
      <Choice name="outcome" values={outcomes} />
      <Choice name="level" values={levels} />
      <Choice name="topic" values={topicNames(result)} />
      <button type="reset">Show all</button>
      <button type="button" id="show-keys" aria-haspopup="dialog">
        Keys
      </button>
      <output id="filter-count" aria-live="polite" />
    </form>
  );
}

function Choice({ name, values }: { readonly name: string; readonly values: readonly string[] }) {
  return (
    <label>
      {name}{' '}
      <select name={name}>
        <option value="">any</option>
        {values.map((value) => (
          <option value={value}>{value}</option>
        ))}
      </select>
    </label>
  );
}
