import type { Result } from '../../suites/result/result.ts';
import { failedRequirements, severityLabel } from '../digest/digest.ts';
import type { Format, ReportFile } from '../format.ts';
import { decisiveKinds } from '../kinds.ts';
import { inlineCode, plainText } from '../markdown/text.ts';
import { isReproducible, specFile } from './file-name.ts';
import { isUnwritten, specOf } from './spec.ts';

const folder = 'reproduce/';
/** The first line of the index page. */
export const title = '# Reproductions';

/** A file for Playwright Test for each kind of failure, and a page that lists the files. */
export const reproduce: Format = { name: 'reproduce', file: `${folder}README.md`, files: specs, render: index };

interface Spec extends ReportFile {
  readonly id: string;
  readonly level: string;
}

function specs(result: Result): readonly Spec[] {
  const sent = failedRequirements(result).filter(({ id }) => isReproducible(id));
  return sent.flatMap((requirement) =>
    decisiveKinds(requirement).map(({ example, checks }) => ({
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
      `| ${inlineCode(file.slice(folder.length))} | ${inlineCode(id)} | ${plainText(level)} | ${isUnwritten(text) ? 'none: see the file' : 'fails as long as the check'} |`,
  );
  const table = ['| file | check | level | test |', '| ---- | ----- | ----- | ---- |', ...rows];
  return [
    title,
    '',
    rows.length === 0
      ? 'No failures.'
      : 'Each file is a test for Playwright Test. It fails as long as the target fails the check. The comment at the top of a file has the requirement, the expected and the actual value, and the environment variables for secrets.',
    ...(rows.length === 0
      ? []
      : [
          '',
          '```sh',
          ...(result.mock ? [`${result.mock.start} &`, result.mock.secrets] : []),
          'npx playwright test --workers 1',
          '```',
          '',
          ...table,
        ]),
    '',
  ].join('\n');
}
