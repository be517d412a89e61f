import { writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Result } from '../../suites/result/result.ts';
import type { Redactor } from '../../suites/redaction/redactor.ts';
import { harnessFailure } from '../failure.ts';
import { differencesOf } from './difference.ts';
import { mockRun, type MockRunInput } from './mock-run.ts';
import { describeDifferences } from './text.ts';

/** The file in the report folder with the differences. */
const file = 'against-mock.json';

export interface MockComparisonInput extends MockRunInput {
  readonly result: Result;
  readonly redactor: Pick<Redactor, 'redact'>;
  readonly reportDir: string;
}

/**
 * Repeats a run against the mock, and writes the differences to a file.
 *
 * @returns the differences as text, and the path of the file
 * @throws {CommandFailure} with exit code 70 if the file cannot be written
 */
export async function compareWithMock(input: MockComparisonInput): Promise<{ readonly text: string; readonly path: string }> {
  const { result, redactor, reportDir } = input;
  const differences = differencesOf(result, await mockRun(input));
  const path = join(reportDir, file);
  await writeFile(path, redactor.redact(`${JSON.stringify(differences, undefined, 2)}\n`)).catch((error: unknown) => {
    throw harnessFailure(`cannot write ${path}: ${error instanceof Error ? error.message : String(error)}`, 'output/unwritable');
  });
  return { text: redactor.redact(describeDifferences(differences)), path: relative('.', path) || path };
}
