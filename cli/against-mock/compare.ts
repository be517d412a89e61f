import { join, relative } from 'node:path';
import type { Result } from '../../suites/result/result.ts';
import { harnessFailure } from '../failure.ts';
import { writeWhole } from '../output/whole-file.ts';
import { differencesOf } from './difference.ts';
import { mockRun, type MockRunInput } from './mock-run.ts';
import { describeDifferences } from './text.ts';

/** The file in the report folder with the differences. */
const file = 'against-mock.json';

export interface MockComparisonInput extends MockRunInput {
  readonly result: Result;
  readonly reportDir: string;
}

/**
 * Repeats a run against the mock, and writes the differences to a file.
 *
 * @returns the differences as text, and the path of the file
 * @throws {CommandFailure} with exit code 70 if the file cannot be written
 */
export async function compareWithMock(input: MockComparisonInput): Promise<{ readonly text: string; readonly path: string }> {
  const { result, reportDir } = input;
  const differences = differencesOf(result, await mockRun(input));
  const path = join(reportDir, file);
  await writeWhole(path, `${JSON.stringify(differences, undefined, 2)}\n`).catch((error: unknown) => {
    throw harnessFailure(`cannot write ${path}: ${error instanceof Error ? error.message : String(error)}`, 'output/unwritable');
  });
  return { text: describeDifferences(differences), path: relative('.', path) || path };
}
