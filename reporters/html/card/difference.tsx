interface DifferenceProps {
  readonly expected: string | undefined;
  readonly observed: string | undefined;
  /** A runtime expression such as `$response.header.Retry-After`. */
  readonly where: string | undefined;
}

/** Expected and observed side by side, with the part marked in which they differ, and the place. */
export function Difference({ expected, observed, where }: DifferenceProps) {
  if (expected === undefined && observed === undefined) return null;
  const { start, end } = sharedEnds(expected ?? '', observed ?? '');
  return (
    <div class="versus">
      <div>
        <p class="label">Expected</p>
        <Side text={expected} start={start} end={end} />
      </div>
      <div class="observed">
        <p class="label">Observed</p>
        <Side text={observed} start={start} end={end} />
      </div>
      {where !== undefined && (
        <div class="where">
          <p class="label">Where</p>
          <p title={where}>{placeWords(where)}</p>
        </div>
      )}
    </div>
  );
}

/** A runtime expression in words: `status`, `response header Retry-After`, `response body, /error/code`. */
function placeWords(where: string): string {
  if (where === '$statusCode') return 'status';
  const [, message, part, name = ''] = /^\$(request|response)\.(header|body)(?:\.|#)?(.*)$/s.exec(where) ?? [];
  if (message === undefined) return where;
  return part === 'header' ? `${message} header ${name}` : `${message} body${name === '' ? '' : `, ${name}`}`;
}

function Side({ text, start, end }: { readonly text: string | undefined; readonly start: number; readonly end: number }) {
  if (text === undefined) return <p class="soft">nothing</p>;
  const characters = Array.from(text);
  const middle = characters.slice(start, characters.length - end).join('');
  return (
    <pre tabindex={0}>
      {characters.slice(0, start).join('')}
      {middle !== '' && <mark>{middle}</mark>}
      {characters.slice(characters.length - end).join('')}
    </pre>
  );
}

/** The fewest shared characters at an end that make it worth marking only what is between. */
const worthwhile = 4;

/** How many characters two texts share at their beginnings and ends; none if they have too little in common. */
function sharedEnds(one: string, other: string): { readonly start: number; readonly end: number } {
  const [first, second] = [Array.from(one), Array.from(other)];
  const most = Math.min(first.length, second.length);
  let start = 0;
  while (start < most && first[start] === second[start]) start += 1;
  let end = 0;
  while (end < most - start && first.at(-1 - end) === second.at(-1 - end)) end += 1;
  return start + end < worthwhile ? { start: 0, end: 0 } : { start, end };
}
