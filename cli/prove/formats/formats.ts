import { renderHtml } from './html.tsx';
import { renderProofMarkdown } from './markdown.ts';
import type { KillMatrix } from '../kill-matrix.ts';
import { describeMatrix } from './text.ts';

/** The output formats of a kill matrix. */
export const matrixFormats = {
  text: describeMatrix,
  json: (matrix: KillMatrix) => `${JSON.stringify(matrix, undefined, 2)}\n`,
  markdown: renderProofMarkdown,
  html: renderHtml,
} as const;

export type MatrixFormat = keyof typeof matrixFormats;
