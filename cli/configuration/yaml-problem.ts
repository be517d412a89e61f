import { YAMLError } from 'yaml';

/** What is wrong with a file of YAML, without place. The parser words its own limits for its authors. */
export function yamlProblem(error: unknown): string {
  if (error instanceof YAMLError && error.code === 'RESOURCE_EXHAUSTION') return 'the file is nested too deeply';
  if (error instanceof RangeError) return 'the file is nested too deeply';
  if (error instanceof ReferenceError) return 'an alias has no anchor, or aliases stand for too many values';
  return error instanceof Error ? error.message.split('\n')[0]!.trim() : String(error);
}
