import type { Result } from '../../suites/result/result.ts';
import { failedRequirements, severityLabel } from '../digest/digest.ts';
import type { Format, ReportFile } from '../format.ts';
import { tellingKinds } from '../kinds.ts';
import { inlineCode, plainText } from '../markdown/text.ts';
import { specFile } from './file-name.ts';
import { isUnwritten, specOf } from './spec.ts';

const folder = 'reproduce/';
/** The first line of the page that lists them. */
export const title = '# Failures to reproduce';

/** Each failure as a file for Playwright Test that shows it again, alike failures in one; and a page that lists them. */
export const reproduce: Format = { name: 'reproduce', file: `${folder}README.md`, files: specs, render: index };

interface Spec extends ReportFile {
  readonly id: string;
  readonly level: string;
}

function specs(result: Result): readonly Spec[] {
  return failedRequirements(result).flatMap((requirement) =>
    tellingKinds(requirement).map(({ example, checks }) => ({
      id: example.id,
      level: severityLabel(requirement),
      file: specFile(example.id),
      text: specOf(
        result,
        requirement,
        example,
        checks.slice(1).map(({ id }) => id),
      ),
    })),
  );
}

function index(result: Result): string {
  const rows = specs(result).map(
    ({ id, level, file, text }) =>
      `| ${inlineCode(file.slice(folder.length))} | ${inlineCode(id)} | ${plainText(level)} | ${isUnwritten(text) ? 'not written: the file says why' : 'red while it fails'} |`,
  );
  const table = ['| file | check | level | test |', '| ---- | ----- | ----- | ---- |', ...rows];
  return [
    title,
    '',
    rows.length === 0
      ? 'Nothing failed.'
      : 'Each file is a test for Playwright Test that is red while its failure lasts and green once it is gone. The head of a file says what was demanded, expected and observed, and which secrets it reads from the environment.',
    ...(rows.length === 0 ? [] : ['', '```sh', 'npx playwright test --workers 1', '```', '', ...table]),
    '',
  ].join('\n');
}
