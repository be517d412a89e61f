import type { Result } from '../../suites/result/result.ts';
import { grouped } from '../digest/grouped.ts';
import { shownOutcome } from './mark.tsx';

/** Filters for all requirements of the page. Hidden until the script runs. */
export function Filter({ result: { requirements } }: { readonly result: Result }) {
  return (
    <form id="filter" role="search" aria-label="Filter requirements" hidden>
      <input type="search" name="text" aria-label="Find" placeholder="Find a title, id or status" />
      <Choice name="outcome" values={requirements.map(shownOutcome)} />
      <Choice name="level" values={requirements.map(({ level }) => level)} />
      <Choice name="topic" values={requirements.map(({ topic }) => topic)} />
      <button type="reset">Show all</button>
      <output id="filter-count" aria-live="polite" />
      <button type="button" id="show-keys" aria-haspopup="dialog">
        Keys <kbd>?</kbd>
      </button>
    </form>
  );
}

/** The values that there are, with the number of requirements for each. */
function Choice({ name, values }: { readonly name: string; readonly values: readonly string[] }) {
  return (
    <select name={name} aria-label={name}>
      <option value="">any {name}</option>
      {[...grouped(values, (value) => value)].map(([value, { length }]) => (
        <option value={value}>
          {value} ({length})
        </option>
      ))}
    </select>
  );
}
