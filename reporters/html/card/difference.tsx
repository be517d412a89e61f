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

/** How many characters two texts share at their beginnings and ends, in whole words; none if they have too little in common. */
function sharedEnds(one: string, other: string): { readonly start: number; readonly end: number } {
  const [first, second] = [Array.from(one), Array.from(other)];
  const start = sharedStart(first, second);
  const end = sharedStart(first.slice(start).toReversed(), second.slice(start).toReversed());
  return start + end < worthwhile ? { start: 0, end: 0 } : { start, end };
}

/** How many characters two texts share at their beginnings, without the part of a word that they share. */
function sharedStart(one: readonly string[], other: readonly string[]): number {
  const differing = one.findIndex((character, index) => character !== other[index]);
  let shared = differing === -1 ? one.length : differing;
  const splitsWord = () => isOfWord(one[shared - 1]) && (isOfWord(one[shared]) || isOfWord(other[shared]));
  while (shared > 0 && splitsWord()) shared -= 1;
  return shared;
}

const isOfWord = (character = '') => /[\p{L}\p{N}]/u.test(character);
