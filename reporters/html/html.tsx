import { render } from 'preact-render-to-string';
import type { Result } from '../../suites/result/result.ts';
import type { Format } from '../format.ts';
import { Page } from './page.tsx';
import { visibleText } from '../digest/visible.ts';

/** A self-contained page: the verdict, the scores, and every requirement with its evidence. */
export const html: Format = { name: 'html', file: 'report.html', render: renderHtml };

function renderHtml(result: Result): string {
  return `<!doctype html>\n${visibleText(render(<Page result={result} />))}\n`;
}
