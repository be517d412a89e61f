import type { Result } from '../../suites/result/result.ts';
import type { Format } from '../format.ts';
import { element, xmlText } from '../junit/xml.ts';
import { badgeText } from './summary.ts';

/** The verdict as a picture for a page: an SVG without scripts, fonts or links. */
export const badge: Format = { name: 'badge', file: 'badge.svg', render: renderBadge };

/** White text has a contrast of at least 4.5 to each of them. */
const fills = { brightgreen: '#2b7a0b', green: '#5a6f00', red: '#b8252b', lightgrey: '#6a6a6a' } as const;

const height = 20;
const padding = 6;

function renderBadge(result: Result): string {
  const { label, message, colour } = badgeText(result);
  const [left, right] = [widthOf(label), widthOf(message)];
  const width = left + right;
  const title = `${label}: ${message} (exit ${result.exit.code}: ${result.exit.reason})`;
  const background = [
    element('rect', { width: left, height, fill: '#444' }),
    element('rect', { x: left, width: right, height, fill: fills[colour] }),
  ];
  const words = [wordsAt(label, left / 2, left), wordsAt(message, left + right / 2, right)];
  return `${element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: 'img',
      'aria-label': `${label}: ${message}`,
    },
    [
      element('title', {}, [xmlText(title)]),
      element('clipPath', { id: 'round' }, [element('rect', { width, height, rx: 3 })]),
      element('g', { 'clip-path': 'url(#round)' }, background),
      element(
        'g',
        { fill: '#fff', 'text-anchor': 'middle', 'font-family': 'Verdana,Geneva,DejaVu Sans,sans-serif', 'font-size': 11 },
        words,
      ),
    ],
  )}\n`;
}

/** Text in the middle of its half; `textLength` keeps it there with any font. */
const wordsAt = (text: string, x: number, width: number) =>
  element('text', { x, y: 14, textLength: width - 2 * padding, lengthAdjust: 'spacingAndGlyphs' }, [xmlText(text)]);

/** About the width of a text in Verdana at 11 pixels. */
const widthOf = (text: string) => Math.round(text.length * 6.6) + 2 * padding;
