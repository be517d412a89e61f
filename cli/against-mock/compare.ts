import { writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Result } from '../../suites/result/result.ts';
import type { Redactor } from '../../suites/redaction/redactor.ts';
import { exitCodes, CommandFailure } from '../failure.ts';
import { differencesOf } from './difference.ts';
import { mockRun, type MockRunInput } from './mock-run.ts';
import { describeDifferences } from './text.ts';

/** The file of the report directory that holds the differences. */
const file = 'against-mock.json';

export interface MockComparisonInput extends MockRunInput {
  readonly result: Result;
  readonly vault: Pick<Redactor, 'redact'>;
  readonly reportDir: string;
}

/**
 * Makes a run again against the mock, and writes where the two differ.
 *
 * @returns the differences in words, and the path of the file
 * @throws {CommandFailure} with exit code 70 where the file cannot be written
 */
export async function compareWithMock(input: MockComparisonInput): Promise<{ readonly text: string; readonly path: string }> {
  const { result, vault: redactor, reportDir } = input;
  const differences = differencesOf(result, await mockRun(input));
  const path = join(reportDir, file);
  await writeFile(path, redactor.redact(`${JSON.stringify(differences, undefined, 2)}\n`)).catch((error: unknown) => {
    throw new CommandFailure(exitCodes.harness, `${path} could not be written: ${error instanceof Error ? error.message : String(error)}`);
  });
  return { text: redactor.redact(describeDifferences(differences)), path: relative('.', path) || path };
}
