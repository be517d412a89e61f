import { readFile } from 'node:fs/promises';
import { resultSchema, type Result } from '../../suites/result/result.ts';
import { usage } from '../failure.ts';

/** The version of `results.json` that this package writes and reads. */
const { value: ownVersion } = resultSchema.shape.schemaVersion;

/**
 * Reads the result of an earlier run.
 *
 * @param file - path of a `results.json`
 * @throws {Failure} with exit code 2 where the file cannot be read, is none, or was written by a version with another form; names the place
 */
export async function readResult(file: string): Promise<Result> {
  const value = parsed(file, await text(file));
  guardVersion(file, value);
  const outcome = resultSchema.safeParse(value);
  if (outcome.success) return outcome.data;
  const [issue] = outcome.error.issues;
  const where = issue && issue.path.length > 0 ? ` at ${issue.path.join('.')}` : '';
  throw usage(`${file}: expected the results.json of a run${where}: ${issue?.message ?? 'it is of another form'}`);
}

async function text(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw usage(
      `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}\nGive the results.json of a report directory.`,
    );
  }
}

function parsed(file: string, json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    const why = json.trim() === '' ? 'an empty file' : 'something that is not JSON';
    throw usage(`${file}${place(json, error)}: expected the results.json of a run, got ${why}`);
  }
}

/** Line and column of what the parser stumbled over: `:3:17`. */
function place(json: string, error: unknown): string {
  const [, position] = /at position (\d+)/.exec(error instanceof Error ? error.message : '') ?? [];
  const before = position === undefined ? json : json.slice(0, Number(position));
  const lines = before.split('\n');
  return `:${lines.length}:${lines.at(-1)!.length + 1}`;
}

/** The form of another version is not guessed at. */
function guardVersion(file: string, value: unknown): void {
  const version: unknown = typeof value === 'object' && value !== null && 'schemaVersion' in value ? value.schemaVersion : undefined;
  if (version === ownVersion) return;
  if (version === undefined) throw usage(`${file}: expected the results.json of a run at schemaVersion, got a JSON file without it`);
  throw usage(
    `${file}: expected a result of schemaVersion ${ownVersion}, got ${JSON.stringify(version)}: use the auth-conformance that wrote it, or run again`,
  );
}
