import { grouped } from '../../reporters/digest/grouped.ts';
import { visibleLine } from '../../reporters/digest/visible.ts';
import type { MockDifference, Differences } from './difference.ts';

/** In the order in which they are told, each with what it means for a client. */
const sections: readonly (readonly [title: string, advice: string, has: (difference: MockDifference) => boolean])[] = [
  [
    'THE MOCK IS KINDER',
    'What works against the mock fails against the target.',
    ({ kind, direction }) => kind === 'conflict' && direction === 'kinder',
  ],
  [
    'THE MOCK IS STRICTER',
    'What fails against the mock works against the target.',
    ({ kind, direction }) => kind === 'conflict' && direction === 'stricter',
  ],
  ['THE ANSWERS DIFFER', 'A client that looks closely notices.', ({ kind, direction }) => kind === 'conflict' && direction === 'otherwise'],
  ['BOTH ARE RIGHT, AND DIFFER', 'The document leaves room: a client should take either answer.', ({ kind }) => kind === 'reading'],
];

/** Where mock and target differ, in words for somebody who develops a client against the mock. */
export function describeDifferences({ target, compared, left, differences }: Differences): string {
  const blocks = sections.flatMap(([title, advice, has]) => {
    const own = differences.filter(has);
    return own.length === 0 ? [] : [[`${title}  ${own.length}`, `  ${advice}`, ...kinds(own).flatMap(kindLines)]];
  });
  const conflicts = differences.filter(({ kind }) => kind === 'conflict').length;
  const rest = left === 0 ? '' : `; ${left} more were decided on one side only`;
  return `${[...blocks, [`mock      ${conflicts} of ${compared} checks came out differently at ${target}${rest}`]]
    .map((lines) => lines.map(visibleLine).join('\n'))
    .join('\n\n')}\n`;
}

/** Differences of one requirement that say the same. */
function kinds(differences: readonly MockDifference[]): readonly (readonly MockDifference[])[] {
  return [...grouped(differences, ({ requirement, sentence }) => `${requirement} ${sentence}`).values()];
}

function kindLines(alike: readonly MockDifference[]): readonly string[] {
  const { requirement, says, sentence, request, check, expected } = alike[0]!;
  return [
    '',
    `≠ ${requirement}: ${sentence}`,
    `    ${says}`,
    ...(request === undefined ? [] : [`    request  ${request}`]),
    ...(expected === undefined ? [] : [`    expected ${expected}`]),
    `    ${check}${alike.length > 1 ? ` and ${alike.length - 1} more alike` : ''}`,
  ];
}
