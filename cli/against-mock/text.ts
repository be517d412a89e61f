import { grouped } from '../../reporters/digest/grouped.ts';
import { visibleLine } from '../../reporters/digest/visible.ts';
import type { MockDifference, Differences } from './difference.ts';

/** The sections in order, each with its meaning for a client. */
const sections: readonly (readonly [title: string, advice: string, has: (difference: MockDifference) => boolean])[] = [
  [
    'THE MOCK IS MORE LENIENT',
    'Code that works with the mock fails with the target.',
    ({ kind, direction }) => kind === 'conflict' && direction === 'more-lenient',
  ],
  [
    'THE MOCK IS STRICTER',
    'Code that fails with the mock works with the target.',
    ({ kind, direction }) => kind === 'conflict' && direction === 'stricter',
  ],
  [
    'THE RESPONSES DIFFER',
    'A client may notice the difference.',
    ({ kind, direction }) => kind === 'conflict' && direction === 'different',
  ],
  ['BOTH CONFORM, BUT DIFFER', 'The document allows both responses; a client should accept either.', ({ kind }) => kind === 'reading'],
];

/** The differences as text, for a developer who builds a client against the mock. */
export function describeDifferences({ target, compared, left, differences }: Differences): string {
  const blocks = sections.flatMap(([title, advice, has]) => {
    const own = differences.filter(has);
    return own.length === 0 ? [] : [[`${title}  ${own.length}`, `  ${advice}`, ...kinds(own).flatMap(kindLines)]];
  });
  const conflicts = differences.filter(({ kind }) => kind === 'conflict').length;
  const rest = left === 0 ? '' : `; ${left} more were decided by one side only`;
  return `${[...blocks, [`mock      ${conflicts} of ${compared} checks had another result than at ${target}${rest}`]]
    .map((lines) => lines.map(visibleLine).join('\n'))
    .join('\n\n')}\n`;
}

/** Groups differences with the same requirement and sentence. */
function kinds(differences: readonly MockDifference[]): readonly (readonly MockDifference[])[] {
  return [...grouped(differences, ({ requirement, sentence }) => `${requirement} ${sentence}`).values()];
}

function kindLines(alike: readonly MockDifference[]): readonly string[] {
  const { requirement, demand, sentence, request, check, expected } = alike[0]!;
  return [
    '',
    `≠ ${requirement}: ${sentence}`,
    `    ${demand}`,
    ...(request === undefined ? [] : [`    request  ${request}`]),
    ...(expected === undefined ? [] : [`    expected ${expected}`]),
    `    ${check}${alike.length > 1 ? ` and ${alike.length - 1} more` : ''}`,
  ];
}
